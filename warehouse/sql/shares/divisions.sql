-- Which populations the openings belong to, where a window counts more than the whole.
select kind, opening, share_slice.number
from share_part
join vacancy_slice using (vacancy_id)
join share_slice using (slice)
where not whole_only and slice <> 'all';
