-- Which skills are asked for most in a population now?
-- Share of its readable openings of the last three closed months, with the 95 % interval; read the interval, not the
-- rank. An opening counts once, however often it was advertised. Withheld where there is too little to say.
-- $slice = all: population, such as all or remote:remote; vacancy_slice lists them
select label, type, k, n, share, low, high, employers_asking, period
from skill_share_now
where slice = $slice and requirement = 'any' and enough
order by share desc, label
