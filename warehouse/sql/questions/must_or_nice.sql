-- Which skills are musts and which are only nice to have?
-- Taken from the advert's own headings and sentences; most adverts do not say, so the two parts need not add up. Counts
-- of openings of the last three closed months.
-- $slice = all: population
select
    label,
    max(k) filter (where requirement = 'any') as asked,
    coalesce(max(k) filter (where requirement = 'must'), 0) as must,
    coalesce(max(k) filter (where requirement = 'nice'), 0) as nice,
    must / asked as part_must,
    nice / asked as part_nice
from skill_share_now
where slice = $slice
group by skill, label
having asked >= 30
order by part_must desc, label
