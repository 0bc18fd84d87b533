-- In which months each source was heard, so that a line over time can be drawn over the same sources. A day was heard
-- if a believed crawl came on it or within seven days after (a source of which nothing is heard for a week is stale),
-- or within the source's usual gap between crawls where that is longer. A month needs nine of its ten days.
create or replace table source_month as
with crawled as (
    select distinct source, observed_at::date as day from crawl where verdict = 'accepted' and not archive
),
spaced as (
    select source, day, day - lag(day) over (partition by source order by day) as gap from crawled
),
reach as (
    select source, greatest(7, coalesce(quantile_disc(gap, 0.5), 0)) as days from spaced group by source
),
heard as (
    select
        spaced.source,
        unnest(generate_series(
            (spaced.day - least(reach.days, coalesce(spaced.gap - 1, reach.days))::integer)::timestamp,
            spaced.day::timestamp,
            interval 1 day
        ))::date as day
    from spaced
    join reach using (source)
),
counted as (
    select heard.source, date_trunc('month', heard.day)::date as month, count(*) as days_heard
    from heard
    group by all
),
crawls as (
    select source, date_trunc('month', day)::date as month, count(*) as crawl_days from crawled group by all
)
select
    source,
    month,
    days_heard,
    coalesce(crawl_days, 0) as crawl_days,
    days_heard >= 0.9 * day(last_day(month)) as heard
from counted
left join crawls using (source, month)
union all
select source, date_trunc('month', opened_on)::date, day(last_day(min(opened_on))), 0, true
from vacancy
where archive and opened_on is not null
group by source, date_trunc('month', opened_on);

comment on table source_month is 'One row per source and month of which anything was heard: whether nearly all of it was, so that the source can stand in a comparison of months.';
comment on column source_month.source is 'Board or import.';
comment on column source_month.month is 'First day of the month.';
comment on column source_month.days_heard is 'Days followed by a believed crawl within seven days, or within the source''s usual gap if that is longer; all of them for imported history.';
comment on column source_month.crawl_days is 'Days on which a crawl was made and believed.';
comment on column source_month.heard is 'Whether nine in ten of its days were heard.';
