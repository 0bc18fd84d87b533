-- One row per opening of the target. $basis open: seen in its source's last accepted crawl; new: first advertised from
-- $since to $until. $roles, $levels and $places are populations of which one will do (empty: any); $asking_roles are
-- such too, whose openings count where they ask for one of $asking_skills; $title, $level_title and $place are patterns
-- for what the copy knows no population of (empty: any). $remote: '', also, only, no.
with opening as (
    select
        vacancy.*,
        not vacancy.archive and vacancy.last_seen >= source_health.last_accepted as is_open,
        (
            (len($places::varchar[]) = 0 and $place = '')
            or vacancy_id in (select vacancy_id from vacancy_slice where list_contains($places::varchar[], slice))
            or ($place <> '' and regexp_matches(coalesce(location_raw, ''), $place))
        ) as is_near
    from vacancy
    left join source_health using (source)
    where unreadable is null
)
select
    vacancy_id,
    opening.title,
    opening.company,
    coalesce(opening.company_key, vacancy_id::varchar) as company_key,
    opening.opened_on,
    opening.last_seen,
    opening.reposts,
    opening.places,
    opening.remote,
    opening.location_raw as location,
    opening.source,
    posting.url,
    is_open
from opening
join posting on posting.posting_id = vacancy_id
where case when $basis = 'open' then is_open else opening.not_new is null and opening.opened_on between $since and $until end
    and (
        (len($roles::varchar[]) = 0 and len($asking_roles::varchar[]) = 0 and $title = '')
        or ($title <> '' and regexp_matches(opening.title, $title))
        or vacancy_id in (select vacancy_id from vacancy_slice where list_contains($roles::varchar[], slice))
        or vacancy_id in (
            select vacancy_id
            from vacancy_slice
            semi join (
                select vacancy_id
                from vacancy_skill
                where list_contains($asking_skills::varchar[], skill) and requirement <> 'nice'
            ) as asking using (vacancy_id)
            where list_contains($asking_roles::varchar[], slice)
        )
    )
    and (len($levels::varchar[]) = 0 or vacancy_id in (
        select vacancy_id from vacancy_slice where list_contains($levels::varchar[], slice)
    ))
    and ($level_title = '' or regexp_matches(opening.title, $level_title))
    and case $remote
        when 'only' then opening.remote = 'remote'
        when 'no' then opening.remote <> 'remote' and is_near
        when 'also' then is_near or opening.remote = 'remote'
        else is_near
    end
order by vacancy_id
