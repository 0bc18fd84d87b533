-- How long openings stay advertised, by role (of an edition of its own: it beside all), with the part that may stand open
-- for ever.
with shown as (
    select vacancy_lifetime.*
    from vacancy_lifetime
    where case when $slice = 'all' then slice = 'all' or slice like 'role:%' else slice in ('all', $slice) end
),
name as (select slice, min(label) as label from vacancy_slice where slice in (select slice from shown) group by slice),
evergreen as (
    select vacancy_slice.slice, avg(vacancy_fact.evergreen::integer) as evergreen
    from vacancy_slice
    join vacancy_fact using (vacancy_id)
    where vacancy_slice.slice in (select slice from shown)
    group by vacancy_slice.slice
)
select
    shown.slice,
    case when shown.slice = 'all' then 'all openings' else name.label end as label,
    shown.n,
    shown.closed,
    shown.median_days,
    shown.median_low,
    shown.median_high,
    shown.quarter_closed_days,
    shown.three_quarters_closed_days,
    shown.open_after_90,
    evergreen.evergreen
from shown
left join name using (slice)
left join evergreen using (slice)
order by shown.slice = 'all' desc, shown.median_days is null, shown.median_days, shown.slice
limit 14
