-- One row per opening and skill it asks for; its strongest requirement. What is only negated, or only stands in
-- lines that the employer puts into most of its adverts, is left out.
create or replace table vacancy_skill as
select
    vacancy.vacancy_id,
    hit.skill,
    ['must', 'nice', 'unstated'][min(list_position(['must', 'nice', 'unstated'], hit.requirement))] as requirement
from store.hit as hit
join vacancy on vacancy.vacancy_id = hit.posting_id
left join store.template_line as template
    on template.company_key = vacancy.company_key and template.line = hit.line
where hit.requirement <> 'negated' and template.line is null
group by vacancy.vacancy_id, hit.skill;

comment on table vacancy_skill is 'One row per opening and skill, however often it is named.';
comment on column vacancy_skill.vacancy_id is 'The opening.';
comment on column vacancy_skill.skill is 'Canonical id of the skill.';
comment on column vacancy_skill.requirement is 'Strongest form in which it is asked: must, nice, unstated.';
