-- Which skills does an employer ask for?
-- All its openings in the warehouse. The name is compared without legal form, case and punctuation; part of it is enough.
-- $employer = acme: part of the employer's name
with opening as (
    select vacancy_id from vacancy where unreadable is null and contains(company_key, lower($employer))
)
select skill.label, skill.type, count(*) as openings, openings / (select count(*) from opening) as part
from opening
join vacancy_skill using (vacancy_id)
join skill using (skill)
group by all
order by openings desc, skill.label
limit 100
