-- The panel: sources that were watched, and believed, in every one of the last fifteen complete months.
create or replace view store.panel_source as
with today as (select today from store.as_of),
month as (
    select (date_trunc('month', today) - to_months(back::integer))::date as month
    from today
    cross join generate_series(1, 15) as series(back)
),
heard as (
    select source, date_trunc('month', observed_at)::date as month from crawl where verdict = 'accepted' and not archive
    union
    select source, date_trunc('month', opened_on)::date from vacancy where archive and opened_on is not null
)
select source
from heard
join month using (month)
group by source
having count(distinct month) = 15;

comment on view store.panel_source is 'Sources that were believed in every one of the last fifteen complete months.';
