-- Shares by window, population, skill and requirement. Only windows whose openings, skills or populations have changed
-- since the last build are counted again: a digest of each window's content tells.
-- month: openings new in the month, or (live) open on its 15th. quarter: new in the three months that end with it.
-- now: open at their source's last accepted crawl.
create or replace temp table share_opening as
select
    vacancy.vacancy_id,
    date_trunc('month', opened_on)::date as month,
    hash(coalesce(company_key, vacancy_id::varchar)) as employer,
    opened_on,
    last_seen::date as last_day,
    source,
    archive,
    not_new
from vacancy
cross join store.as_of
where unreadable is null and opened_on is not null and opened_on <= as_of.today;

create or replace temp table share_slice as
select slice, any_value(label) as label, row_number() over (order by slice)::usmallint as number
from vacancy_slice
group by slice;

create or replace temp table share_member as
select vacancy_slice.vacancy_id, share_slice.number as slice
from vacancy_slice
join share_slice using (slice)
semi join share_opening using (vacancy_id);

create or replace temp table share_skill as
select skill, row_number() over (order by skill)::usmallint as number from skill;

create or replace temp table share_asked as
select vacancy_id, share_skill.number as skill, requirement = 'must' as must, requirement = 'nice' as nice
from vacancy_skill
join share_skill using (skill)
semi join share_opening using (vacancy_id);

-- The openings of each window. Populations other than all have quarters only for the last complete one and the same a
-- year before: that is what a report shows.
create or replace temp table share_window as
with today as (select today from store.as_of),
latest as (
    select max(month) as month from share_opening, today where (month + interval 1 month)::date + 7 <= today.today
),
live_month as (
    select distinct month from share_opening where not archive
),
watched as (
    select source, min(observed_at)::date as since from crawl where verdict = 'accepted' and not archive group by source
),
new_opening as (select vacancy_id, month, employer from share_opening where not_new is null)
select 'month' as span, 'new' as basis, month as period, vacancy_id, employer, false as whole_only from new_opening
union all
select 'month', 'live', live_month.month, vacancy_id, employer, true
from share_opening
join watched using (source)
join live_month
    on share_opening.opened_on <= live_month.month + 14
    and share_opening.last_day >= live_month.month + 14
    and watched.since <= live_month.month + 14
where not archive
union all
select
    'quarter',
    'new',
    (new_opening.month + to_months(later.later::integer))::date as period,
    vacancy_id,
    employer,
    period not in (latest.month, (latest.month - interval 12 month)::date)
from new_opening
cross join generate_series(0, 2) as later(later)
cross join latest
where period <= latest.month
union all
select 'now', 'live', as_of.today, vacancy_id, employer, false
from share_opening
join (
    select source, max(observed_at)::date as heard_on from crawl where verdict = 'accepted' and not archive group by source
) as heard using (source)
cross join store.as_of
where not archive and share_opening.last_day >= heard.heard_on;

create or replace temp table share_digest as
with opening as (
    select vacancy_id, bit_xor(hash(skill, must, nice)) as asked from share_asked group by vacancy_id
),
member as (
    select vacancy_id, bit_xor(hash(share_slice.slice)) as slices
    from share_member
    join share_slice on share_slice.number = share_member.slice
    group by vacancy_id
)
select
    span,
    basis,
    period,
    hash(
        bit_xor(hash(vacancy_id, employer, whole_only, opening.asked, member.slices)),
        count(*),
        (select any_value(catalogue) from skill)
    ) as digest
from share_window
left join opening using (vacancy_id)
left join member using (vacancy_id)
group by span, basis, period;

create or replace temp table share_due as
select share_digest.*
from share_digest
left join store.share_window as known using (span, basis, period)
where known.digest is distinct from share_digest.digest;

delete from store.skill_share
where (span, basis, period) in (select (span, basis, period) from share_due)
    or (span, basis, period) not in (select (span, basis, period) from share_digest);

-- Openings of each cell: a window and a population in it. n_c: openings of the same employer in the cell.
create or replace temp table share_unit as
select
    dense_rank() over (order by span, basis, period, share_member.slice)::uinteger as cell,
    span,
    basis,
    period,
    share_member.slice,
    vacancy_id,
    employer,
    count(*) over (partition by span, basis, period, share_member.slice, employer)::uinteger as n_c
from share_window
join share_due using (span, basis, period)
join share_member using (vacancy_id)
join share_slice on share_slice.number = share_member.slice
where not whole_only or share_slice.slice = 'all';

