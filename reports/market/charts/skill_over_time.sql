-- One skill by month, up to three years back, over the sources that were heard in every month drawn: a source
-- that joins or falls silent on the way would move the line without any change in demand. Adverts of one employer are
-- alike and count for less in the intervals, as everywhere.
with heard as (select source, month from source_month where heard),
calendar as (
    select month, bool_and(complete) as complete
    from skill_share_month
    where basis = 'new' and slice = 'all' and requirement = 'any'
    group by month
),
last as (select max(month) as month from calendar where complete),
-- As far back as sources with half of the last month's adverts go: a single old one would leave the others out.
weight as (
    select vacancy.source, count(*) as n
    from vacancy
    join last on date_trunc('month', vacancy.opened_on) = last.month
    where vacancy.unreadable is null
        and vacancy.not_new is null
        and vacancy.source in (select source from heard where month = last.month)
    group by vacancy.source
),
first as (
    select min(month) as month
    from (
        select heard.month, sum(weight.n) as n
        from heard
        join weight using (source)
        join last on heard.month between (last.month - interval 35 month)::date and last.month
        group by heard.month
    )
    where n >= (select sum(n) from weight) / 2
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
        array_to_string(list_slice(list(source order by source), 1, 3), ', ') as names,
        bool_and(coalesce(source_month.crawl_days, 0) = 0) as wholly
    from silence
    left join source_month using (source, month)
    group by month
),
opening as (
    select
        vacancy_id,
        source,
        coalesce(company_key, vacancy_id::varchar) as employer,
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
by_employer as (
    select opening.month, opening.employer, count(*) as n, count(asking.vacancy_id) as k
    from opening
    left join asking on asking.vacancy_id = opening.vacancy_id
    where not opening.has_hole
    group by opening.month, opening.employer
),
summed as (
    select
        month,
        sum(n)::bigint as n,
        sum(k)::bigint as k,
        effective_size(sum(k), sum(n), sum(k * k), sum(k * n), sum(n * n), count(*)) as n_effective,
        max(k) / nullif(sum(k), 0)::double as largest_part
    from by_employer
    group by month
),
counted as (
    select
        drawn.month,
        drawn.complete,
        coalesce(summed.n, 0) as n,
        coalesce(summed.k, 0) as k,
        coalesce(summed.n_effective, 0) as n_effective,
        share_withheld(coalesce(summed.k, 0), coalesce(summed.n_effective, 0), coalesce(largest_part, 0)) as withheld
    from drawn
    left join summed using (month)
)
select
    counted.month,
    skill.skill,
    skill.label,
    counted.k,
    counted.n,
    counted.n_effective,
    counted.withheld,
    counted.withheld is null as enough,
    case when enough then counted.k / counted.n::double end as share,
    case when enough then wilson_low(share * counted.n_effective, counted.n_effective) end as low,
    case when enough then wilson_high(share * counted.n_effective, counted.n_effective) end as high,
    counted.complete,
    (select count(*) from member where source not in (select source from silence)) as sources,
    (select count(distinct employer) from opening where not has_hole) as employers,
    (
        select count(distinct source)
        from heard
        where month = (select month from last) and source not in (select source from member)
    ) as joined_later,
    coalesce(silent.sources, 0) as silent_sources,
    coalesce(silent.names, '') as silent_names,
    coalesce(silent.wholly, false) as silent_wholly,
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
