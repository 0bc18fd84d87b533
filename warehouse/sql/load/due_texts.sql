-- One chunk of them.
select block, text_id, signature, text from due_text where chunk = $chunk order by block, text_id;
