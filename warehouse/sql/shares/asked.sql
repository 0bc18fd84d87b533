-- What the openings ask for, as numbers.
select opening, employer, asked.skill, requirement
from store.asked as asked
join share_part using (vacancy_id)
where asked.skill in (select number from store.skill_number join skill using (skill));
