-- The links anew.
delete from store.link;

insert into store.link by name select * from link_batch;
