-- The populations with enough openings in both periods to be compared at all.
select slice
from change_unit
join vacancy_slice using (vacancy_id)
group by slice
having count(*) filter (where later = 1) >= 100 and count(*) filter (where later = 0) >= 100
order by slice;
