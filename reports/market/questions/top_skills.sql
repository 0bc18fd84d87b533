-- The five skills asked most now.
select skill, label, share
from skill_share_now
where slice = 'all' and enough
    and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
order by share desc, skill
limit 5
