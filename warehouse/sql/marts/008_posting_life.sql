-- Whether each posting is still up, and between which moments it appeared and was closed. Two authorities close:
-- three healthy listings in a row without it, or the source's own word. No failed or doubtful crawl ever does.
create or replace table posting_life as
with ended as (
    select
        spell.*,
        mass.kind as mass,
        case
            when spell.told_gone is not null then 'source'
            when mass.kind = 'reset' then null
            when mass.kind = 'mass' and spell.absences >= 12
                and coalesce(spell.seen_again, last_listing.observed_at) - spell.seen_to >= interval 14 days
                then 'mass_absence'
            when mass.kind is null and spell.absences >= 3 then 'absence'
        end as closed_by
    from posting_spell as spell
    left join mass_disappearance as mass
        on mass.source = spell.source and mass.listing = spell.listing_until + 1 and spell.absences > 0
    left join (select source, max(observed_at) as observed_at from listing group by source) as last_listing
        on last_listing.source = spell.source
),
folded as (
    select
        posting_id,
        min(seen_from) as first_seen,
        max(seen_to) as last_seen,
        arg_min(coalesce(seen_after, timestamp '-infinity'), spell) as seen_after,
        count(*) filter (where closed_by is not null and seen_again is not null) as relisted
    from ended
    group by posting_id
),
heard as (
    select source, max(observed_at) as observed_at, max(partial::integer) = 1 as has_window
    from crawl
    where verdict <> 'rejected' and not archive
    group by source
),
judged as (
    select
        seen.posting_id,
        folded.*  exclude (posting_id),
        last.* exclude (posting_id, source, spell, seen_after, listing_before, listing_until),
        case
            when last.posting_id is null then 'unknown'
            when last.closed_by is not null then 'closed'
            when last.mass is not null then 'held'
            when heard.observed_at < (select today from store.as_of) - interval 14 days then 'unknown'
            when last.absences > 0 then 'missing'
            when last.listing_until = 0 and heard.has_window and last.seen_to < heard.observed_at then 'unknown'
            else 'live'
        end as status
    from store.posting_seen as seen
    left join folded using (posting_id)
    left join (
        select * from ended where seen_again is null
    ) as last using (posting_id)
    left join heard on heard.source = last.source
)
select
    posting_id,
    status,
    nullif(seen_after, timestamp '-infinity') as first_seen_after,
    first_seen,
    last_seen,
    case when status = 'closed' then last_seen end as closed_after,
    case when status = 'closed' then least(absent_from, told_gone) end as closed_before,
    case when status = 'closed' then closed_by end as closed_by,
    mass as held_by,
    coalesce(absences, 0)::integer as absences,
    coalesce(relisted, 0)::integer as relisted
from judged;

comment on table posting_life is 'One row per posting: whether it is still up, and between which moments it appeared and was closed.';
comment on column posting_life.posting_id is 'The posting.';
comment on column posting_life.status is 'live: in the last healthy listing. missing: absent from one or two. closed. held: lost in a mass disappearance, not read as closing. unknown: imported history, a source that shows only a window, or one not heard of for 14 days.';
comment on column posting_life.first_seen_after is 'Last healthy listing before the first sighting, UTC; null when the source was not watched before. It appeared after this moment and not after first_seen.';
comment on column posting_life.first_seen is 'First sighting, UTC; null for imported history.';
comment on column posting_life.last_seen is 'Last sighting, UTC; null for imported history.';
comment on column posting_life.closed_after is 'When closed: the last sighting, UTC. It was closed after this moment and not after closed_before.';
comment on column posting_life.closed_before is 'When closed: the first healthy listing without it, or the source''s own word, whichever came first, UTC.';
comment on column posting_life.closed_by is 'absence: three healthy listings in a row without it. source: the source said so. mass_absence: a mass disappearance that twelve healthy listings over two weeks confirmed.';
comment on column posting_life.held_by is 'mass or reset when its last disappearance was one of many at once; see mass_disappearance.';
comment on column posting_life.absences is 'Healthy listings in a row without it, up to the last.';
comment on column posting_life.relisted is 'How often it came back after it had been closed.';
