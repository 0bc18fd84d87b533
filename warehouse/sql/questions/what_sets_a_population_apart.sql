-- Which skills set a population apart from all openings, and which are asked for everywhere?
-- Both shares of the same months. Distinctive only where the intervals do not meet and the share is at least half as
-- high again; generic skills are asked for in a tenth of the openings here and everywhere.
-- $slice = remote:remote: population
select label, kind, share, share_of_all, lift, lift_at_least, k, n
from skill_distinctive
where slice = $slice and kind <> 'neither'
order by kind, lift_at_least desc, label
