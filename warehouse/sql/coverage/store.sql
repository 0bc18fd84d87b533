-- The curve of one population.
insert into skill_coverage
select $slice, "rank", curve.skill, skill.label, reached, met, $n::bigint
from curve
join skill using (skill);
