-- Every tested skill with its verdict, the clearest changes first: ranked by the end of the interval that lies
-- nearest to no change, so that a small sample does not lead the list by luck.
with tested as (
    select *
    from skill_change
    where slice = $slice
        and verdict <> 'too few to say'
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
)
select
    tested.skill,
    tested.label,
    tested.verdict,
    tested.k1,
    tested.n1,
    tested.k0,
    tested.n0,
    tested.share1 as share,
    tested.share0 as earlier_share,
    tested.difference,
    tested.low,
    tested.high,
    tested.q_value,
    tested.period,
    tested.earlier_period,
    tested.employers,
    coalesce(tested.largest_part, 0) as largest_part
from tested
order by
    case tested.verdict when 'rising' then tested.low when 'falling' then -tested.high else -1 end desc,
    share desc,
    tested.skill
