-- One row per skill of $skills: one line of an advert of $openings in which it is asked for, a must before others, and of
-- a length that can be read.
with hit as (
    select
        skill,
        posting_id,
        requirement,
        posting.company,
        posting.url,
        trim(
            regexp_extract(substr(posting.text, 1, hit."start"), '[^\n]*$')
            || regexp_extract(substr(posting.text, hit."start" + 1), '^[^\n]*')
        ) as line
    from skill_hit as hit
    join posting using (posting_id)
    join posting_vacancy using (posting_id)
    where hit.skill in (select unnest($skills::varchar[]))
        and hit.requirement <> 'negated'
        and hit.section not in ('title', 'tags')
        and vacancy_id in (select unnest($openings::bigint[]))
)
select skill, line, company, url
from hit
qualify row_number() over (
    partition by skill
    order by length(line) between 25 and 180 desc, requirement = 'must' desc, abs(length(line) - 90), posting_id
) = 1
order by skill
