-- How many adverts ask for nothing, among what they demand as a must, that the course does not teach; and how many of
-- them are lost when one module is left out. Adverts without a stated must are not counted.
with module as (
    select unnest(from_json($modules, '[{"name":"VARCHAR","skills":["VARCHAR"]}]'), recursive := true)
),
wanted as (select name, unnest(skills) as spelling from module),
named as (
    select skill, lower(skill) as name from skill
    union
    select skill, lower(label) from skill
    union
    select skill, lower(alias) from skill_alias
),
taught as (
    select distinct wanted.name, wanted.spelling, named.skill
    from wanted
    left join named on named.name = lower(trim(wanted.spelling))
),
span as (
    select (month - interval 2 month)::date as first_day, (month + interval 1 month)::date as next_day
    from skill_share_now
    where slice = 'all' and requirement = 'any' and basis = 'new'
    limit 1
),
opening as (
    select vacancy.vacancy_id, coalesce(company_key, vacancy.vacancy_id::varchar) as employer
    from vacancy
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    join span on vacancy.opened_on >= span.first_day and vacancy.opened_on < span.next_day
    where vacancy.unreadable is null and vacancy.not_new is null
),
must as (
    select opening.vacancy_id, opening.employer, vacancy_skill.skill
    from opening
    join vacancy_skill using (vacancy_id)
    join skill using (skill)
    where vacancy_skill.requirement = 'must'
        and skill.type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
),
met as (
    select
        vacancy_id,
        any_value(employer) as employer,
        bool_and(skill in (select skill from taught where skill is not null)) as covered
    from must
    group by vacancy_id
),
grouped as (
    select 0 as place, 'the whole course' as label, 'course' as kind, employer, covered from met
    union all
    select 2, vacancy_slice.label, 'population', employer, covered
    from met
    join vacancy_slice using (vacancy_id)
    where (vacancy_slice.slice like 'level:%' or ($slice = 'all' and vacancy_slice.slice like 'role:%'))
        and vacancy_slice.slice not like '%:unknown'
),
by_employer as (
    select place, label, kind, employer, count(*) as n, count(*) filter (where covered) as k from grouped group by all
),
held as (
    select
        place,
        label,
        kind,
        sum(k)::bigint as k,
        sum(n)::bigint as n,
        effective_size(sum(k), sum(n), sum(k * k), sum(k * n), sum(n * n), count(*)) as n_effective
    from by_employer
    group by place, label, kind
),
only_here as (
    select skill, min(name) as name from taught where skill is not null group by skill having count(distinct name) = 1
),
lost as (
    select only_here.name, count(distinct must.vacancy_id) as k
    from must
    join only_here using (skill)
    join met using (vacancy_id)
    where met.covered
    group by only_here.name
),
whole as (select * from held where kind = 'course')
select
    label, kind, k, n, n_effective,
    n_effective >= 100 as enough,
    case when enough then k / n::double end as share,
    case when enough then wilson_low(share * n_effective, n_effective) end as low,
    case when enough then wilson_high(share * n_effective, n_effective) end as high,
    (select string_agg(distinct spelling, ', ' order by spelling) from taught where skill is null) as unknown,
    place
from held
union all
select
    module.name, 'module', coalesce(lost.k, 0), whole.n, whole.n_effective,
    whole.n_effective >= 100 as enough,
    case when enough then coalesce(lost.k, 0) / whole.n::double end as share,
    case when enough then wilson_low(share * whole.n_effective, whole.n_effective) end as low,
    case when enough then wilson_high(share * whole.n_effective, whole.n_effective) end as high,
    null,
    1
from (select distinct name from module) as module
cross join whole
left join lost using (name)
order by place, k desc, label
