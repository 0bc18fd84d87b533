-- The openings by source, employer and period.
select source, employer, later, 1 as n
from change_unit
order by unit;
