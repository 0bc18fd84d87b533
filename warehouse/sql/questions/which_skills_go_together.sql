-- Which skills stand beside a skill in the same openings?
-- Openings of the last twelve closed months. A lift of 2 means twice as often as if the two had nothing to do with each
-- other; it does not say that one needs the other.
-- $skill = python: the skill's id
-- $slice = all: all, or a role
select if(skill = $skill, other, skill) as beside, k, if(skill = $skill, k_other, k_skill) as openings_with_it, lift, n
from skill_pair
where slice = $slice and $skill in (skill, other)
order by lift desc, beside
