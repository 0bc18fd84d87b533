-- Too few adverts never give a percentage.
select month, skill, k, n, share from skill_share_month where share is not null and (n < 100 or k < 10);
