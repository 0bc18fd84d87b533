-- Why postings were folded into openings, with the likeness of the texts.
select
    basis,
    replace(basis, '_', ' ') as label,
    count(*) as k,
    sum(count(*)) over ()::bigint as n,
    k / n::double as share,
    count(distinct posting_vacancy.vacancy_id) as openings,
    min(score) as least_alike
from posting_vacancy
semi join vacancy_slice
    on vacancy_slice.vacancy_id = posting_vacancy.vacancy_id and vacancy_slice.slice = $slice
group by basis
order by basis = 'first' desc, k desc, basis
