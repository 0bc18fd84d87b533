-- One row: the openings behind skill_share_now, with their employers, sources and days.
with now as (
    select
        basis,
        period,
        max(n) as adverts,
        try_cast(split_part(period, ' to ', 1) || '-01' as date) as first_month,
        try_cast(split_part(period, ' to ', 2) || '-01' as date) as last_month
    from skill_share_now
    where slice = $slice and requirement = 'any'
    group by basis, period
),
latest as (
    select source, max(observed_at) as heard_at from crawl where verdict = 'accepted' and not archive group by source
),
counted as (
    select vacancy.company_key, vacancy.source, vacancy.opened_on, latest.heard_at::date as heard_on
    from vacancy
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    cross join now
    left join latest using (source)
    where vacancy.unreadable is null
        and case now.basis
            when 'new' then vacancy.not_new is null
                and date_trunc('month', vacancy.opened_on) between now.first_month and now.last_month
            else not vacancy.archive and vacancy.last_seen >= latest.heard_at
        end
)
select
    (select basis from now) as basis,
    coalesce((select adverts from now), 0) as adverts,
    count(*) as openings,
    count(distinct company_key) as employers,
    count(distinct source) as sources,
    case when (select basis from now) = 'new' then min(opened_on) else min(heard_on) end as first_day,
    case when (select basis from now) = 'new' then max(opened_on) else max(heard_on) end as last_day
from counted
