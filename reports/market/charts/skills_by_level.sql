-- The twelve most asked skills in adverts for beginners, for people with experience and for seniors. Independent
-- adverts are counted as elsewhere: those of one employer are alike.
with span as (
    select (month - interval 2 month)::date as first_day, (month + interval 1 month)::date as next_day
    from skill_share_now
    where slice = 'all' and requirement = 'any' and basis = 'new'
    limit 1
),
opening as (
    select
        vacancy.vacancy_id,
        coalesce(company_key, vacancy.vacancy_id::varchar) as employer,
        level.slice[7:] as level
    from vacancy
    join vacancy_slice as level on level.vacancy_id = vacancy.vacancy_id
        and level.slice in ('level:entry', 'level:mid', 'level:senior')
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    join span on vacancy.opened_on >= span.first_day and vacancy.opened_on < span.next_day
    where vacancy.unreadable is null and vacancy.not_new is null
),
top as (
    select skill, label, k
    from skill_share_now
    where slice = $slice
        and requirement = 'any'
        and basis = 'new'
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
    order by k desc, skill
    limit 12
),
size as (select level, employer, count(*) as n from opening group by level, employer),
total as (select level, sum(n)::bigint as n, sum(n * n)::bigint as nn, count(*) as employers from size group by level),
asking as (
    select vacancy_skill.skill, opening.level, opening.employer, count(*) as k
    from opening
    join vacancy_skill using (vacancy_id)
    where vacancy_skill.skill in (select skill from top)
    group by all
),
summed as (
    select
        asking.skill,
        asking.level,
        sum(asking.k)::bigint as k,
        sum(asking.k * asking.k)::bigint as kk,
        sum(asking.k * size.n)::bigint as kn,
        max(asking.k) / sum(asking.k)::double as largest_part
    from asking
    join size using (level, employer)
    group by asking.skill, asking.level
)
select
    top.skill,
    top.label,
    total.level,
    coalesce(summed.k, 0) as k,
    total.n,
    total.employers,
    effective_size(coalesce(summed.k, 0), total.n, coalesce(kk, 0), coalesce(kn, 0), nn, total.employers) as n_effective,
    n_effective >= 100 and coalesce(summed.k, 0) >= 10 and largest_part <= 0.4 as enough,
    case when enough then summed.k / total.n::double end as share,
    case when enough then wilson_low(share * n_effective, n_effective) end as low,
    case when enough then wilson_high(share * n_effective, n_effective) end as high,
    coalesce(own.kind = 'distinctive', false) as distinctive
from top
cross join total
left join summed using (skill, level)
left join skill_distinctive as own on own.slice = 'level:' || total.level and own.skill = top.skill
order by top.k desc, top.skill, list_position(['entry', 'mid', 'senior'], total.level)
