-- Two adverts must never share an identity.
select posting_id, count(*) as adverts
from (select distinct source, native_id, posting_id from store.posting_seen)
group by posting_id having count(*) > 1;
