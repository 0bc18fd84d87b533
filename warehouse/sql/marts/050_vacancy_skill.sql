-- One row per opening and skill it asks for; its strongest requirement. What is only negated, or only stands in
-- lines that the employer puts into most of its adverts, is left out. Only openings that are new or were read again, or
-- whose employer has other such lines or another name than before, are gone through.
create or replace temp table due_opening as
with changed_line as (
    (from store.template_line select company_key, line except from store.asked_template)
    union all
    (from store.asked_template except from store.template_line select company_key, line)
)
select vacancy.vacancy_id, vacancy.company_key
from vacancy
left join store.asked_opening as known using (vacancy_id)
where known.vacancy_id is null
    or known.employer is distinct from hash(vacancy.company_key)
    or vacancy_id in (select posting_id from store.read_posting)
    or company_key in (select company_key from changed_line);

create or replace temp table stale_opening as
select vacancy_id
from store.asked_opening
where vacancy_id in (select vacancy_id from due_opening) or vacancy_id not in (select vacancy_id from vacancy);

delete from store.asked where vacancy_id in (select vacancy_id from stale_opening);

delete from store.asked_opening where vacancy_id in (select vacancy_id from stale_opening);

insert into store.skill_number
with known as (select count(*) as numbers from store.skill_number)
select numbers + row_number() over (order by skill), skill
from (select skill from skill union select skill from store.hit) as found
cross join known
where skill not in (select skill from store.skill_number);

insert into store.asked
select
    hit.posting_id as vacancy_id,
    skill_number.number as skill,
    min(case hit.requirement when 'must' then 1 when 'nice' then 2 else 3 end)::utinyint as requirement
from store.hit as hit
join store.skill_number using (skill)
join due_opening on due_opening.vacancy_id = hit.posting_id
left join store.template_line as template
    on template.company_key = due_opening.company_key and template.line = hit.line
where hit.requirement <> 'negated' and template.line is null
group by hit.posting_id, skill_number.number;

insert into store.asked_opening
with digest as (
    select vacancy_id, bit_xor(hash(skill, requirement)) as asked
    from store.asked
    where vacancy_id in (select vacancy_id from due_opening)
    group by vacancy_id
)
select vacancy_id, hash(company_key), asked
from due_opening
left join digest using (vacancy_id);

delete from store.read_posting;

delete from store.asked_template;

insert into store.asked_template select company_key, line from store.template_line;

drop table stale_opening;
drop table due_opening;

create or replace view vacancy_skill as
select asked.vacancy_id, skill_number.skill, ['must', 'nice', 'unstated'][asked.requirement] as requirement
from store.asked as asked
join store.skill_number on skill_number.number = asked.skill;

comment on view vacancy_skill is 'One row per opening and skill, however often it is named.';
comment on column vacancy_skill.vacancy_id is 'The opening.';
comment on column vacancy_skill.skill is 'Canonical id of the skill.';
comment on column vacancy_skill.requirement is 'Strongest form in which it is asked: must, nice, unstated.';
