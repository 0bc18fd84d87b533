-- How each source is doing, judged by its own last crawls.
create or replace table source_health as
with today as (select today from store.as_of),
ranked as (
    select *, row_number() over (partition by source order by observed_at desc, record desc) as back
    from crawl
),
last_crawl as (
    select ranked.*, ranked.observed_at::date < today.today - 7 as is_stale
    from ranked
    cross join today
    where back = 1
),
good as (
    select *, row_number() over (partition by source order by observed_at desc, record desc) as back
    from crawl
    where verdict = 'accepted'
),
usual as (
    select
        source,
        max(observed_at) as last_accepted,
        min(postings) filter (where back between 2 and 11) as usual_low,
        max(postings) filter (where back between 2 and 11) as usual_high,
        count(*) as accepted_crawls,
        arg_max(with_description / nullif(postings, 0)::double, observed_at) as with_description,
        arg_max(with_date / nullif(postings, 0)::double, observed_at) as with_date,
        arg_max(with_location / nullif(postings, 0)::double, observed_at) as with_location
    from good
    group by source
),
trouble as (
    select crawl.source, min(crawl.observed_at) as failing_since
    from crawl
    left join usual on usual.source = crawl.source
    where crawl.verdict <> 'accepted' and crawl.observed_at > coalesce(usual.last_accepted, timestamp '0001-01-01')
    group by crawl.source
)
select
    last_crawl.source,
    last_crawl.platform,
    case
        when last_crawl.archive then 'archive'
        when last_crawl.verdict = 'rejected' then 'broken'
        when last_crawl.verdict = 'suspicious' then 'thin'
        when last_crawl.is_stale then 'stale'
        when usual.accepted_crawls < 3 then 'new'
        else 'ok'
    end as status,
    last_crawl.observed_at as last_crawl,
    last_crawl.verdict,
    last_crawl.failure,
    last_crawl.reason,
    trouble.failing_since,
    usual.last_accepted,
    last_crawl.postings,
    coalesce(usual.usual_low, last_crawl.expect_min) as usual_low,
    coalesce(usual.usual_high, last_crawl.expect_max) as usual_high,
    coalesce(usual.accepted_crawls, 0) as accepted_crawls,
    usual.with_description,
    usual.with_date,
    usual.with_location,
    case
        when last_crawl.archive or (last_crawl.verdict = 'accepted' and not last_crawl.is_stale) then 'nothing'
        when last_crawl.is_stale then 'crawl it again: nothing has been heard of it for a week'
        when last_crawl.failure in ('dns', 'refused', 'timeout', 'http_5xx', 'http_429', 'interrupted')
            then 'wait: the next crawl tries again'
        when last_crawl.failure = 'http_404' then 'look whether the employer has moved its board, then correct the table'
        when last_crawl.failure in ('bot_page', 'login_page', 'http_403', 'robots_denied')
            then 'the site does not want to be read this way: take it from the table'
        when last_crawl.failure in ('schema_change', 'html_for_json', 'truncated', 'exception', 'blank_field', 'oversize')
            then 'look at the body under rejected/: the spider may need mending'
        when last_crawl.failure = 'zero_items' then 'look at the board by eye: it may be empty, or may have moved'
        when last_crawl.failure in ('drop', 'flood', 'duplicate_flood')
            then 'look at the board by eye; if the new number is right, correct expect in the table'
        else 'look at the crawl record in landing'
    end as what_to_do
from last_crawl
left join usual using (source)
left join trouble using (source);

comment on table source_health is 'One row per source: whether its last crawl can be believed, and what to do if not.';
comment on column source_health.source is 'Board or import.';
comment on column source_health.platform is 'Which spider or importer reads it.';
comment on column source_health.status is 'ok; new: fewer than three accepted crawls; thin: suspicious; broken: rejected; stale: not crawled for a week; archive: imported history.';
comment on column source_health.last_crawl is 'When it was last crawled, UTC.';
comment on column source_health.verdict is 'What the judge said of that crawl.';
comment on column source_health.failure is 'Name of what went wrong.';
comment on column source_health.reason is 'The same as a sentence.';
comment on column source_health.failing_since is 'First crawl after the last accepted one that was not accepted.';
comment on column source_health.last_accepted is 'Last crawl that was believed, UTC.';
comment on column source_health.postings is 'Postings in the last crawl.';
comment on column source_health.usual_low is 'Fewest postings of the ten accepted crawls before; the table''s bound while there are none.';
comment on column source_health.usual_high is 'Most of them.';
comment on column source_health.accepted_crawls is 'Accepted crawls so far.';
comment on column source_health.with_description is 'Share of postings with a description in the last accepted crawl.';
comment on column source_health.with_date is 'Share with a posted date.';
comment on column source_health.with_location is 'Share with a location.';
comment on column source_health.what_to_do is 'Advice.';
