-- The batch's sightings taken into the runs. Runs hold every sighting without loss, so crawls may be loaded in any
-- order: one that comes late cuts the runs of the postings that it did not list.
create or replace temp table moment as
select source, observed_at, row_number() over (partition by source order by observed_at) as place
from (
    select source, observed_at from incoming_record where not archive
    union
    select source, observed_at
    from crawl
    where not archive and verdict <> 'rejected' and source in (select source from incoming_record)
);

create or replace temp table touched as
with listed as (
    select distinct posting_id from incoming where not archive
),
earliest as (
    select source, min(observed_at) as observed_at from late_moment group by source
),
overtaken as (
    select run.posting_id, run.seen_from
    from store.sighting_run as run
    join earliest on earliest.source = run.source and earliest.observed_at < run.seen_to
    semi join late_moment as late
        on late.source = run.source and late.observed_at > run.seen_from and late.observed_at < run.seen_to
)
select * from store.sighting_run where posting_id in (select posting_id from listed)
union
select run.* from store.sighting_run as run semi join overtaken using (posting_id, seen_from);

delete from store.sighting_run as run
using touched
where run.posting_id = touched.posting_id and run.seen_from = touched.seen_from;

insert into store.sighting_run
with late as (
    select moment.source, moment.observed_at, moment.place
    from late_moment
    join moment using (source, observed_at)
),
inside as (
    select
        touched.posting_id,
        touched.source,
        first.place as first_place,
        last.place as last_place,
        coalesce(list(late.place order by late.place) filter (where late.place is not null), []) as cuts
    from touched
    join moment as first on first.source = touched.source and first.observed_at = touched.seen_from
    join moment as last on last.source = touched.source and last.observed_at = touched.seen_to
    left join late
        on late.source = touched.source and late.observed_at > touched.seen_from and late.observed_at < touched.seen_to
    group by all
),
cut as (
    select
        posting_id,
        source,
        unnest(list_prepend(first_place, list_transform(cuts, lambda place: place + 1))) as first_place,
        unnest(list_append(list_transform(cuts, lambda place: place - 1), last_place)) as last_place
    from inside
),
piece as (
    select * from cut where first_place <= last_place
    union
    select distinct incoming.posting_id, incoming.source, moment.place, moment.place
    from incoming
    join moment on moment.source = incoming.source and moment.observed_at = incoming.observed_at
    where not incoming.archive
),
stepped as (
    select
        *,
        first_place > 1 + max(last_place) over (
            partition by posting_id order by first_place, last_place rows between unbounded preceding and 1 preceding
        ) as begins
    from piece
),
numbered as (
    select
        *,
        count(*) filter (where begins) over (
            partition by posting_id order by first_place, last_place rows unbounded preceding
        ) as run
    from stepped
),
joined as (
    select posting_id, source, min(first_place) as first_place, max(last_place) as last_place
    from numbered
    group by posting_id, source, run
)
select joined.posting_id, joined.source, first.observed_at, last.observed_at
from joined
join moment as first on first.source = joined.source and first.place = joined.first_place
join moment as last on last.source = joined.source and last.place = joined.last_place;
