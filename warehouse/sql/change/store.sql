-- The rows of one population.
insert into skill_change
select
    changes.slice,
    changes.skill,
    skill.label,
    skill.type,
    $period,
    $earlier,
    k1,
    n1,
    k0,
    n0,
    if(isfinite(design_effect), share1, null),
    if(isfinite(design_effect), share0, null),
    difference,
    low,
    high,
    at_least,
    raw_difference,
    mix,
    if(isfinite(design_effect), design_effect, null),
    employers,
    largest_part,
    tested,
    p_value,
    q_value,
    if(isfinite(design_effect), smallest_visible_change(share0, n1 / design_effect, n0 / design_effect), null),
    verdict
from changes
join skill using (skill);
