-- Skills that are asked together at least half as often again as chance would have it, the surest first: ranked by the
-- lower end of the interval over the share of the second skill.
select
    one.label || ' + ' || two.label as label,
    one.label as first_label,
    two.label as second_label,
    skill_pair.k,
    skill_pair.k_skill,
    skill_pair.k_other,
    skill_pair.n,
    skill_pair.lift,
    skill_pair.k / skill_pair.k_skill::double as share,
    skill_pair.other_given_skill_low as low,
    skill_pair.other_given_skill_high as high,
    skill_pair.k_other / skill_pair.n::double as usual
from skill_pair
join skill as one on one.skill = skill_pair.skill
join skill as two on two.skill = skill_pair.other
where skill_pair.slice = $slice
    and skill_pair.lift > 1.5
    and skill_pair.k >= 30
    and one.type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
    and two.type not in ('soft', 'soft_skill', 'spoken_language', 'degree', 'certificate', 'licence')
order by low - usual desc, skill_pair.skill, skill_pair.other
limit 14
