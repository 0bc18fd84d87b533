-- The populations large enough for a curve.
select slice from coverage_unit group by slice having count(distinct vacancy_id) >= 100 order by slice;
