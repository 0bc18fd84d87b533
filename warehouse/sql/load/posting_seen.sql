-- First and last sight of each posting of the batch; the current version is that of the latest sight. A sighting
-- that is known already (two records of one moment) is not counted again.
insert into store.posting_seen
with known as (
    select distinct incoming.posting_id, incoming.observed_at
    from incoming
    anti join late_moment as late on late.source = incoming.source and late.observed_at = incoming.observed_at
    join store.sighting_run as run
        on run.posting_id = incoming.posting_id and incoming.observed_at between run.seen_from and run.seen_to
    where not incoming.archive
)
select
    incoming.posting_id,
    min(incoming.source),
    min(incoming.platform),
    min(incoming.native_id),
    bool_and(incoming.archive),
    min(incoming.observed_at),
    max(incoming.observed_at),
    count(distinct incoming.observed_at) filter (where known.posting_id is null),
    arg_max(incoming.version_hash, (incoming.observed_at, incoming.version_hash))
from incoming
left join known on known.posting_id = incoming.posting_id and known.observed_at = incoming.observed_at
group by incoming.posting_id
on conflict do update set
    platform = least(posting_seen.platform, excluded.platform),
    archive = posting_seen.archive and excluded.archive,
    first_seen = least(posting_seen.first_seen, excluded.first_seen),
    last_seen = greatest(posting_seen.last_seen, excluded.last_seen),
    sightings = posting_seen.sightings + excluded.sightings,
    version_hash = case
        when (excluded.last_seen, excluded.version_hash) > (posting_seen.last_seen, posting_seen.version_hash)
            then excluded.version_hash
        else posting_seen.version_hash
    end;
