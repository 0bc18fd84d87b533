-- The closed months with new openings, newest first: what every figure over "the last twelve months" means.
create or replace view closed_month as
select month, row_number() over (order by month desc) as back
from (
    select period as month
    from store.share_cell
    cross join store.as_of
    where span = 'month' and basis = 'new' and slice = 'all' and as_of.today >= (period + interval 1 month)::date + 7
);

comment on view closed_month is 'One row per closed month (seven days past its end) with new openings.';
comment on column closed_month.month is 'First day of the month.';
comment on column closed_month.back is 'How far back: 1 is the newest.';
