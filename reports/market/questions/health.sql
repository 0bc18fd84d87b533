-- Every source; the ill ones first, the larger ones before the smaller.
select
    source, platform, status, failure, meaning, what_to_do, postings, usual_low, usual_high,
    failing_since::date as failing_since, last_crawl::date as last_crawl, with_description, with_date
from source_health
order by
    case status when 'broken' then 0 when 'stale' then 1 when 'thin' then 2 when 'new' then 3 when 'ok' then 4 else 5 end,
    coalesce(usual_high, postings) desc,
    source
