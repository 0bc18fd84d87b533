-- Phrases that stand where skills stand ("experience with …") and that the catalogue does not know, named by five
-- employers or more: for a person to look through.
select label, k, employers, quote
from emerging_term
where slice = $slice
order by employers desc, k desc, label
limit 20
