-- Every tested skill with its verdict, the clearest changes first: ranked by the end of the interval that lies
-- nearest to no change, so that a small sample does not lead the list by luck.
select
    skill,
    label,
    verdict,
    k1 / nullif(n1, 0)::double as share,
    k0 / nullif(n0, 0)::double as earlier_share,
    difference,
    low,
    high,
    n1,
    n0,
    period,
    earlier_period
from skill_change
where slice = 'all'
    and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
order by case verdict when 'rising' then low when 'falling' then -high else -1 end desc, share desc, skill
