-- Which postings are one opening: the same employer, title and text, re-advertised within 60 days or in several
-- places. A posting without employer or text stands alone.
create or replace table posting_vacancy as
with member as (
    select
        posting_id,
        location_raw,
        coalesce(opened_on, first_seen::date) as from_day,
        case when archive then coalesce(opened_on, first_seen::date) else last_seen::date end as to_day,
        case
            when company_key is null or text_key is null then posting_id::varchar
            else concat_ws(chr(31), company_key, title_key, text_key)
        end as sameness
    from posting
),
stepped as (
    select
        *,
        from_day > 60 + max(to_day) over (
            partition by sameness order by from_day, posting_id rows between unbounded preceding and 1 preceding
        ) as starts_anew
    from member
),
numbered as (
    select
        *,
        count(*) filter (where starts_anew) over (
            partition by sameness order by from_day, posting_id rows unbounded preceding
        ) as opening
    from stepped
),
led as (
    select
        *,
        first_value(posting_id) over (partition by sameness, opening order by from_day, posting_id) as vacancy_id,
        first_value(location_raw) over (partition by sameness, opening order by from_day, posting_id) as first_place
    from numbered
)
select
    posting_id,
    vacancy_id,
    case
        when posting_id = vacancy_id then 'first'
        when location_raw is distinct from first_place then 'same_text_other_place'
        else 'same_text_again'
    end as basis,
    1.0::double as score
from led;

comment on table posting_vacancy is 'One row per posting: the opening it belongs to.';
comment on column posting_vacancy.posting_id is 'The posting.';
comment on column posting_vacancy.vacancy_id is 'The opening: the identity of its first posting.';
comment on column posting_vacancy.basis is 'Why they are one: first, same_text_other_place, same_text_again.';
comment on column posting_vacancy.score is 'Likeness of the texts, 0 to 1.';
