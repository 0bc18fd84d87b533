-- One row per skill of the population $slice: what became of its share within a year.
select skill, label, verdict, share0, share1, difference, low, high, k1, n1, period, earlier_period
from skill_change
where slice = $slice
order by skill
