-- Every place where a skill was found: the evidence. A hit in an employer's template line is a mention.
create or replace view skill_hit as
select
    hit.posting_id,
    hit.skill,
    hit.requirement,
    case when template.line is null then hit.section else 'template' end as section,
    hit.start_at as "start",
    hit.end_at as "end",
    hit.surface,
    hit.version,
    hit.catalogue as taxonomy_version
from store.hit as hit
left join store.cleaned on cleaned.posting_id = hit.posting_id
left join store.template_line as template
    on template.company_key = cleaned.company_key and template.line = hit.line;

comment on view skill_hit is 'One row per place in a posting where a skill was found.';
comment on column skill_hit.posting_id is 'The posting.';
comment on column skill_hit.skill is 'Canonical id of the skill.';
comment on column skill_hit.requirement is 'must, nice, unstated, negated.';
comment on column skill_hit.section is 'Part of the advert: title, requirements, nice_to_have, duties, about, other, tags; template: a line in at least 80 % of the employer''s openings (of at least 5), so a mention and no requirement.';
comment on column skill_hit."start" is 'First character in posting.text (in posting.title where section is title); null for tags.';
comment on column skill_hit."end" is 'Character after the last.';
comment on column skill_hit.surface is 'The words as they stand.';
comment on column skill_hit.version is 'Version that stands behind the name, such as 3.x; null where none does.';
comment on column skill_hit.taxonomy_version is 'Version of the catalogue and rules that found it.';
