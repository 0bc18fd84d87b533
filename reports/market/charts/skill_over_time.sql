-- One skill by month, up to three years back, over the sources that were heard in every month drawn: a source
-- that joins or falls silent on the way would move the line without any change in demand.
with heard as (
    select distinct source, date_trunc('month', observed_at)::date as month
    from crawl
    where verdict = 'accepted' and not archive
    union
    select distinct source, date_trunc('month', opened_on)::date from vacancy where archive and opened_on is not null
),
calendar as (
    select month, bool_and(complete) as complete
    from skill_share_month
    where basis = 'new' and slice = 'all' and requirement = 'any'
    group by month
),
last as (select max(month) as month from calendar where complete),
first as (
    select greatest((last.month - interval 35 month)::date, min(heard.month)) as month
    from heard
    cross join last
    where heard.source in (select source from heard where month = (select month from last))
    group by last.month
),
drawn as (
    select calendar.month, calendar.complete from calendar cross join first where calendar.month >= first.month
),
member as (select source from heard where month = (select month from first)),
silence as (
    select member.source, drawn.month
    from member
    cross join drawn
    anti join heard on heard.source = member.source and heard.month = drawn.month
    where drawn.complete
),
silent as (
    select
        month,
        count(*) as sources,
        array_to_string(list_slice(list(source order by source), 1, 3), ', ') as names
    from silence
    group by month
),
opening as (
    select
        vacancy_id,
        source,
        company_key,
        date_trunc('month', opened_on)::date as month,
        source in (select source from silence) as has_hole
    from vacancy
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    where unreadable is null
        and not_new is null
        and source in (select source from member)
        and date_trunc('month', opened_on) in (select month from drawn)
),
asking as (select vacancy_id from vacancy_skill where skill = $skill),
counted as (
    select
        drawn.month,
        drawn.complete,
        count(opening.vacancy_id) as n,
        count(asking.vacancy_id) as k
    from drawn
    left join opening on opening.month = drawn.month and not opening.has_hole
    left join asking on asking.vacancy_id = opening.vacancy_id
    group by drawn.month, drawn.complete
)
select
    counted.month,
    skill.skill,
    skill.label,
    counted.k,
    counted.n,
    counted.n >= 100 and counted.k >= 10 as enough,
    case when enough then counted.k / counted.n::double end as share,
    case when enough then wilson_low(counted.k, counted.n) end as low,
    case when enough then wilson_high(counted.k, counted.n) end as high,
    counted.complete,
    (select count(*) from member where source not in (select source from silence)) as sources,
    (select count(distinct company_key) from opening where not has_hole) as employers,
    (
        select count(distinct source)
        from heard
        where month = (select month from last) and source not in (select source from member)
    ) as joined_later,
    coalesce(silent.sources, 0) as silent_sources,
    coalesce(silent.names, '') as silent_names,
    coalesce((select count(*) filter (where has_hole) / nullif(count(*), 0)::double from opening), 0) as silent_part,
    coalesce(change.verdict, 'not tested') as verdict,
    change.share1 as share_now,
    change.share0 as share_before,
    change.period,
    change.earlier_period
from counted
cross join (select skill, label from skill where skill = $skill) as skill
left join skill_change as change on change.skill = skill.skill and change.slice = $slice
left join silent on silent.month = counted.month
order by counted.month
