-- Which open or recent openings ask for two skills together?
-- The last seen first. An opening that was seen in its source's last accepted crawl is most likely open still; look
-- before you write. Of imported history nobody knows whether it is open: it is never seen.
-- $skill = python: the one skill's id
-- $other = sql: the other's
select
    vacancy.title, vacancy.company, vacancy.location_raw as place, vacancy.remote,
    vacancy.opened_on, if(vacancy.archive, null, vacancy.last_seen) as last_seen, posting.url
from vacancy
join posting on posting.posting_id = vacancy.vacancy_id
where vacancy_id in (select vacancy_id from vacancy_skill where skill = $skill)
    and vacancy_id in (select vacancy_id from vacancy_skill where skill = $other)
order by last_seen desc nulls last, vacancy.opened_on desc nulls last, vacancy_id
limit 100
