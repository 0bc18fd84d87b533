-- A place has a country or a zone; a city in it has a name, and coordinates on the globe where it is known.
select posting_id, place_number, kind, place_raw from place
where (country is null) = (zone is null)
    or (kind = 'city' and city is null)
    or (country is not null and not regexp_full_match(country, '[A-Z]{2}'))
    or latitude not between -90 and 90 or longitude not between -180 and 180;
