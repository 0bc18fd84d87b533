-- k counts openings among n.
select month, slice, skill, k, n from skill_share_month where k > n or k < 0;
