-- The skills in the order of their numbers.
select skill from skill order by skill;