create or replace temp table share_cell as
select
    cell,
    any_value(share_unit.span) as span,
    any_value(share_unit.basis) as basis,
    any_value(share_unit.period) as period,
    any_value(share_unit.slice) as slice,
    count(*) as n,
    sum(n_c)::bigint as nn,
    count(distinct employer) as employers
from share_unit
join share_slice on share_slice.number = share_unit.slice
group by cell
-- A share of fewer is withheld in any case; the series of all openings is kept whole.
having count(*) >= 100 or any_value(share_slice.slice) = 'all';

delete from share_unit where cell not in (select cell from share_cell);

insert into store.skill_share
with single as (
    -- Most employers have one opening in a cell: they need no grouping of their own.
    select
        cell,
        skill,
        count(*) as k_any, count(*) as kk_any, count(*) as kn_any, 1 as top_any,
        count(*) filter (where must) as k_must, k_must as kk_must, k_must as kn_must, 1 as top_must,
        count(*) filter (where nice) as k_nice, k_nice as kk_nice, k_nice as kn_nice, 1 as top_nice,
        count(*) as asking
    from share_unit
    join share_asked using (vacancy_id)
    where n_c = 1
    group by all
),
employer_asked as (
    select
        cell,
        skill,
        any_value(n_c) as n_c,
        count(*) as k_any,
        count(*) filter (where must) as k_must,
        count(*) filter (where nice) as k_nice
    from share_unit
    join share_asked using (vacancy_id)
    where n_c > 1
    group by cell, skill, employer
),
several as (
    select
        cell,
        skill,
        sum(k_any) as k_any, sum(k_any * k_any) as kk_any, sum(k_any * n_c) as kn_any, max(k_any) as top_any,
        sum(k_must) as k_must, sum(k_must * k_must) as kk_must, sum(k_must * n_c) as kn_must, max(k_must) as top_must,
        sum(k_nice) as k_nice, sum(k_nice * k_nice) as kk_nice, sum(k_nice * n_c) as kn_nice, max(k_nice) as top_nice,
        count(*) as asking
    from employer_asked
    group by cell, skill
),
wide as (
    select
        cell,
        skill,
        sum(k_any) as k_any, sum(kk_any) as kk_any, sum(kn_any) as kn_any, max(top_any) as top_any,
        sum(k_must) as k_must, sum(kk_must) as kk_must, sum(kn_must) as kn_must, max(top_must) as top_must,
        sum(k_nice) as k_nice, sum(kk_nice) as kk_nice, sum(kn_nice) as kn_nice, max(top_nice) as top_nice,
        sum(asking)::bigint as asking
    from (from single union all by name from several)
    group by cell, skill
),
long as (
    select cell, skill, 'any' as requirement, k_any as k, kk_any as kk, kn_any as kn, top_any as top, asking from wide
    union all
    select cell, skill, 'must', k_must, kk_must, kn_must, top_must, null from wide where k_must > 0
    union all
    select cell, skill, 'nice', k_nice, kk_nice, kn_nice, top_nice, null from wide where k_nice > 0
    union all
    -- A skill that the whole market knows and this month does not: its zero belongs into the series.
    select share_cell.cell, known.skill, 'any', 0, 0, 0, 0, 0
    from share_cell
    join share_slice on share_slice.number = share_cell.slice and share_slice.slice = 'all'
    cross join (select distinct skill from share_asked) as known
    anti join wide on wide.cell = share_cell.cell and wide.skill = known.skill
)
select
    share_cell.span,
    share_cell.basis,
    share_cell.period,
    share_slice.slice,
    share_skill.skill,
    long.requirement,
    long.k::bigint,
    share_cell.n,
    effective_size(long.k, share_cell.n, long.kk, long.kn, share_cell.nn, share_cell.employers) as n_effective,
    share_cell.employers,
    long.asking,
    long.top / nullif(long.k, 0)::double
from long
join share_cell using (cell)
join share_slice on share_slice.number = share_cell.slice
join share_skill on share_skill.number = long.skill;

drop table share_cell;

delete from store.share_window where (span, basis, period) not in (select (span, basis, period) from share_digest);

insert or replace into store.share_window select span, basis, period, digest from share_due;

drop table share_unit;
drop table share_due;
drop table share_digest;
drop table share_window;
drop table share_asked;
drop table share_skill;
drop table share_member;
drop table share_slice;
drop table share_opening;
