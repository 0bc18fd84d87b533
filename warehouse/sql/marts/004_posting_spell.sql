-- Each time a posting was up without a break: a spell ends where a healthy listing lacks it, or the source says
-- that it is closed.
create or replace table posting_spell as
with placed as (
    select
        run.posting_id,
        run.source,
        run.seen_from,
        run.seen_to,
        coalesce(before.listing, 0) as listing_before,
        coalesce(until.listing, 0) as listing_until,
        gone.told_at as told_before
    from store.sighting_run as run
    asof left join listing as before on before.source = run.source and before.observed_at < run.seen_from
    asof left join listing as until on until.source = run.source and until.observed_at <= run.seen_to
    asof left join store.gone as gone on gone.posting_id = run.posting_id and gone.told_at < run.seen_from
),
stepped as (
    select
        *,
        coalesce(
            listing_before > lag(listing_until) over earlier or told_before >= lag(seen_to) over earlier,
            listing_before > lag(listing_until) over earlier,
            true
        )::integer as begins
    from placed
    window earlier as (partition by posting_id order by seen_from)
),
numbered as (
    select *, sum(begins) over (partition by posting_id order by seen_from rows unbounded preceding) as spell
    from stepped
),
spell as (
    select
        posting_id,
        source,
        spell,
        min(seen_from) as seen_from,
        max(seen_to) as seen_to,
        min(listing_before) as listing_before,
        max(listing_until) as listing_until
    from numbered
    group by posting_id, source, spell
),
known as (
    select source, max(listing) as listings from listing group by source
),
told as (
    select spell.posting_id, spell.spell, min(gone.told_at) as told_at
    from spell
    join store.gone on gone.posting_id = spell.posting_id and gone.told_at >= spell.seen_to
    group by all
),
followed as (
    select
        spell.*,
        lead(spell.seen_from) over later as seen_again,
        coalesce(lead(spell.listing_before) over later, known.listings, 0) - spell.listing_until as absences
    from spell
    left join known using (source)
    window later as (partition by spell.posting_id order by spell.spell)
)
select
    followed.posting_id,
    followed.source,
    followed.spell::integer as spell,
    before.observed_at as seen_after,
    followed.seen_from,
    followed.seen_to,
    absent.observed_at as absent_from,
    followed.absences::integer as absences,
    followed.seen_again,
    case when told.told_at < coalesce(followed.seen_again, timestamp 'infinity') then told.told_at end as told_gone,
    followed.listing_before,
    followed.listing_until
from followed
left join told using (posting_id, spell)
left join listing as before on before.source = followed.source and before.listing = followed.listing_before
left join listing as absent
    on absent.source = followed.source and absent.listing = followed.listing_until + 1 and followed.absences > 0;

comment on table posting_spell is 'One row per time that a posting was up without a break; a spell ends where a healthy listing lacks the posting, or its source says that it is closed.';
comment on column posting_spell.posting_id is 'The posting.';
comment on column posting_spell.source is 'Board or import.';
comment on column posting_spell.spell is 'Number of the spell within the posting, from 1.';
comment on column posting_spell.seen_after is 'Last healthy listing before the spell, which did not hold the posting; null when there is none. The spell began after it.';
comment on column posting_spell.seen_from is 'First sighting of the spell, UTC.';
comment on column posting_spell.seen_to is 'Last sighting of the spell, UTC.';
comment on column posting_spell.absent_from is 'First healthy listing after the spell, which did not hold the posting; null while there is none. The spell ended before it.';
comment on column posting_spell.absences is 'Healthy listings without the posting between this spell and the next, or until now.';
comment on column posting_spell.seen_again is 'First sighting of the next spell, UTC; null for the last one.';
comment on column posting_spell.told_gone is 'When the source itself said that the posting is closed, within or right after this spell; null when it did not.';
comment on column posting_spell.listing_before is 'Number of the healthy listing of seen_after; 0 when there is none.';
comment on column posting_spell.listing_until is 'Number of the last healthy listing at or before seen_to; 0 when there is none.';
