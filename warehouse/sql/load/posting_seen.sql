-- First and last sight of each posting of the batch; the current version is that of the latest sight.
insert into store.posting_seen
select
    posting_id,
    any_value(source),
    any_value(platform),
    any_value(native_id),
    bool_and(archive),
    min(observed_at),
    max(observed_at),
    count(distinct observed_at),
    arg_max(version_hash, (observed_at, version_hash))
from incoming
group by posting_id
on conflict do update set
    archive = posting_seen.archive and excluded.archive,
    first_seen = least(posting_seen.first_seen, excluded.first_seen),
    last_seen = greatest(posting_seen.last_seen, excluded.last_seen),
    sightings = posting_seen.sightings + excluded.sightings,
    version_hash = case
        when (excluded.last_seen, excluded.version_hash) > (posting_seen.last_seen, posting_seen.version_hash)
            then excluded.version_hash
        else posting_seen.version_hash
    end;
