-- A skill that the whole market knows and a window of all openings does not: its zero belongs into the series.
create or replace temp table known_skill as
select distinct counted.skill
from store.share_count as counted
join store.share_cell as cell using (cell)
where cell.slice = 'all' and requirement = 0 and k > 0;

delete from store.share_count where requirement = 0 and k = 0 and skill not in (from known_skill);

insert into store.share_count
select
    cell.cell,
    known_skill.skill,
    0 as requirement,
    0 as k,
    effective_size(0, cell.n, 0, 0, cell.nn, cell.employers) as n_effective,
    0 as asking,
    0 as largest
from store.share_cell as cell
cross join known_skill
anti join (select cell, skill from store.share_count where requirement = 0) as present using (cell, skill)
where cell.slice = 'all';

drop table known_skill;
