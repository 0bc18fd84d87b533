-- One batch of them.
select
    cleaned.posting_id,
    cleaned.version_hash,
    cleaned.rules,
    coalesce(cleaned.title, '') as title,
    coalesce(cleaned.text, '') as text,
    cleaned.company,
    coalesce(version.tags, []) as tags
from pending_texts as pending
join store.cleaned on cleaned.posting_id = pending.posting_id
join store.posting_version as version
    on version.posting_id = cleaned.posting_id and version.version_hash = cleaned.version_hash
where pending.place >= $first and pending.place < $after
order by pending.place;
