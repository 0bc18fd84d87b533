-- Phrases that stand where skills stand ("experience with …") and that the catalogue does not know, named by five
-- employers or more: for a person to look through. Of a large market twenty thousand adverts are read, chosen by their
-- number so that the same copy gives the same ones.
with span as (
    select (month - interval 2 month)::date as first_day, (month + interval 1 month)::date as next_day
    from skill_share_now
    where slice = 'all' and requirement = 'any' and basis = 'new'
    limit 1
),
opening as (
    select vacancy.vacancy_id, coalesce(company_key, vacancy.vacancy_id::varchar) as employer, lower(company) as company
    from vacancy
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    join span on vacancy.opened_on >= span.first_day and vacancy.opened_on < span.next_day
    where vacancy.unreadable is null and vacancy.not_new is null
    order by vacancy.vacancy_id % 1009, vacancy.vacancy_id
    limit 20000
),
sentence as (
    select
        opening.*,
        unnest(regexp_extract_all(
            posting.text,
            '(?i)\b(?:experience|knowledge|proficien\w+|familiar\w*|expertise|skilled|fluen\w+|understanding) (?:with|in|of|using) (?:[^.;:\n()]|\.\w){3,140}'
        )) as quote
    from opening
    join posting on posting.posting_id = opening.vacancy_id
),
piece as (
    select
        vacancy_id, employer, company, quote,
        trim(regexp_replace(unnest(regexp_split_to_array(
            regexp_replace(quote, '(?i)^\w+ (?:with|in|of|using) ', ''), '(?i), | and | or | as well as | such as | like | including '
        )), '(?i)^(?:e\.g|the|a|an|our|any|other|modern|related|and|or|both) |[^\w+#]+$', '', 'g')) as phrase
    from sentence
),
named as (
    select lower(skill) as name from skill
    union
    select lower(label) from skill
    union
    select lower(alias) from skill_alias
),
term as (
    select *
    from piece
    where length(phrase) between 2 and 30
        and regexp_matches(phrase, '^[A-Z0-9][\w+#./\-]*(?: [A-Z0-9][\w+#./\-]*){0,2}$')
        and not regexp_matches(phrase, '^[0-9.]+$')
        and lower(phrase) not in (select name from named)
        and not contains(coalesce(company, ''), lower(phrase))
)
select
    mode(phrase order by phrase) as label,
    count(distinct vacancy_id) as k,
    count(distinct employer) as employers,
    left(min(regexp_replace(quote, '\s+', ' ', 'g')), 140) as quote
from term
group by lower(phrase)
having count(distinct employer) >= 5
order by employers desc, k desc, label
limit 20
