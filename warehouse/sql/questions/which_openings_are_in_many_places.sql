-- Which openings are advertised in many places at once?
-- Counted as one opening nationally. Ten places may mean ten jobs, or one job that may be done anywhere. Last
-- seen is empty for imported history.
select title, company, places, postings, opened_on, if(archive, null, last_seen) as last_seen
from vacancy
where places >= 3
order by places desc, company, title, vacancy_id
limit 100
