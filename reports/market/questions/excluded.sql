-- What was left out of the count of new demand, the largest first.
select reason, meaning, postings, share
from excluded
where reason <> 'counted'
order by postings desc, reason
