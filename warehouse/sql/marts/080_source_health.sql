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
    select crawl.source, min(crawl.observed_at) as failing_since, count(*) as crawls
    from crawl
    left join usual on usual.source = crawl.source
    where crawl.verdict <> 'accepted' and crawl.observed_at > coalesce(usual.last_accepted, timestamp '0001-01-01')
    group by crawl.source
),
lives as (
    select
        seen.source,
        count(*) filter (where life.status = 'live') as live,
        count(*) filter (where life.status = 'missing') as missing,
        count(*) filter (where life.status = 'held') as held,
        count(*) filter (where life.status = 'closed') as closed
    from posting_life as life
    join store.posting_seen as seen using (posting_id)
    group by seen.source
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
        else coalesce(kind.what_to_do, 'look at the crawl record in landing')
    end as what_to_do,
    kind.meaning,
    coalesce(trouble.crawls, 0) as failed_crawls,
    coalesce(lives.live, 0) as live,
    coalesce(lives.missing, 0) as missing,
    coalesce(lives.held, 0) as held,
    coalesce(lives.closed, 0) as closed
from last_crawl
left join usual using (source)
left join trouble using (source)
left join lives using (source)
left join failure_kind as kind
    on kind.failure = last_crawl.failure
    or (kind.failure = 'http_other' and last_crawl.failure like 'http\_%' escape '\'
        and last_crawl.failure not in (select failure from failure_kind));

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
comment on column source_health.meaning is 'What the failure means, in words; null when accepted.';
comment on column source_health.failed_crawls is 'Crawls since the last accepted one that were not accepted.';
comment on column source_health.live is 'Postings in its last healthy listing.';
comment on column source_health.missing is 'Postings absent from one or two healthy listings.';
comment on column source_health.held is 'Postings lost in a mass disappearance that is not read as closing.';
comment on column source_health.closed is 'Postings that are closed.';
