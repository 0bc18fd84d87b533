-- Signs that an advert fills no one opening: facts, not motives. One sign alone proves nothing, so evergreen asks two.
create or replace table vacancy_fact as
with today as (select today from store.as_of),
own_board as (
    select company_key, source, max(last_seen) as heard_at
    from posting
    where not archive and company_key is not null
    group by source, company_key
    qualify count(*) over (partition by source) = 1 and count(*) >= 5
),
standing as (
    select
        link.vacancy_id,
        bool_or(posting.source = own_board.source) as on_own_board,
        bool_or(own_board.source is not null) as has_own_board
    from posting_vacancy as link
    join posting using (posting_id)
    left join own_board on own_board.company_key = posting.company_key
    where not posting.archive
    group by link.vacancy_id
),
measured as (
    select
        vacancy.vacancy_id,
        date_diff('day', vacancy.opened_on, least(vacancy.last_seen::date, today.today)) as open_days,
        vacancy.reposts,
        standing.has_own_board and not coalesce(standing.on_own_board, false) as not_on_own_board,
        regexp_matches(
            vacancy.title,
            '(?i)talent (pool|community|network|pipeline)|future opportunit|general application|spontan|initiativbewerbung'
            '|speculative|evergreen|always hiring|expression of interest'
        ) as titled_as_pool
    from vacancy
    cross join today
    left join standing using (vacancy_id)
)
select
    vacancy_id,
    open_days,
    reposts,
    list_filter(
        [
            case when open_days >= 180 then 'open for ' || open_days || ' days' end,
            case when reposts >= 3 then 'advertised again ' || reposts || ' times' end,
            case when not_on_own_board then 'not on the employer''s own board' end,
            case when titled_as_pool then 'the title names a pool, not an opening' end
        ],
        lambda sign: sign is not null
    ) as signs,
    len(signs) >= 2 as evergreen
from measured;

comment on table vacancy_fact is 'One row per opening: signs that it may stand open for ever. Facts; why is not known.';
comment on column vacancy_fact.vacancy_id is 'The opening.';
comment on column vacancy_fact.open_days is 'Days from its beginning to the last sight of it; null when the beginning is unknown.';
comment on column vacancy_fact.reposts is 'How often it was advertised again in the same place.';
comment on column vacancy_fact.signs is 'Each sign in words.';
comment on column vacancy_fact.evergreen is 'Two signs or more.';
