-- How has the share of a skill changed from month to month?
-- Single months wobble: most moves between two of them are chance. A verdict stands in skill_change alone. A month
-- without a share has too little to say; one that is not complete will still grow.
-- $skill = python: the skill's id
-- $slice = all: population
select month, k, n, n_effective, share, low, high, withheld, complete
from skill_share_month
where skill = $skill and slice = $slice and basis = 'new' and requirement = 'any'
order by month
