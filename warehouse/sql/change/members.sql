-- The openings of each population.
select number, unit from change_member order by number, unit;
