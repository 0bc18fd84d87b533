-- In which populations is a skill asked for more, and in which less?
-- The last three closed months; populations overlap, and a difference between two of them is only clear where their
-- intervals do not meet.
-- $skill = python: the skill's id
select slice, k, n, share, low, high, withheld
from skill_share_now
where skill = $skill and requirement = 'any'
order by share desc nulls last, slice
