-- Index rows of one batch in place of earlier ones; the blocks they leave and enter are due to be compared.
insert into store.link_due
select block from store.link_index where posting_id in (select posting_id from signed_batch)
union
select block from signed_batch;

insert into store.link_due_text
select distinct text_id from signed_batch where len(bands) > 0;

insert or replace into store.link_index
select
    posting_id, version_hash, rules, employer, block, text_id, letters, title_words, agency_name, client_phrase,
    signature, bands
from signed_batch;
