-- How often each source states a field, over all of its postings; the eleven largest sources, and all together first.
with stated as (
    select
        coalesce(posting.source, '') as source,
        coalesce(unreadable, '') not in ('short', 'no_text', 'empty') and coalesce(text, '') <> '' as has_text,
        posted_on is not null as has_date,
        coalesce(location_raw, '') <> '' as has_place,
        coalesce(company, '') <> '' as has_company,
        remote <> 'unknown' as has_remote,
        employment_type <> 'unknown' as has_type
    from posting
    join posting_vacancy using (posting_id)
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = posting_vacancy.vacancy_id and vacancy_slice.slice = $slice
),
counted as (
    select
        case when grouping(source) = 1 then 'all sources' else source end as label,
        grouping(source) as together,
        count(*) as n,
        avg(has_text::integer) as with_text,
        avg(has_date::integer) as with_date,
        avg(has_place::integer) as with_place,
        avg(has_company::integer) as with_company,
        avg(has_remote::integer) as with_remote,
        avg(has_type::integer) as with_type
    from stated
    group by grouping sets ((source), ())
)
select *
from counted
where n > 0
order by together desc, n desc, label
limit 12
