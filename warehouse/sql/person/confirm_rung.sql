-- One rung again, by plain SQL over the openings called target: those that lack $skill alone, given the skills in $held.
required as (
    select vacancy_id, company_key, skill, skill = $skill as is_it
    from vacancy_skill
    join skill using (skill)
    join target using (vacancy_id)
    where requirement <> 'nice'
        and not list_contains($uncounted_types::varchar[], type)
        and not list_contains($uncounted_areas::varchar[], area)
        and not list_contains($too_broad::varchar[], skill)
),
lacking as (
    select
        vacancy_id,
        any_value(company_key) as company_key,
        count(*) filter (where not list_contains($held::varchar[], skill)) as missing,
        bool_or(is_it) as asks
    from required
    group by vacancy_id
)
select
    count(*) filter (where missing = 1 and asks) as opens,
    count(distinct company_key) filter (where missing = 1 and asks) as employers,
    count(*) filter (where asks) as asking
from lacking
