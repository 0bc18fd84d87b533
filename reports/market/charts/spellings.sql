-- How employers write the most asked skills that have more than one spelling in use: the part of the adverts naming a
-- skill that write it so. Letters' case is folded; the form written most stands for it.
with span as (
    select (month - interval 2 month)::date as first_day, (month + interval 1 month)::date as next_day
    from skill_share_now
    where slice = 'all' and requirement = 'any' and basis = 'new'
    limit 1
),
opening as (
    select vacancy.vacancy_id
    from vacancy
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    join span on vacancy.opened_on >= span.first_day and vacancy.opened_on < span.next_day
    where vacancy.unreadable is null and vacancy.not_new is null
),
hit as (
    select skill_hit.posting_id, skill_hit.skill, lower(surface) as folded, min(surface) as surface
    from skill_hit
    semi join opening on opening.vacancy_id = skill_hit.posting_id
    join skill using (skill)
    where skill_hit.requirement <> 'negated'
        and skill.type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
    group by all
),
naming as (select skill, count(distinct posting_id) as n from hit group by skill having n >= 100),
spelling as (
    select skill, folded, mode(surface order by surface) as surface, count(*) as k from hit group by skill, folded
),
varied as (
    select spelling.skill, naming.n
    from spelling
    join naming using (skill)
    where spelling.k >= 10 and spelling.k / naming.n::double >= 0.05
    group by spelling.skill, naming.n
    having count(*) >= 2
    order by naming.n desc, spelling.skill
    limit 10
)
select
    spelling.skill,
    skill.label,
    spelling.surface,
    spelling.k,
    varied.n,
    spelling.k / varied.n::double as share,
    row_number() over (partition by spelling.skill order by spelling.k desc, spelling.folded) as place
from spelling
join varied using (skill)
join skill using (skill)
qualify place <= 5 and spelling.k >= 5
order by varied.n desc, spelling.skill, place
