-- Openings of one population by source, employer and period.
select source, employer, later, count(*) as n
from change_unit
where vacancy_id in (select vacancy_id from vacancy_slice where slice = $slice)
group by all
order by all;
