-- The twenty most asked skills of the current window. Soft skills, spoken languages, degrees and
-- certificates are other kinds of thing and are not ranked among tools, methods and fields of knowledge.
with verdicts as (
    select skill, any_value(verdict) as verdict
    from skill_change
    where slice = 'all'
    group by skill
)
select
    now.skill,
    now.label,
    now.type,
    now.k,
    now.n,
    case when now.enough then now.share end as share,
    case when now.enough then now.low end as low,
    case when now.enough then now.high end as high,
    now.enough,
    coalesce(verdicts.verdict, 'not tested') as verdict,
    now.basis,
    now.period
from skill_share_now as now
left join verdicts using (skill)
where now.type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
  and now.k > 0
order by now.enough desc, now.share desc, now.skill
limit 20
