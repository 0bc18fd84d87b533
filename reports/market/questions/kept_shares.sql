-- The shares that this report stands for, all skills of the population: kept as its vintage.
select skill, label, k, n, share, low, high, period, basis
from skill_share_now
where slice = $slice and requirement = 'any' and enough
order by k desc, skill
