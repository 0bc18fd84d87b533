-- An opening's facts are those of its first posting.
select vacancy_id from vacancy where vacancy_id not in (select posting_id from store.cleaned);
