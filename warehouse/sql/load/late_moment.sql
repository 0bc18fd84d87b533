-- Moments at which no usable crawl of the source was known before this batch.
create or replace temp table late_moment as
select distinct source, observed_at from incoming_record where not archive
except
select source, observed_at from crawl where not archive and verdict <> 'rejected';
