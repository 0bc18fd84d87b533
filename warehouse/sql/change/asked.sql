-- What each of them asks for, in an order that leaves no sum to chance. Skills are numbers: their places in change/skills.
with numbered as (select skill, row_number() over (order by skill) - 1 as number from skill)
select unit, source, employer, later, number::integer as skill, 1 as k
from change_unit
join vacancy_skill using (vacancy_id)
join numbered using (skill)
order by unit, number;
