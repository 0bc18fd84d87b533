-- Pay as advertised, for a year and in the currency stated, over the last twelve closed months: by role and level, or an
-- edition's own population beside all. The currency stated most comes first; nothing is converted.
with name as (select slice, min(label) as label from vacancy_slice group by slice)
select
    population_pay.slice,
    case
        when population_pay.slice = 'all' then 'all openings'
        when population_pay.slice like 'level:%' then name.label || ' level'
        else name.label
    end as label,
    population_pay.currency,
    population_pay.n as k,
    population_pay.openings as n,
    population_pay.employers,
    population_pay.disclosure as disclosed,
    population_pay.enough,
    population_pay.lower_quarter::bigint as low,
    population_pay.middle::bigint as middle,
    population_pay.upper_quarter::bigint as high
from population_pay
join name using (slice)
where population_pay.slice in ('all', $slice)
    or $slice = 'all' and (population_pay.slice like 'role:%' or population_pay.slice like 'level:%')
order by
    sum(case when population_pay.slice = $slice then population_pay.n end)
        over (partition by population_pay.currency) desc nulls last,
    population_pay.currency,
    population_pay.enough desc,
    population_pay.slice = 'all' desc,
    split_part(population_pay.slice, ':', 1),
    population_pay.middle desc,
    population_pay.slice
