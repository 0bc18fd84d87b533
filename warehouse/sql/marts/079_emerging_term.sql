-- Phrases that stand where skills stand ("experience with …") and that the catalogue does not know, in the new openings of
-- the last three closed months, named by five employers or more: for a person to look through. Each opening's text is
-- read once and its phrases kept, so a day reads what is new alone.
create or replace temp table phrase_opening as
with quarter as (select max(period) as month from store.share_cell where span = 'quarter' and slice = 'all')
select
    vacancy.vacancy_id,
    coalesce(vacancy.company_key, vacancy.vacancy_id::varchar) as employer,
    lower(vacancy.company) as company,
    hash(cleaned.version_hash, cleaned.rules, vacancy.company) as content
from vacancy
join store.cleaned as cleaned on cleaned.posting_id = vacancy.vacancy_id
cross join quarter
where vacancy.unreadable is null and vacancy.not_new is null
    and date_trunc('month', vacancy.opened_on) between month - interval 2 month and month;

delete from store.phrase_read as known
where not exists (
    select 1 from phrase_opening where phrase_opening.vacancy_id = known.vacancy_id and phrase_opening.content = known.content
);

delete from store.phrase where vacancy_id not in (select vacancy_id from store.phrase_read);

insert into store.phrase
with sentence as (
    select
        phrase_opening.vacancy_id,
        phrase_opening.company,
        unnest(regexp_extract_all(
            cleaned.text,
            '(?i)\b(?:experience|knowledge|proficien\w+|familiar\w*|expertise|skilled|fluen\w+|understanding) (?:with|in|of|using) (?:[^.;:\n()]|\.\w){3,140}'
        )) as quote
    from phrase_opening
    join store.cleaned as cleaned on cleaned.posting_id = phrase_opening.vacancy_id
    where vacancy_id not in (select vacancy_id from store.phrase_read)
),
piece as (
    select
        vacancy_id,
        company,
        left(regexp_replace(quote, '\s+', ' ', 'g'), 140) as quote,
        unnest(regexp_split_to_array(quote, '(?i), | and | or | as well as | such as | like | including ')) as words
    from sentence
),
bare as (
    select
        vacancy_id,
        company,
        quote,
        trim(regexp_replace(
            regexp_replace(
                words,
                '(?i)^(?:\w+ )?(?:experience|knowledge|proficien\w+|familiar\w*|expertise|skilled|fluen\w+|understanding) (?:with|in|of|using) ',
                ''
            ),
            '(?i)^(?:e\.g|the|a|an|our|any|other|modern|related|and|or|both) |[^\w+#]+$', '', 'g'
        )) as phrase
    from piece
)
select distinct vacancy_id, phrase, quote
from bare
where length(phrase) between 2 and 30
    and regexp_matches(phrase, '^[A-Z0-9][\w+#./\-]*(?: [A-Z0-9][\w+#./\-]*){0,2}$')
    and not regexp_matches(phrase, '^[0-9.]+$')
    and not contains(coalesce(company, ''), lower(phrase));

insert into store.phrase_read
select vacancy_id, content
from phrase_opening
where vacancy_id not in (select vacancy_id from store.phrase_read);

create or replace table emerging_term as
with known as (
    select lower(skill) as name from skill
    union
    select lower(label) from skill
    union
    select lower(alias) from skill_alias
),
term as (
    select phrase_opening.vacancy_id, phrase_opening.employer, phrase.phrase, phrase.quote
    from store.phrase as phrase
    join phrase_opening using (vacancy_id)
    where lower(phrase.phrase) not in (select name from known)
)
select
    vacancy_slice.slice,
    mode(term.phrase order by term.phrase) as label,
    count(distinct term.vacancy_id) as k,
    count(distinct term.employer) as employers,
    min(term.quote) as quote
from term
join vacancy_slice using (vacancy_id)
group by vacancy_slice.slice, lower(term.phrase)
having count(distinct term.employer) >= 5;

drop table phrase_opening;

comment on table emerging_term is 'One row per population and phrase that five employers or more name where skills are named, and that the catalogue does not know: new openings of the last three closed months. Found by position in English sentences, not by meaning; a list to look through, not a measurement.';
comment on column emerging_term.slice is 'Population; see vacancy_slice.';
comment on column emerging_term.label is 'The phrase as most adverts write it.';
comment on column emerging_term.k is 'Openings that name it after words such as "experience with".';
comment on column emerging_term.employers is 'Employers of these.';
comment on column emerging_term.quote is 'One place where it stands.';
