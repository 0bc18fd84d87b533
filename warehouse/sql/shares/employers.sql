-- The employer of each opening, both as numbers.
select employer from share_part order by opening;
