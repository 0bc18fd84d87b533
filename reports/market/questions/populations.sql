-- Every population with its name for people and the openings counted as new demand in it.
select vacancy_slice.slice, min(vacancy_slice.label) as label, count(*) as openings
from vacancy_slice
join vacancy using (vacancy_id)
where vacancy.unreadable is null and vacancy.not_new is null
group by vacancy_slice.slice
order by openings desc, vacancy_slice.slice
