-- How often a skill was found: openings by requirement, and places that do not count.
select
    count(*) filter (where asked.skill is not null) as openings,
    count(*) as readable,
    count(*) filter (where asked.requirement = 'must') as must,
    count(*) filter (where asked.requirement = 'nice') as nice,
    count(*) filter (where asked.requirement = 'unstated') as unstated,
    (select count(*) from skill_hit where skill = $skill and requirement = 'negated') as negated,
    (select count(*) from skill_hit where skill = $skill and section = 'template') as template
from vacancy
left join vacancy_skill as asked on asked.vacancy_id = vacancy.vacancy_id and asked.skill = $skill
where vacancy.unreadable is null;
