-- Which openings have been advertised again and again?
-- The same employer, title and (nearly) the same text. It may be hard to fill, one of several equal jobs, or an advert
-- that gathers names: the number is a fact, the motive is not known. Places are different place texts; last seen is empty
-- for imported history.
select title, company, reposts, postings, places, opened_on, if(archive, null, last_seen) as last_seen
from vacancy
where reposts >= 2
order by reposts desc, company, title, vacancy_id
limit 100
