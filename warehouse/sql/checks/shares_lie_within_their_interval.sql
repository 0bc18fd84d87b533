-- A share lies between 0 and 1, and inside its interval.
select month, slice, skill, share, low, high from skill_share_month
where share is not null and not (low between 0 and share and high between share and 1);
