-- Texts that follow each other, as handed over, and were not compared yet.
create or replace temp table new_pair as
select distinct text_a, text_b
from following_batch
anti join (select text_a, text_b from store.text_pair where block = 1) as known using (text_a, text_b);
