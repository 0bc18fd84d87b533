-- The skill drawn over time when none is asked for: the clearest change, else the most asked. Clearest: the end of
-- its interval that lies nearest to no change lies farthest from it.
select skill
from (
    select
        skill,
        0 as choice,
        case verdict when 'rising' then low else -high end as strength
    from skill_change
    where slice = $slice and verdict in ('rising', 'falling')
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
    union all
    select skill, 1, k / n::double
    from skill_share_now
    where slice = $slice and requirement = 'any' and k > 0
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
)
order by choice, strength desc, skill
limit 1
