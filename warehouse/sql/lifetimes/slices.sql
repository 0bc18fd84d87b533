-- The populations with enough openings.
select slice from lifetime_unit group by slice having count(*) >= 100 order by slice;
