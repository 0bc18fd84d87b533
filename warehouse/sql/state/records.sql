-- Crawl records that loading has seen, by their path below landing, and why a data file was refused.
select record, refused
from store.landing_file;
