-- Which skills stand beside a skill in the same openings?
-- Openings of the last twelve closed months. A lift of 2 means twice as often as if the two had nothing to do with each
-- other; it does not say that one needs the other. Pairs of thirty openings or more.
-- $skill = python: the skill's id
-- $slice = all: all, or a role
with beside as (
    select
        if(skill = $skill, other, skill) as skill, k, if(skill = $skill, k_skill, k_other) as k_skill,
        if(skill = $skill, k_other, k_skill) as k_beside, lift, n
    from skill_pair
    where slice = $slice and $skill in (skill, other)
)
select label as beside, k as openings_with_both, k_skill as with_the_skill, k_beside as with_the_other, n as openings, lift
from beside
join skill using (skill)
order by lift desc, label
