-- Postings whose current content has not been cleaned by these rules.
create or replace temp table pending_postings as
select row_number() over (order by seen.posting_id) - 1 as place, seen.posting_id, seen.version_hash
from store.posting_seen as seen
left join store.cleaned on cleaned.posting_id = seen.posting_id
where cleaned.posting_id is null
    or cleaned.version_hash <> seen.version_hash
    or cleaned.rules <> $rules;
