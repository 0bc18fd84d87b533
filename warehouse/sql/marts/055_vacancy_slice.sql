-- Which populations an opening belongs to; a share is always one of a slice. The label says it to people.
create or replace view vacancy_slice as
select vacancy_id, 'all' as slice, 'all openings' as label from vacancy
union all
select vacancy_id, 'remote:' || remote, remote from vacancy where remote <> 'unknown'
union all
select vacancy_id, 'role:' || vacancy.role, role.label from vacancy join role on role.role = vacancy.role
union all
select vacancy_id, 'level:' || level, level from vacancy where level <> 'unknown'
union all
select vacancy_id, 'country:' || country, country from vacancy where country is not null
union all
select vacancy_id, 'role_country:' || vacancy.role || ':' || country, role.label || ' in ' || country
from vacancy
join role on role.role = vacancy.role
where country is not null and vacancy.role <> 'unknown'
union all
select vacancy_id, 'region:' || region, region from vacancy where region is not null
union all
select vacancy_id, 'panel', 'sources watched for fifteen months' from vacancy where source in (select source from store.panel_source);

comment on view vacancy_slice is 'One row per opening and population that it belongs to.';
comment on column vacancy_slice.vacancy_id is 'The opening.';
comment on column vacancy_slice.slice is 'Population: all, panel, or a kind and a value: role:…, level:…, country:DE, role_country:…:DE, region:US-CA, remote:hybrid.';
comment on column vacancy_slice.label is 'The same for people.';
