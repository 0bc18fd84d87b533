-- How do employers spell a skill?
-- Postings, not openings, and negated mentions too; a posting that uses two spellings counts for both. Use the commonest
-- spelling on a résumé.
-- $skill = postgresql: the skill's id
select surface, count(distinct posting_id) as postings, postings / (select count(distinct posting_id) from skill_hit where skill = $skill) as part
from skill_hit
where skill = $skill
group by surface
order by postings desc, surface
