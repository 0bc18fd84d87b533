-- The same of those that ask for a skill.
select source, employer, later, skill, count(*) as k
from change_unit
join vacancy_skill using (vacancy_id)
where vacancy_id in (select vacancy_id from vacancy_slice where slice = $slice)
group by all
order by all;
