-- Each posting belongs to exactly one opening, or shares are wrong.
select posting_id, count(link.vacancy_id) as openings
from store.cleaned left join posting_vacancy as link using (posting_id)
group by posting_id having count(link.vacancy_id) <> 1;
