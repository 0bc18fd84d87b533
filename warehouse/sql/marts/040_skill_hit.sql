-- Every place where a skill was found: the evidence.
create or replace view skill_hit as
select
    posting_id,
    skill,
    requirement,
    section,
    start_at as "start",
    end_at as "end",
    surface,
    catalogue as taxonomy_version
from store.hit;

comment on view skill_hit is 'One row per place in a posting where a skill was found.';
comment on column skill_hit.posting_id is 'The posting.';
comment on column skill_hit.skill is 'Canonical id of the skill.';
comment on column skill_hit.requirement is 'must, nice, unstated, negated.';
comment on column skill_hit.section is 'Part of the advert: title, requirements, nice_to_have, duties, about, other, tags.';
comment on column skill_hit."start" is 'First character in posting.text (in posting.title where section is title); null for tags.';
comment on column skill_hit."end" is 'Character after the last.';
comment on column skill_hit.surface is 'The words as they stand.';
comment on column skill_hit.taxonomy_version is 'Version of the catalogue and rules that found it.';
