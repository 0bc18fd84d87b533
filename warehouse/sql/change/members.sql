-- The openings of one population.
select unit from change_member where number = $slice;
