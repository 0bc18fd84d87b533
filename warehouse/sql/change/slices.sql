-- The populations that are compared, with their numbers.
select distinct number, slice from change_member order by number;
