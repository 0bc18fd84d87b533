-- A comparison with labels, ranked by what each change is at least.
select skill.label, skill.type, changes.*
from changes
join skill using (skill)
order by verdict not in ('rising', 'falling'), abs(coalesce(at_least, 0)) desc, abs(coalesce(difference, 0)) desc, skill;
