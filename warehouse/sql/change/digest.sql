-- What a comparison rests on: the content of its months, and which crawls of them were believed.
with month as (
    select unnest(generate_series($later_first::date, $later_last::date, interval 1 month))::date as month
    union all
    select unnest(generate_series($earlier_first::date, $earlier_last::date, interval 1 month))::date
)
select hash(
    (
        select string_agg(period || ' ' || digest, ',' order by period)
        from store.share_window
        where span = 'month' and basis = 'new' and period in (select month from month)
    ),
    (
        select bit_xor(hash(source, observed_at, verdict))
        from crawl
        where date_trunc('month', observed_at)::date in (select month from month)
    ),
    $rules
)::varchar;
