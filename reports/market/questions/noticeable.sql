-- The smallest change of a share that samples of this size show with 80 % power at the 5 % level (normal
-- approximation, both periods at the share, the sizes divided by the median design effect of employers): what "no clear change" leaves open.
with size as (
    select max(n1) as n1, max(n0) as n0, coalesce(quantile_disc(design_effect, 0.5), 1) as effect
    from skill_change where slice = $slice having max(n1) > 0 and max(n0) > 0
)
select
    asked.share,
    size.n1,
    size.n0,
    2.8015852 * sqrt(asked.share * (1 - asked.share) * (1 / size.n1::double + 1 / size.n0::double) * size.effect) as change,
    change / asked.share as part
from (values (0.05::double), (0.1::double), (0.2::double), (0.4::double)) as asked (share)
cross join size
order by asked.share
