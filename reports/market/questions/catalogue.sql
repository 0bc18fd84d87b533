-- The versions of the catalogue that found the skills, and how many skills it knows.
select coalesce(list(distinct catalogue order by catalogue), []) as versions, count(*) as skills
from skill
