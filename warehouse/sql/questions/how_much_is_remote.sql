-- How large is the part of new openings that can be done remotely, month by month?
-- Unknown is shown beside: many adverts do not say. Openings of all sources, so a source that joins can move it.
select
    date_trunc('month', opened_on)::date as month,
    count(*) as n,
    count(*) filter (where remote = 'remote') / n as remote,
    wilson_low(count(*) filter (where remote = 'remote'), n) as remote_low,
    wilson_high(count(*) filter (where remote = 'remote'), n) as remote_high,
    count(*) filter (where remote = 'hybrid') / n as hybrid,
    count(*) filter (where remote = 'onsite') / n as onsite,
    count(*) filter (where remote = 'unknown') / n as unknown
from vacancy
where not_new is null and opened_on is not null
group by month
having n >= 100
order by month
