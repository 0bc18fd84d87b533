-- Texts that have little in common make no link, unless the user says so.
select posting_id, vacancy_id, basis, score from posting_vacancy
where basis not in ('first', 'user') and (score < 0.6 or score > 1);
