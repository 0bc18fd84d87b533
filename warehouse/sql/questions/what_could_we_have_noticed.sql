-- How large must a change be for this much data to show it?
-- With 80 % power at 5 %, before the correction for many skills, so in truth somewhat larger. "No clear change" says
-- nothing about changes smaller than this.
-- $slice = all: population
select label, share0 as share_a_year_ago, smallest_visible, smallest_visible / nullif(share0, 0) as relative, n1, n0, design_effect
from skill_change
where slice = $slice and smallest_visible is not null and share0 > 0
order by share0 desc, label
