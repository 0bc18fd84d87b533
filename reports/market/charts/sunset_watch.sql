-- Skills that the course teaches, with their verdict now and whether the report of a quarter ago had them falling too.
with module as (
    select unnest(from_json($modules, '[{"name":"VARCHAR","skills":["VARCHAR"]}]'), recursive := true)
),
wanted as (select name as module, lower(trim(unnest(skills))) as name from module),
named as (
    select skill, lower(skill) as name from skill
    union
    select skill, lower(label) from skill
    union
    select skill, lower(alias) from skill_alias
),
taught as (
    select named.skill, string_agg(distinct wanted.module, ', ' order by wanted.module) as modules
    from wanted
    join named using (name)
    group by named.skill
)
select
    skill_change.skill,
    skill_change.label,
    taught.modules,
    skill_change.verdict,
    skill_change.share1 as share,
    skill_change.share0 as earlier_share,
    skill_change.difference,
    skill_change.low,
    skill_change.high,
    skill_change.n1,
    skill_change.n0,
    skill_change.period,
    skill_change.earlier_period,
    json_extract_string($earlier, '$.day') as looked_back_to,
    coalesce(list_contains(from_json(json_extract($earlier, '$.skills'), '["VARCHAR"]'), skill_change.skill), false)
        as fell_before,
    skill_change.verdict = 'falling' and fell_before as sunset
from skill_change
join taught using (skill)
where skill_change.slice = $slice and skill_change.verdict <> 'too few to say'
order by sunset desc, skill_change.verdict = 'falling' desc, skill_change.difference, skill_change.skill
