-- A skill that the whole market knows and a window of all openings does not: its zero belongs into the series.
create or replace temp table known_skill as
select distinct skill
from store.skill_share
where slice = 'all' and requirement = 'any' and k > 0;

delete from store.skill_share
where slice = 'all' and requirement = 'any' and k = 0 and skill not in (select skill from known_skill);

insert into store.skill_share
select
    counted.span,
    counted.basis,
    counted.period,
    'all' as slice,
    known_skill.skill,
    'any' as requirement,
    0 as k,
    counted.n,
    effective_size(0, counted.n, 0, 0, counted.nn, counted.employers) as n_effective,
    counted.employers,
    0 as employers_asking,
    null as largest_part
from store.share_window as counted
cross join known_skill
anti join (
    select span, basis, period, skill from store.skill_share where slice = 'all' and requirement = 'any'
) as present using (span, basis, period, skill)
where counted.n is not null;

drop table known_skill;
