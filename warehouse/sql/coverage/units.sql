-- What the new openings of the last three closed months ask for (nice-to-have left out), for all and for each role.
create or replace temp table coverage_unit as
with quarter as (select max(period) as month from store.share_cell where span = 'quarter' and slice = 'all')
select slice, vacancy_id, skill
from vacancy
join vacancy_slice using (vacancy_id)
join vacancy_skill using (vacancy_id)
join skill using (skill)
cross join quarter
where unreadable is null and not_new is null
    and date_trunc('month', opened_on) between month - interval 2 month and month
    and (slice = 'all' or slice like 'role:%')
    and requirement <> 'nice'
    and skill.type not in ('soft_skill', 'spoken_language', 'degree');
