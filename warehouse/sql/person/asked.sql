-- One row per opening of $openings and skill that it asks for.
select vacancy_id, skill, skill.label, skill.type, skill.area, requirement
from vacancy_skill
join skill using (skill)
where vacancy_id in (select unnest($openings::bigint[]))
order by vacancy_id, skill
