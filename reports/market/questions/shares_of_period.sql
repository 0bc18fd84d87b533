-- What the copy says now of the quarter that an earlier report was about.
select skill, label, k, n, share
from skill_share_quarter
where slice = $slice and requirement = 'any' and basis = 'new' and period = $period and enough
order by skill
