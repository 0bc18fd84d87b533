-- The pairs of one chunk of blocks in place of those blocks' earlier ones.
delete from store.text_pair where block in (select block from due_text where chunk = $chunk);

insert into store.text_pair by name select * from pair_batch;

delete from store.link_due where block in (select block from due_text where chunk = $chunk);
