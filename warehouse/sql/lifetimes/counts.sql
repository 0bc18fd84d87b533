-- Openings of one population that share all three ages.
select entry::bigint as entry, after::bigint as after, gone::bigint as gone, count(*) as n
from lifetime_unit
where slice = $slice
group by all
order by all;
