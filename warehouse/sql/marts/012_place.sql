-- Every place of every posting, structured.
create or replace table place as
with numbered as (
    select posting_id, unnest(places) as place, generate_subscripts(places, 1) as place_number
    from store.cleaned
)
select
    posting_id,
    place_number,
    place.kind as kind,
    place.city as city,
    place.region as region,
    place.region_code as region_code,
    place.country as country,
    place.zone as zone,
    place.latitude as latitude,
    place.longitude as longitude,
    place.geoname_id as geoname_id,
    place.known as known,
    place.certain as certain,
    place.text as place_raw
from numbered;

comment on table place is 'One row per posting and place; a posting without a row names no place that could be understood.';
comment on column place.posting_id is 'The posting.';
comment on column place.place_number is 'Its order in the source, from 1.';
comment on column place.kind is 'city, region, country, or zone (several countries, or anywhere).';
comment on column place.city is 'City: the gazetteer''s name, or the source''s where the gazetteer lacks it.';
comment on column place.region is 'State, province or other first-level division.';
comment on column place.region_code is 'Its ISO 3166-2 code; null when unknown.';
comment on column place.country is 'ISO 3166-1 code of two letters; null for a zone.';
comment on column place.zone is 'EU, EUROPE, EMEA, APAC, LATAM, WORLD …; null for a single country.';
comment on column place.latitude is 'Degrees north, of the city''s centre.';
comment on column place.longitude is 'Degrees east.';
comment on column place.geoname_id is 'The city''s number in GeoNames.';
comment on column place.known is 'False if the city''s name is kept as stated, because the gazetteer lacks it.';
comment on column place.certain is 'False if several countries have a city of that name and nothing beside it decides; the largest is taken.';
comment on column place.place_raw is 'The words it was read from.';
