-- Counts the due windows of one part. A cell is a window and a population in it; n_c are its openings of one employer.
create or replace temp table share_window as
select due.number as due, vacancy_id, employer, whole_only
from share_opening
join share_due as due on due.span = 'month' and due.basis = 'new' and due.period = share_opening.month
where part = $part and is_new
union all
select due.number, vacancy_id, employer, whole_only
from live_opening
join share_due as due on due.span = 'month' and due.basis = 'live' and due.period = live_opening.month
where part = $part
union all
select due.number, vacancy_id, employer, whole_only
from share_opening
cross join generate_series(0, 2) as later(later)
join share_due as due
    on due.span = 'quarter' and due.period = (share_opening.month + to_months(later.later::integer))::date
where part = $part and is_new
union all
select due.number, vacancy_id, employer, whole_only
from share_opening
join share_due as due on due.span = 'now'
where part = $part and is_open;

create or replace temp table share_unit as
with member as materialized (
    select vacancy_slice.vacancy_id, share_slice.number, vacancy_slice.slice = 'all' as is_whole
    from vacancy_slice
    join share_slice using (slice)
    where vacancy_id in (select vacancy_id from share_window)
)
select (share_window.due * 65536 + member.number)::uinteger as cell, vacancy_id, employer
from share_window
join member using (vacancy_id)
where is_whole or not whole_only;

create or replace temp table share_cluster as
select cell, employer, count(*)::uinteger as n_c, (row_number() over ())::uinteger as cluster
from share_unit
group by cell, employer;

create or replace temp table share_cell as
select
    cell,
    sum(n_c)::bigint as n,
    sum(n_c * n_c::bigint)::bigint as nn,
    count(*) as employers,
    any_value(share_due.span) as span,
    any_value(share_due.basis) as basis,
    any_value(share_due.period) as period,
    any_value(share_slice.slice) as slice
from share_cluster
join share_due on share_due.number = cell // 65536
join share_slice on share_slice.number = cell % 65536
group by cell
-- A share of fewer is withheld in any case; the series of all openings is kept whole.
having n >= 100 or any_value(share_slice.slice) = 'all';

-- Of each cell and skill: k openings that ask for it; over the employers, kk the squares of their k and kn the products of
-- their k and n, added up; top the largest k. Exact in double: they are whole numbers below 2^53. Most employers have one
-- opening in a cell and need no grouping of their own.
create or replace temp table share_count as
with single as (
    select cell, vacancy_id
    from share_unit
    join share_cluster using (cell, employer)
    where n_c = 1 and cell in (select cell from share_cell)
)
select
    cell,
    asked.skill,
    count(*)::double as k_any, k_any as kk_any, k_any as kn_any, 1::uinteger as top_any,
    (count(*) filter (where requirement = 1))::double as k_must, k_must as kk_must, k_must as kn_must, top_any as top_must,
    (count(*) filter (where requirement = 2))::double as k_nice, k_nice as kk_nice, k_nice as kn_nice, top_any as top_nice,
    count(*) as asking
from single
join store.asked as asked using (vacancy_id)
group by cell, asked.skill;

insert into share_count
with several as (
    select cluster, vacancy_id
    from share_unit
    join share_cluster using (cell, employer)
    where n_c > 1 and cell in (select cell from share_cell)
),
employer_asked as (
    select
        cluster,
        asked.skill,
        count(*)::uinteger as k_any,
        (count(*) filter (where requirement = 1))::uinteger as k_must,
        (count(*) filter (where requirement = 2))::uinteger as k_nice
    from several
    join store.asked as asked using (vacancy_id)
    group by cluster, asked.skill
)
select
    cell,
    skill,
    sum(k_any::double), sum(k_any::double * k_any), sum(k_any::double * n_c), max(k_any),
    sum(k_must::double), sum(k_must::double * k_must), sum(k_must::double * n_c), max(k_must),
    sum(k_nice::double), sum(k_nice::double * k_nice), sum(k_nice::double * n_c), max(k_nice),
    count(*)
from employer_asked
join share_cluster using (cluster)
group by cell, skill;

delete from store.skill_share
where (span, basis, period) in (select (span, basis, period) from share_due where part = $part);

insert into store.skill_share
with wide as (
    select
        cell,
        skill,
        sum(k_any) as k_any, sum(kk_any) as kk_any, sum(kn_any) as kn_any, max(top_any) as top_any,
        sum(k_must) as k_must, sum(kk_must) as kk_must, sum(kn_must) as kn_must, max(top_must) as top_must,
        sum(k_nice) as k_nice, sum(kk_nice) as kk_nice, sum(kn_nice) as kn_nice, max(top_nice) as top_nice,
        sum(asking)::bigint as asking
    from share_count
    group by cell, skill
),
long as (
    select cell, skill, 'any' as requirement, k_any as k, kk_any as kk, kn_any as kn, top_any as top, asking from wide
    union all
    select cell, skill, 'must', k_must, kk_must, kn_must, top_must, null from wide where k_must > 0
    union all
    select cell, skill, 'nice', k_nice, kk_nice, kn_nice, top_nice, null from wide where k_nice > 0
)
select
    share_cell.span,
    share_cell.basis,
    share_cell.period,
    share_cell.slice,
    skill.skill,
    long.requirement,
    long.k::bigint,
    share_cell.n,
    effective_size(long.k, share_cell.n, long.kk, long.kn, share_cell.nn, share_cell.employers) as n_effective,
    share_cell.employers,
    long.asking,
    long.top / nullif(long.k, 0)::double
from long
join share_cell using (cell)
join store.skill_number on skill_number.number = long.skill
join skill on skill.skill = skill_number.skill;

insert or replace into store.share_window
select span, basis, period, digest, n, nn, employers
from share_due
left join share_cell using (span, basis, period)
where part = $part and coalesce(slice, 'all') = 'all';
