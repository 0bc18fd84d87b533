-- Which words stand where skills stand, and are in no catalogue yet?
-- In the new openings of the last three closed months, named by five employers or more after words such as "experience
-- with". Found by position in English sentences: some are products, places or habits and no skills. For a person to look
-- through; nothing here is counted anywhere else.
-- $slice = all: population
select label, employers, k as openings, quote
from emerging_term
where slice = $slice
order by employers desc, k desc, label
