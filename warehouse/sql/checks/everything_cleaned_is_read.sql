-- A posting that was not read for skills would lower every share.
select cleaned.posting_id
from store.cleaned left join store.extracted as extracted
    on extracted.posting_id = cleaned.posting_id and extracted.version_hash = cleaned.version_hash
where extracted.posting_id is null;
