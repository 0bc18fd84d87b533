-- Too few adverts never give a percentage.
select month, slice, skill, requirement, k, n, n_effective, share from skill_share_month
where share is not null and (n_effective < 100 or k < 10);
