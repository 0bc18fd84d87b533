-- The coverage again, by plain SQL over the openings called target: of those that name a counted skill, how many lack none,
-- one, two of the skills in $held.
required as (
    select vacancy_id, skill
    from vacancy_skill
    join skill using (skill)
    semi join target using (vacancy_id)
    where requirement <> 'nice'
        and not list_contains($uncounted_types::varchar[], type)
        and not list_contains($uncounted_areas::varchar[], area)
        and not list_contains($too_broad::varchar[], skill)
),
lacking as (
    select vacancy_id, count(*) filter (where not list_contains($held::varchar[], skill)) as missing
    from required
    group by vacancy_id
)
select
    count(*) as n,
    count(*) filter (where missing = 0) as whole,
    count(*) filter (where missing = 1) as all_but_one,
    count(*) filter (where missing = 2) as all_but_two
from lacking
