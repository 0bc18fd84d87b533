-- The sources by what reads them, with the postings seen on them so far.
select
    health.platform,
    health.status = 'archive' as archive,
    count(*) as sources,
    min(health.source) as a_source,
    sum(coalesce(seen.postings, 0))::bigint as postings
from source_health as health
left join (select source, count(*) as postings from posting group by source) as seen using (source)
group by all
order by postings desc, health.platform, archive
