-- Which apparent changes come from another mix of sources?
-- The raw difference moves by at least a point, and most of that is mix: a source grew, shrank or came. Such a change is
-- one of what is watched, not of what employers ask for.
-- $slice = all: population
select label, raw_difference, difference as within_sources, mix, verdict
from skill_change
where slice = $slice and difference is not null and abs(raw_difference) >= 0.01 and abs(mix) > abs(difference)
order by abs(mix) desc, label
