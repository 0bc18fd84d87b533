-- Counts behind skill_change: the last three complete months against the same three a year before, over the
-- sources that were watched in every one of the six months.
with recent as (
    select distinct month from skill_share_month where basis = 'new' and complete order by month desc limit 3
),
period as (
    select month, 1 as later from recent
    union all
    select (month - interval 12 month)::date, 0 from recent
),
heard as (
    select source, date_trunc('month', observed_at)::date as month from crawl where verdict = 'accepted' and not archive
    union
    select source, date_trunc('month', opened_on)::date from vacancy where archive and opened_on is not null
),
panel as (
    select source
    from heard
    join period using (month)
    group by source
    having count(distinct month) = 6
),
unit as (
    select vacancy.vacancy_id, period.later
    from vacancy
    join period on period.month = date_trunc('month', vacancy.opened_on)
    where vacancy.unreadable is null and vacancy.not_new is null and vacancy.source in (select source from panel)
),
size as (
    select count(*) filter (where later = 1) as n1, count(*) filter (where later = 0) as n0 from unit
),
asked as (
    select
        vacancy_skill.skill,
        count(*) filter (where unit.later = 1) as k1,
        count(*) filter (where unit.later = 0) as k0
    from unit
    join vacancy_skill using (vacancy_id)
    group by vacancy_skill.skill
)
select
    'all' as slice,
    skill.skill,
    skill.label,
    skill.type,
    (select strftime(min(month), '%Y-%m') || ' to ' || strftime(max(month), '%Y-%m') from period where later = 1) as period,
    (select strftime(min(month), '%Y-%m') || ' to ' || strftime(max(month), '%Y-%m') from period where later = 0) as earlier_period,
    asked.k1,
    size.n1,
    asked.k0,
    size.n0
from asked
cross join size
join skill using (skill)
order by skill.skill;
