-- No difference is shown without a verdict.
select slice, skill from skill_change
where verdict not in ('rising', 'falling', 'no clear change', 'too few to say')
    or (verdict in ('rising', 'falling') and (q_value is null or q_value > 0.1));
