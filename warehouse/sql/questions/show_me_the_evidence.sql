-- In which words is a skill asked for?
-- The newest mentions in the adverts' own text, with what stands around them, the part of the advert they stand in and
-- what was understood. Judge for yourself whether it was understood rightly.
-- $skill = python: the skill's id
select
    hit.requirement,
    hit.section,
    regexp_replace(
        substr(posting.text, greatest(1, hit."start" - 59)::bigint, hit."end" - hit."start" + 120), '\s+', ' ', 'g'
    ) as words,
    posting.company,
    posting.url
from skill_hit as hit
join posting using (posting_id)
where hit.skill = $skill and hit.section not in ('title', 'tags')
order by posting.opened_on desc nulls last, posting.posting_id, hit."start"
limit 50
