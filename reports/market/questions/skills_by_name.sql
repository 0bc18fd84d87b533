-- Every name under which a skill may be asked for.
select skill, label, skill as name from skill
union
select skill, label, label from skill
union
select skill.skill, skill.label, skill_alias.alias from skill_alias join skill using (skill)
order by all
