-- The kept vintages in place of those read before.
delete from vintage;

insert into vintage by name from vintage_batch;
