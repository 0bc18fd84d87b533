-- What the batch's accepted crawls were told to be closed.
insert or ignore into store.gone
select (md5_number_lower(source || chr(31) || native_id) >> 1)::bigint, source, observed_at
from incoming_gone;
