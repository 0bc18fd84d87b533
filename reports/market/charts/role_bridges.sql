-- How alike two roles are in what they ask: the weighted Jaccard index of their skills' shares (Ioffe 2010: the sum of
-- the smaller shares over the sum of the larger ones), with what they share most and what the second asks besides.
with share as (
    select slice, skill, label, share, n
    from skill_share_now
    where slice like 'role:%'
        and slice <> 'role:unknown'
        and requirement = 'any'
        and enough
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
),
role as (
    select share.slice, max(share.n) as n, min(vacancy_slice.label) as label
    from share
    join (select distinct slice, label from vacancy_slice) as vacancy_slice using (slice)
    group by share.slice
    having count(*) >= 5
),
pair as (
    select origin.slice as origin, target.slice as target
    from role as origin
    cross join role as target
    where origin.slice <> target.slice
        and ($slice = 'all' and origin.slice < target.slice or origin.slice = $slice)
),
weighed as (
    select
        pair.origin,
        pair.target,
        share.skill,
        any_value(share.label) as label,
        coalesce(max(share.share) filter (where share.slice = pair.origin), 0) as here,
        coalesce(max(share.share) filter (where share.slice = pair.target), 0) as there
    from pair
    join share on share.slice in (pair.origin, pair.target)
    group by pair.origin, pair.target, share.skill
)
select
    origin.label || ' – ' || target.label as label,
    origin.label as origin,
    target.label as target,
    origin.n as n_origin,
    target.n as n_target,
    -- Exact numbers: floating ones added in another order differ in the last digit, and the page's bytes with them.
    sum(least(here, there)::decimal(18, 12))::double / sum(greatest(here, there)::decimal(18, 12))::double as overlap,
    array_to_string(list_slice(list(weighed.label order by least(here, there) desc, weighed.skill)
        filter (where least(here, there) > 0), 1, 3), ', ') as shared,
    array_to_string(list_slice(list(weighed.label order by there - here desc, weighed.skill)
        filter (where there > here), 1, 3), ', ') as besides
from weighed
join role as origin on origin.slice = weighed.origin
join role as target on target.slice = weighed.target
group by all
order by overlap desc, label
limit 12
