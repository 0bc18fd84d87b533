-- What a naive report would show is the change within the sources and their mix, and nothing else.
select slice, skill, raw_difference, difference, mix from skill_change
where difference is not null and abs(raw_difference - difference - mix) > 1e-9;
