-- Is a population the affair of a few employers?
-- New openings of the last three closed months. Where few employers have most openings, a share speaks of them and not
-- of a market; n_effective in the share tables takes that into account.
select slice, n, employers, employers_effective, largest_part, ten_largest_part
from employer_concentration
order by n desc, slice
