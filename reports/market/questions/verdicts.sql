-- One row: how many skills there was anything to say about, and of how many there were too few adverts.
select
    count(*) as skills,
    count(*) filter (where verdict = 'too few to say') as too_few
from skill_change
where slice = $slice
    and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
