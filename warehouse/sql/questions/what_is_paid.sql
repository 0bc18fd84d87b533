-- What do openings of a population advertise as pay for a year?
-- As stated, in the currency stated, never converted; the middle of the range. Who states pay at all is a choice of the
-- employer and often of the law: see the disclosure. Openings of the last twelve closed months.
-- $slice = all: population, such as role:nurse or country:DE
select currency, n, employers, disclosure, lower_quarter, middle, upper_quarter
from population_pay
where slice = $slice and enough
order by n desc, currency
