-- How long each opening was seen open, in days from the day it was advertised: still open at age `after`, gone at age
-- `gone` (negative: not seen to close), first seen at age `entry`. An opening closes with the last of its postings.
create or replace temp table lifetime_unit as
with life as (
    select
        link.vacancy_id,
        min(life.first_seen)::date as seen_from,
        max(life.last_seen)::date as seen_to,
        bool_and(life.status = 'closed') as closed,
        max(life.closed_before)::date as closed_by
    from posting_life as life
    join posting_vacancy as link using (posting_id)
    where life.first_seen is not null
    group by link.vacancy_id
)
select
    vacancy_slice.slice,
    greatest(seen_from - opened_on, 0) as entry,
    greatest(seen_to - opened_on, 0) as after,
    case when closed then greatest(closed_by - opened_on, greatest(seen_to - opened_on, 0) + 1) else -1 end as gone
from life
join vacancy using (vacancy_id)
join vacancy_slice using (vacancy_id)
where vacancy.opened_on is not null and not vacancy.archive and seen_to >= opened_on
    and (slice = 'all' or slice like 'role:%' or slice like 'level:%' or slice like 'country:%');
