-- The whole list of failures anew.
delete from failure_kind;

insert into failure_kind
select failure, verdict, meaning, what_to_do
from failure_batch;
