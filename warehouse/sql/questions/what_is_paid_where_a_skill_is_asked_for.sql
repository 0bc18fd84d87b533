-- What is advertised as pay where a skill is asked for?
-- It says nothing about what the skill is worth: roles, levels and places that ask for it differ. At least 30 openings of
-- 10 employers; in the currency stated.
-- $skill = python: the skill's id
select currency, n, employers, openings, disclosure, lower_quarter, middle, upper_quarter
from skill_pay
where skill = $skill
order by n desc, currency
