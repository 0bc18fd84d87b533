-- The verdicts that this report stands for, all that could be tested: kept as its vintage.
select skill, label, verdict, k1, n1, k0, n0, share1, share0, difference, low, high, q_value, period, earlier_period
from skill_change
where slice = $slice and verdict <> 'too few to say'
order by skill
