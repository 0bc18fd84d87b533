-- The twelve most asked skills, counted four ways: every posting; openings of equal text only; openings as everywhere in
-- this report; and these, where the skill is a must.
with span as (
    select (month - interval 2 month)::date as first_day, (month + interval 1 month)::date as next_day
    from skill_share_now
    where slice = 'all' and requirement = 'any' and basis = 'new'
    limit 1
),
top as (
    select skill, label, k, n, share
    from skill_share_now
    where slice = $slice
        and requirement = 'any'
        and basis = 'new'
        and enough
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
    order by k desc, skill
    limit 12
),
must as (select skill, k, n from skill_share_now where slice = $slice and requirement = 'must' and basis = 'new'),
unit as (
    select
        posting.posting_id,
        case when posting_vacancy.score >= 1 then posting_vacancy.vacancy_id else posting.posting_id end as strict_id
    from posting
    join posting_vacancy using (posting_id)
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = posting_vacancy.vacancy_id and vacancy_slice.slice = $slice
    join span on posting.opened_on >= span.first_day and posting.opened_on < span.next_day
    where posting.unreadable is null and coalesce(posting.not_new, '') <> 'back_fill'
),
asked as (
    select distinct skill_hit.posting_id, skill_hit.skill
    from skill_hit
    semi join unit using (posting_id)
    where skill_hit.requirement <> 'negated' and skill_hit.skill in (select skill from top)
),
size as (select count(*) as raw_n, count(distinct strict_id) as strict_n from unit),
counted as (
    select skill, count(*) as raw_k, count(distinct strict_id) as strict_k
    from asked
    join unit using (posting_id)
    group by skill
)
select
    top.skill,
    top.label,
    coalesce(raw_k, 0) / raw_n::double as raw,
    coalesce(strict_k, 0) / strict_n::double as strict,
    top.share,
    must.k / must.n::double as must,
    raw_n,
    strict_n,
    top.n,
    greatest(raw, strict, top.share) - least(raw, strict, top.share) as spread
from top
cross join size
left join counted using (skill)
left join must using (skill)
where raw_n > 0
order by top.k desc, top.skill
