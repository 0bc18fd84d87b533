-- What adverts for beginners ask: years, a degree, presence. Independent adverts are counted as elsewhere.
with span as (
    select (month - interval 2 month)::date as first_day, (month + interval 1 month)::date as next_day
    from skill_share_now
    where slice = 'all' and requirement = 'any' and basis = 'new'
    limit 1
),
opening as (
    select
        coalesce(vacancy.company_key, vacancy.vacancy_id::varchar) as employer,
        posting.years_min,
        posting.degree_requirement,
        vacancy.remote
    from vacancy
    join posting on posting.posting_id = vacancy.vacancy_id
    semi join vacancy_slice as level on level.vacancy_id = vacancy.vacancy_id and level.slice = 'level:entry'
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    join span on vacancy.opened_on >= span.first_day and vacancy.opened_on < span.next_day
    where vacancy.unreadable is null and vacancy.not_new is null
),
fact as (
    select employer, unnest([
        {place: 1, fact: 'three years or more asked', holds: coalesce(years_min >= 3, false)},
        {place: 2, fact: 'a degree required', holds: coalesce(degree_requirement = 'required', false)},
        {place: 3, fact: 'remote', holds: remote = 'remote'},
        {place: 4, fact: 'hybrid', holds: remote = 'hybrid'},
        {place: 5, fact: 'on site', holds: remote = 'onsite'},
        {place: 6, fact: 'place of work not said', holds: remote = 'unknown'}
    ], recursive := true)
    from opening
),
by_employer as (
    select place, fact, employer, count(*) as n, count(*) filter (where holds) as k from fact group by all
),
summed as (
    select
        place,
        fact,
        sum(k)::bigint as k,
        sum(n)::bigint as n,
        count(*) as employers,
        effective_size(sum(k), sum(n), sum(k * k), sum(k * n), sum(n * n), count(*)) as n_effective
    from by_employer
    group by place, fact
)
select
    fact as label,
    k,
    n,
    employers,
    n_effective,
    n_effective >= 100 as enough,
    case when enough then k / n::double end as share,
    case when enough then wilson_low(share * n_effective, n_effective) end as low,
    case when enough then wilson_high(share * n_effective, n_effective) end as high
from summed
order by place
