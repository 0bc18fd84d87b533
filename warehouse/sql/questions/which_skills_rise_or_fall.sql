-- Which skills really rise or fall in a population, a year on?
-- Only changes that chance, another mix of sources or one employer cannot explain (q at most 0.10). Ranked by what the
-- change is at least. No row means that no skill moved more than chance would.
-- $slice = all: population
select label, verdict, difference, low, high, at_least, q_value, tested, k1, n1, k0, n0, period, earlier_period
from skill_change
where slice = $slice and verdict in ('rising', 'falling')
order by abs(at_least) desc, label
