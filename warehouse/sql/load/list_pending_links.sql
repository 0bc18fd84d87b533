-- Cleaned postings whose current text stands in the link index in another version, or not at all.
create or replace temp table pending_links as
select row_number() over (order by cleaned.posting_id) - 1 as place, cleaned.posting_id
from store.cleaned
left join store.link_index as signed using (posting_id)
where signed.posting_id is null
    or signed.version_hash <> cleaned.version_hash
    or signed.rules <> cleaned.rules;
