-- Which well-known skills show no clear change, and how steady are they?
-- Not "unchanged": the interval says how far they may have moved. Skills asked for in at least a twentieth of openings.
-- $slice = all: population
select label, share0, share1, difference, low, high, q_value
from skill_change
where slice = $slice and verdict = 'no clear change' and share0 >= 0.05
order by share1 desc, label
