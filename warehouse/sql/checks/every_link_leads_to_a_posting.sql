-- A link to a posting that is not there would count an opening nobody can look at.
select posting_id, vacancy_id, strict_vacancy_id, linked_to from posting_vacancy
where vacancy_id not in (select posting_id from store.cleaned)
    or strict_vacancy_id not in (select posting_id from store.cleaned)
    or linked_to not in (select posting_id from store.cleaned);
