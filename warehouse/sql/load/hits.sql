-- The hits of one batch in place of those postings' earlier ones.
delete from store.hit where posting_id in (select posting_id from read_batch);

insert into store.hit (posting_id, skill, requirement, section, start_at, end_at, surface, version, line, catalogue)
select posting_id, skill, requirement, section, "start", "end", surface, version, line, $catalogue
from hit_batch;

insert or replace into store.extracted
select posting_id, version_hash, rules, $catalogue
from read_batch;

insert into store.read_posting
select posting_id
from read_batch;
