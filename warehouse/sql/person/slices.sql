-- One row per population that an opening may belong to, with the name for people and the openings of it.
select slice, any_value(label) as label, count(distinct vacancy_id) as openings from vacancy_slice group by slice order by slice
