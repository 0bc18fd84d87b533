-- A posting that is not cleaned would silently be missing.
select seen.posting_id, seen.source
from store.posting_seen as seen left join store.cleaned as cleaned
    on cleaned.posting_id = seen.posting_id and cleaned.version_hash = seen.version_hash
where cleaned.posting_id is null;
