-- The crawl records of one batch.
insert or replace into crawl by name from incoming_crawl;

insert or replace into store.landing_file
select record, source, observed_at, archive, null from incoming_crawl;
