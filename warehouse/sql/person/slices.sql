-- One row per population that an opening may belong to, with the name for people.
select slice, any_value(label) as label from vacancy_slice group by slice order by slice
