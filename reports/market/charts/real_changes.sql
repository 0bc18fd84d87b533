-- Every tested skill with its verdict, the clearest changes first: ranked by the end of the interval that lies
-- nearest to no change, so that a small sample does not lead the list by luck. largest_part is the part of one
-- employer among the adverts that name the skill, in the period where it is larger.
with tested as (
    select *
    from skill_change
    where slice = 'all'
        and verdict <> 'too few to say'
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
),
period as (
    select distinct unnest([period, earlier_period]) as period from tested
),
asked as (
    select period.period, vacancy_skill.skill, vacancy.company_key, count(*) as k
    from period
    join vacancy
        on strftime(vacancy.opened_on, '%Y-%m') between split_part(period.period, ' to ', 1)
        and split_part(period.period, ' to ', 2)
    join vacancy_skill using (vacancy_id)
    where vacancy.unreadable is null
        and vacancy.not_new is null
        and vacancy_skill.skill in (select skill from tested)
    group by all
),
concentration as (
    select period, skill, max(k) filter (where company_key is not null) / sum(k)::double as part
    from asked
    group by period, skill
),
largest as (select skill, max(part) as part from concentration group by skill)
select
    tested.skill,
    tested.label,
    tested.verdict,
    tested.k1,
    tested.n1,
    tested.k0,
    tested.n0,
    tested.share1 as share,
    tested.share0 as earlier_share,
    tested.difference,
    tested.low,
    tested.high,
    tested.q_value,
    tested.period,
    tested.earlier_period,
    coalesce(largest.part, 0) as largest_part
from tested
left join largest using (skill)
order by
    case tested.verdict when 'rising' then tested.low when 'falling' then -tested.high else -1 end desc,
    share desc,
    tested.skill
