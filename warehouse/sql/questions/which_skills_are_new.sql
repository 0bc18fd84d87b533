-- Which skills were hardly asked for before the last twelve months and are now?
-- At least ten openings of five employers in the last twelve closed months, and at most a tenth of that in all the time
-- before. A skill that the catalogue has only just learned is looked for in all history, so it is no artefact of that.
with month as (
    select distinct month from skill_share_month
    where slice = 'all' and basis = 'new' and requirement = 'any' and complete
    order by month desc
    limit 12
),
use as (
    select
        skill,
        count(*) filter (where opened_on >= (select min(month) from month)) as lately,
        count(distinct company_key) filter (where opened_on >= (select min(month) from month)) as employers,
        count(*) filter (where opened_on < (select min(month) from month)) as earlier
    from vacancy
    join vacancy_skill using (vacancy_id)
    where unreadable is null and not_new is null
    group by skill
)
select label, type, lately, employers, earlier
from use
join skill using (skill)
where lately >= 10 and employers >= 5 and earlier * 10 <= lately
order by lately desc, label
