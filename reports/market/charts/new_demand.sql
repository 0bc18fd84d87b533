-- New adverts by month, for each thirty days, over the sources heard in every month drawn; the variance is that of
-- adverts that come in clusters, one for each employer and month (compound Poisson: the sum of squared cluster sizes).
with heard as (select source, month from source_month where heard),
calendar as (
    select month
    from skill_share_month
    where basis = 'new' and slice = 'all' and requirement = 'any'
    group by month
    having bool_and(complete)
),
last as (select max(month) as month from calendar),
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
        join last on heard.month between (last.month - interval 23 month)::date and last.month
        group by heard.month
    )
    where n >= (select sum(n) from weight) / 2
),
drawn as (select calendar.month from calendar cross join first where calendar.month >= first.month),
member as (select source from heard where month = (select month from first)),
silence as (
    select member.source, drawn.month
    from member
    cross join drawn
    anti join heard on heard.source = member.source and heard.month = drawn.month
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
        coalesce(company_key, vacancy.vacancy_id::varchar) as employer,
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
by_employer as (
    select month, employer, count(*) as n from opening where not has_hole group by month, employer
),
counted as (
    select month, sum(n)::bigint as n, sum(n * n)::double as variance, count(*) as employers from by_employer group by month
)
select
    drawn.month,
    coalesce(counted.n, 0) as n,
    coalesce(counted.employers, 0) as employers,
    30 / day(last_day(drawn.month))::double as per_thirty,
    n * per_thirty as demand,
    greatest(0, demand - 1.959964 * sqrt(coalesce(variance, 0)) * per_thirty) as low,
    demand + 1.959964 * sqrt(coalesce(variance, 0)) * per_thirty as high,
    coalesce(variance, 0) as variance,
    (select count(*) from member where source not in (select source from silence)) as sources,
    coalesce(silent.sources, 0) as silent_sources,
    coalesce(silent.names, '') as silent_names,
    coalesce(silent.wholly, false) as silent_wholly,
    coalesce((select count(*) filter (where has_hole) / nullif(count(*), 0)::double from opening), 0) as silent_part
from drawn
left join counted using (month)
left join silent using (month)
order by drawn.month
