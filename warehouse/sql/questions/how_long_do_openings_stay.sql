-- How long do openings stay advertised, by population?
-- From the day they were advertised to the day they were gone, for crawled boards only; those still up count for as long
-- as they were seen. Closed does not mean filled. Null: not reached yet.
select slice, n, closed, median_days, median_low, median_high, open_after_30, open_after_90
from vacancy_lifetime
order by n desc, slice
