-- The healthy listings of each source, numbered: the only crawls whose silence about a posting says anything.
create or replace table listing as
select
    source,
    row_number() over (partition by source order by observed_at) as listing,
    observed_at,
    max(postings) as postings
from crawl
where verdict = 'accepted' and not archive and not partial
group by source, observed_at;

comment on table listing is 'One row per healthy listing of a source: an accepted crawl of the whole board. Only these can show that a posting is absent.';
comment on column listing.source is 'Board or import.';
comment on column listing.listing is 'Number of the listing within its source, from 1, by time.';
comment on column listing.observed_at is 'When it was read, UTC.';
comment on column listing.postings is 'Postings it held.';
