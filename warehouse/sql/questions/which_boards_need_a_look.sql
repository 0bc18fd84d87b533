-- Which boards could not be believed at their last crawl, since when, and what is to be done?
-- What a suspicious board listed is used; it is no evidence that anything is gone. A rejected one is not used at all.
select source, status, failure, reason, failing_since, last_accepted, what_to_do
from source_health
where status not in ('ok', 'new', 'archive')
order by failing_since, source
