-- Cleaned texts in which this catalogue has not been looked for.
create or replace temp table pending_texts as
select row_number() over (order by cleaned.posting_id) - 1 as place, cleaned.posting_id
from store.cleaned
left join store.extracted using (posting_id)
where extracted.posting_id is null
    or extracted.version_hash <> cleaned.version_hash
    or extracted.rules <> cleaned.rules
    or extracted.catalogue <> $catalogue;
