-- In which order do skills open most doors?
-- A greedy order: good, not always the best. "Met" counts openings that ask for no skill beyond those taken so far, of
-- those that ask for any; soft skills, languages, degrees and nice-to-haves are left aside.
-- $slice = all: all, or a role
select "rank", label, met, met / n as part_met, reached, reached / n as part_reached, n
from skill_coverage
where slice = $slice
order by "rank"
