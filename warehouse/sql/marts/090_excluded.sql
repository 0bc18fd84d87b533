-- From postings to what is counted: each posting once, at the first reason that leaves it out.
create or replace table excluded as
with reasoned as (
    select
        case
            when posting.unreadable is not null then posting.unreadable
            when link.vacancy_id <> link.posting_id then 'same_opening'
            when posting.not_new is not null then posting.not_new
            else 'counted'
        end as reason
    from posting
    join posting_vacancy as link using (posting_id)
)
select
    reason,
    case reason
        when 'counted' then 'counted as new demand'
        when 'no_text' then 'no description'
        when 'short_text' then 'description under 400 characters'
        when 'uncovered_language' then 'language that the skill rules do not cover'
        when 'cleaning_failed' then 'could not be cleaned'
        when 'same_opening' then 'the same opening again, or in another place'
        when 'no_date' then 'no date'
        when 'before_source_was_watched' then 'already there when its source was first watched'
        when 'source_never_accepted' then 'from a source of which no crawl could be believed'
        else reason
    end as meaning,
    count(*) as postings,
    count(*) / sum(count(*)) over () as share
from reasoned
group by reason;

comment on table excluded is 'One row per reason: how many postings it leaves out of the count of new demand; counted is what remains.';
comment on column excluded.reason is 'Short name.';
comment on column excluded.meaning is 'The same in words.';
comment on column excluded.postings is 'Postings.';
comment on column excluded.share is 'Part of all postings, as a fraction.';
