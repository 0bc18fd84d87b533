-- An agency's copy is likely, not certain: it must say so.
select posting_id, basis from posting_vacancy where basis = 'agency_copy' and not probable;
