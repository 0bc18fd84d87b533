-- Pay as advertised, for a year and in the currency stated: quartiles of the middle of each advert's range, by role, or
-- within a role by level. An advert counts once, with the first pay it states; nothing is converted.
with span as (
    select (month - interval 2 month)::date as first_day, (month + interval 1 month)::date as next_day
    from skill_share_now
    where slice = 'all' and requirement = 'any' and basis = 'new'
    limit 1
),
opening as (
    select
        vacancy.vacancy_id,
        coalesce(company_key, vacancy.vacancy_id::varchar) as employer,
        kind.slice as group_slice,
        kind.label
    from vacancy
    join vacancy_slice as kind
        on kind.vacancy_id = vacancy.vacancy_id
        and kind.slice like case when starts_with($slice, 'role:') then 'level:%' else 'role:%' end
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    join span on vacancy.opened_on >= span.first_day and vacancy.opened_on < span.next_day
    where vacancy.unreadable is null and vacancy.not_new is null
),
paid as (
    select
        posting_id as vacancy_id,
        first(currency order by pay_number) as currency,
        first(coalesce((annual_low + annual_high) / 2, annual_low, annual_high) order by pay_number) as middle
    from pay
    where coalesce(annual_low, annual_high) > 0 and not coalesce(list_contains(flags, 'implausible'), false)
    group by posting_id
),
size as (select group_slice, label, count(*) as n from opening group by all)
select
    opening.group_slice,
    size.label,
    paid.currency,
    count(*) as k,
    size.n,
    count(distinct employer) as employers,
    k / size.n::double as disclosed,
    k >= 30 and employers >= 10 as enough,
    case when enough then quantile_cont(middle, 0.25)::bigint end as low,
    case when enough then quantile_cont(middle, 0.5)::bigint end as middle,
    case when enough then quantile_cont(middle, 0.75)::bigint end as high
from opening
join size using (group_slice)
join paid using (vacancy_id)
where paid.currency is not null
group by opening.group_slice, size.label, paid.currency, size.n
order by sum(count(*)) over (partition by paid.currency) desc, paid.currency, enough desc, middle desc, size.label
