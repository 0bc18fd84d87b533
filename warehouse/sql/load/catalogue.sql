-- The whole catalogue anew.
delete from skill;

insert into skill
select skill, label, type, area, ambiguity, $catalogue
from skill_batch;

delete from skill_alias;

insert into skill_alias
select alias, skill
from alias_batch;
