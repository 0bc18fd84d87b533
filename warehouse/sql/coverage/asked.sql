-- The pairs of one population, openings numbered from 0.
select dense_rank() over (order by vacancy_id) - 1 as opening, skill
from coverage_unit
where slice = $slice
order by all;
