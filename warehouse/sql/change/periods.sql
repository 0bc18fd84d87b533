-- The last three closed months with new openings, and the same three a year before; no row while there are none.
with closed as (
    select distinct month
    from skill_share_month
    where basis = 'new' and slice = 'all' and requirement = 'any' and complete
    order by month desc
    limit 3
)
select min(month) as later_first, max(month) as later_last
from closed
having count(*) = 3 and max(month) = min(month) + interval 2 month;
