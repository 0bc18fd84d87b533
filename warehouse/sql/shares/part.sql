-- The openings of the due windows of one part, numbered in the order of their employers.
create or replace temp table share_member as
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

create or replace temp table share_part as
select
    vacancy_id,
    (row_number() over (order by employer, vacancy_id) - 1)::integer as opening,
    (dense_rank() over (order by employer) - 1)::integer as employer,
    whole_only
from (select vacancy_id, any_value(employer) as employer, bool_and(whole_only) as whole_only from share_member group by vacancy_id);

-- What was counted in these windows before.
delete from store.share_count
where cell in (
    select cell from store.share_cell join share_due using (span, basis, period) where part = $part
);

delete from store.share_cell
where (span, basis, period) in (select (span, basis, period) from share_due where part = $part);
