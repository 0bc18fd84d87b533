-- A row where the copy knows the population $name.
select slice from vacancy_slice where slice = $name limit 1
