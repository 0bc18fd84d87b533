-- A hit of a skill that the catalogue lacks was found with other rules.
select distinct skill from store.hit where skill not in (select skill from skill);
