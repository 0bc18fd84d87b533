-- One row per skill and spelling in the openings of $openings: in how many of them it stands. Spellings that differ in
-- case alone are one, shown in the commonest form.
with hit as (
    select skill, surface, vacancy_id
    from skill_hit
    join posting_vacancy using (posting_id)
    where requirement <> 'negated' and vacancy_id in (select unnest($openings::bigint[]))
),
whole as (select skill, count(distinct vacancy_id) as n from hit group by skill)
select skill, mode(surface order by surface) as surface, count(distinct vacancy_id) as k, any_value(whole.n) as n
from hit
join whole using (skill)
group by skill, lower(regexp_replace(surface, '\s+', ' ', 'g'))
order by skill, k desc, surface
