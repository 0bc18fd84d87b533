-- A date in the future was believed.
select vacancy_id, opened_on from vacancy where opened_on > (select today from store.as_of) + 1;
