-- One row: employers of every readable opening, and the languages read.
select count(distinct company_key) as employers, count(*) as openings
from vacancy
where unreadable is null
