-- Which windows are to be counted again: those whose openings, skills or populations have changed since the last build.
-- A digest of each window's content tells. Counting itself goes window by window (sql/shares), to bound memory.
-- month: openings new in the month, or (live) open on its 15th. quarter: new in the three months that end with it.
-- now: open at their source's last accepted crawl.
create or replace temp table share_opening as
with watched as (
    select source, min(observed_at)::date as since, max(observed_at)::date as heard_on
    from crawl
    where verdict = 'accepted' and not archive
    group by source
)
select
    vacancy.vacancy_id,
    date_trunc('month', opened_on)::date as month,
    hash(coalesce(company_key, vacancy.vacancy_id::varchar)) as employer,
    opened_on,
    if(archive, null, last_seen::date) as last_day,
    not_new is null as is_new,
    not archive and last_seen::date >= watched.heard_on as is_open,
    if(archive, null, watched.since) as watched_since,
    hash(
        vacancy.vacancy_id, coalesce(company_key, ''), known.asked, remote, vacancy.role, role.label, level, country, region,
        panel.source is not null
    ) as content
from vacancy
cross join store.as_of
left join store.asked_opening as known using (vacancy_id)
left join role using (role)
left join watched on watched.source = vacancy.source
left join store.panel_source as panel on panel.source = vacancy.source
where unreadable is null and opened_on is not null and opened_on <= as_of.today;

create or replace temp table live_opening as
select month.month, vacancy_id, employer, content
from share_opening
join (select distinct month from share_opening where last_day is not null) as month
    on opened_on <= month.month + 14 and last_day >= month.month + 14 and watched_since <= month.month + 14;

-- Populations other than all have quarters only for the last complete one and the same a year before: that is what a
-- report shows.
create or replace temp table share_digest as
with catalogue as (select any_value(catalogue) as catalogue from skill),
new_month as (
    select month, bit_xor(content) as digest, count(*) as openings from share_opening where is_new group by month
),
latest as (
    select max(share_opening.month) as month
    from share_opening
    cross join store.as_of
    where (share_opening.month + interval 1 month)::date + 7 <= as_of.today
),
window_of as (
    select 'month' as span, 'new' as basis, month as period, false as whole_only, digest, openings from new_month
    union all
    select 'month', 'live', month, true, bit_xor(content), count(*) from live_opening group by month
    union all
    select
        'quarter',
        'new',
        (new_month.month + to_months(later.later::integer))::date as period,
        any_value(period not in (latest.month, (latest.month - interval 12 month)::date)),
        bit_xor(digest),
        sum(openings)
    from new_month
    cross join generate_series(0, 2) as later(later)
    cross join latest
    where period <= latest.month
    group by period
    union all
    select 'now', 'live', today, false, bit_xor(content), count(*)
    from share_opening
    cross join store.as_of
    where is_open
    group by today
)
select span, basis, period, whole_only, openings, hash(digest, openings, whole_only, catalogue) as digest
from window_of
cross join catalogue;

delete from store.share_count
where cell in (
    select cell from store.share_cell where (span, basis, period) not in (select (span, basis, period) from share_digest)
);

delete from store.share_cell where (span, basis, period) not in (select (span, basis, period) from share_digest);

delete from store.share_window where (span, basis, period) not in (select (span, basis, period) from share_digest);

-- Windows are counted in parts of about as many openings, those of neighbouring months together: they share openings.
create or replace temp table share_due as
select
    share_digest.*,
    row_number() over (order by period, span, basis)::uinteger as number,
    (sum(openings) over (order by period, span, basis) // 4000000)::integer as part
from share_digest
left join store.share_window as known using (span, basis, period)
where known.digest is distinct from share_digest.digest;

-- Of each kind of population, role or country, an opening belongs to one at most.
create or replace temp table share_slice as
select
    slice,
    row_number() over (order by slice)::integer as number,
    dense_rank() over (order by split_part(slice, ':', 1))::integer as kind
from (select distinct slice from vacancy_slice);

drop table share_digest;
