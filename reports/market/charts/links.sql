-- Why postings were folded into openings, with the likeness of the texts.
select
    basis,
    case basis
        when 'first' then 'stands for its opening'
        when 'same_text_again' then 'same text, advertised again'
        when 'same_text_other_place' then 'same text, another place'
        when 'same_text_other_source' then 'same text, another source'
        when 'near_text_again' then 'nearly the same text, again'
        when 'near_text_other_place' then 'nearly the same, another place'
        when 'near_text_other_source' then 'nearly the same, another source'
        when 'edited_text_again' then 'edited text, again'
        when 'edited_text_other_place' then 'edited text, another place'
        when 'edited_text_other_source' then 'edited text, another source'
        when 'agency_copy' then 'an agency''s copy'
        when 'user' then 'linked by hand'
        else replace(basis, '_', ' ')
    end as label,
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
