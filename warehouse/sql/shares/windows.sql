-- The openings of each window.
select due, opening
from share_member
join share_part using (vacancy_id)
order by due, opening;
