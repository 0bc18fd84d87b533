-- Skills that the course does not teach, the most asked first, with their share here and among all adverts.
with module as (
    select unnest(from_json($modules, '[{"name":"VARCHAR","skills":["VARCHAR"]}]'), recursive := true)
),
wanted as (select lower(trim(unnest(skills))) as name from module),
named as (
    select skill, lower(skill) as name from skill
    union
    select skill, lower(label) from skill
    union
    select skill, lower(alias) from skill_alias
),
taught as (select distinct named.skill from wanted join named using (name))
select
    here.skill,
    here.label,
    here.k,
    here.n,
    here.employers_asking as employers,
    here.enough,
    here.share,
    here.low,
    here.high,
    everywhere.share as share_of_all,
    coalesce(skill_change.verdict, 'not tested') as verdict
from skill_share_now as here
left join skill_share_now as everywhere
    on everywhere.slice = 'all' and everywhere.requirement = 'any' and everywhere.skill = here.skill
left join skill_change on skill_change.slice = here.slice and skill_change.skill = here.skill
where here.slice = $slice
    and here.requirement = 'any'
    and here.k > 0
    and here.type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
    and here.skill not in (select skill from taught)
order by here.enough desc, here.k desc, here.skill
limit 18
