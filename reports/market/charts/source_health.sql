-- Every source: what its last crawl brought against what it usually brings. The ill ones first, the larger ones
-- before the smaller.
select
    source,
    platform,
    status,
    postings,
    usual_low,
    usual_high,
    failing_since::date as failing_since,
    last_accepted::date as last_accepted,
    failure,
    reason,
    with_description,
    with_date,
    what_to_do
from source_health
order by
    case status when 'broken' then 0 when 'stale' then 1 when 'thin' then 2 when 'new' then 3 when 'ok' then 4 else 5 end,
    coalesce(usual_high, postings) desc,
    source
