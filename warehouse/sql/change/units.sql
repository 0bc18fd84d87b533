-- The openings of two periods, over the sources that were watched, and believed, in every month of both: at least
-- nine in ten of their crawls in each period.
create or replace temp table change_unit as
with period as (
    select unnest(generate_series($later_first::date, $later_last::date, interval 1 month))::date as month, 1 as later
    union all
    select unnest(generate_series($earlier_first::date, $earlier_last::date, interval 1 month))::date, 0
),
believed as (
    select source, later, count(*) filter (where verdict = 'accepted') / count(*) as part
    from crawl
    join period on period.month = date_trunc('month', observed_at)
    where not archive
    group by all
),
heard as (
    select source, date_trunc('month', observed_at)::date as month from crawl where verdict = 'accepted' and not archive
    union
    select source, date_trunc('month', opened_on)::date from vacancy where archive and opened_on is not null
),
panel as (
    select source
    from heard
    join period using (month)
    where source not in (select source from believed where part < 0.9)
    group by source
    having count(distinct month) = (select count(*) from period)
)
select
    row_number() over (order by vacancy_id) - 1 as unit,
    vacancy_id,
    later,
    dense_rank() over (order by source) - 1 as source,
    dense_rank() over (order by coalesce(company_key, vacancy_id::varchar)) - 1 as employer
from vacancy
join period on period.month = date_trunc('month', opened_on)
where unreadable is null and not_new is null and source in (select source from panel);

-- The populations that each of them belongs to; those with enough openings in both periods to be compared at all.
create or replace temp table change_member as
with member as (
    select slice, unit, later
    from change_unit
    join vacancy_slice using (vacancy_id)
    where $only::varchar is null or slice = $only
),
large as (
    select slice, row_number() over (order by slice) as number
    from member
    group by slice
    having count(*) filter (where later = 1) >= 100 and count(*) filter (where later = 0) >= 100
)
select number, slice, unit
from member
join large using (slice)
order by number, unit;
