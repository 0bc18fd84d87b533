-- The twenty most asked skills of the current window, with the employers who ask. Soft skills, spoken languages,
-- degrees and certificates are other kinds of thing and are not ranked among tools, methods and fields of
-- knowledge.
with now as (
    select
        *,
        try_cast(split_part(period, ' to ', 1) || '-01' as date) as first_month,
        try_cast(split_part(period, ' to ', 2) || '-01' as date) as last_month
    from skill_share_now
    where slice = $slice
        and requirement = 'any'
        and type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
        and k > 0
    order by k desc, skill
    limit 20
),
shown as (select distinct basis, first_month, last_month from now),
latest as (
    select source, max(observed_at) as heard_at from crawl where verdict = 'accepted' and not archive group by source
),
opening as (
    select vacancy.vacancy_id, vacancy.company_key, vacancy.company
    from vacancy
    semi join vacancy_slice
        on vacancy_slice.vacancy_id = vacancy.vacancy_id and vacancy_slice.slice = $slice
    cross join shown
    left join latest using (source)
    where vacancy.unreadable is null
        and case shown.basis
            when 'new' then vacancy.not_new is null
                and date_trunc('month', vacancy.opened_on) between shown.first_month and shown.last_month
            else not vacancy.archive and vacancy.last_seen >= latest.heard_at
        end
),
by_employer as (
    select vacancy_skill.skill, opening.company_key, min(opening.company) as company, count(*) as k
    from opening
    join vacancy_skill using (vacancy_id)
    where vacancy_skill.skill in (select skill from now) and opening.company_key is not null
    group by vacancy_skill.skill, opening.company_key
),
employer as (
    select
        skill,
        first(company order by k desc, company_key) as largest_employer
    from by_employer
    group by skill
),
judged as (
    select
        now.*,
        employer.largest_employer
    from now
    left join employer using (skill)
)
select
    judged.skill,
    judged.label,
    judged.type,
    judged.k,
    judged.n,
    judged.employers_asking as employers,
    judged.largest_employer,
    judged.largest_part,
    judged.enough,
    judged.share,
    judged.low,
    judged.high,
    judged.withheld,
    coalesce(change.verdict, 'not tested') as verdict,
    judged.basis,
    judged.period
from judged
left join skill_change as change on change.skill = judged.skill and change.slice = $slice
order by judged.enough desc, judged.k desc, judged.skill
