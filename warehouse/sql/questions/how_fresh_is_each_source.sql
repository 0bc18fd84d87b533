-- How fresh and how complete is each source?
-- The parts that are filled are those of the last accepted crawl. A source without descriptions cannot say which skills
-- it asks for, and is left out of every share.
select source, platform, status, last_crawl, last_accepted, postings, usual_low, usual_high, with_description, with_date, with_location
from source_health
order by status, source
