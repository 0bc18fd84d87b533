-- Which employers have asked for a skill most often, and for how many openings?
-- Openings of all time in the warehouse, each counted once; negated mentions are left out. A large employer leads any
-- such list: read the last column, the part of its own openings that ask for the skill.
-- $skill = python: the skill's id, as `skilltide skills show` prints it
with opening as (
    select vacancy_id, any_value(company) over (partition by company_key) as company, company_key
    from vacancy
    where unreadable is null and company_key is not null
)
select
    any_value(company) as employer,
    count(*) filter (where vacancy_id in (select vacancy_id from vacancy_skill where skill = $skill)) as openings_asking,
    count(*) as openings,
    openings_asking / openings as part_of_its_openings
from opening
group by company_key
having openings_asking > 0
order by openings_asking desc, employer
