-- Every readable opening with its text; one posting stands for its copies.
select coalesce(posting.company_key, posting.source), posting.title, posting.text
from vacancy
join posting on posting.posting_id = vacancy.vacancy_id
where vacancy.unreadable is null
order by vacancy.vacancy_id;
