-- How far off can a share be, with the mistakes of reading taken in?
-- Beside each share: the same corrected for the precision and recall measured on marked adverts, and a band that holds
-- both the sampling and the uncertainty of that measurement. The two figures are averages over all skills: a single skill
-- with an ambiguous name is read worse, one with a name of its own better. A comparison of two months is hardly touched,
-- since both are read alike.
-- $slice = all: population
select
    label, k, n, share, low, high, corrected, corrected_low, corrected_high, "precision", recall, tech_part
from skill_share_corrected
where slice = $slice
order by share desc, label
