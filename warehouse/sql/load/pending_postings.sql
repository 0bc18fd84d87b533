-- One batch of them, as the source stated them.
select seen.source, seen.platform, seen.native_id, seen.first_seen, version.* exclude (first_seen)
from pending_postings as pending
join store.posting_seen as seen on seen.posting_id = pending.posting_id
join store.posting_version as version
    on version.posting_id = pending.posting_id and version.version_hash = pending.version_hash
where pending.place >= $first and pending.place < $after
order by pending.place;
