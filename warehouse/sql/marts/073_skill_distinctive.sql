-- What sets a population apart: a skill's share in it beside its share among all openings, in the same period.
create or replace view skill_distinctive as
select
    here.slice,
    here.skill,
    here.label,
    here.type,
    here.k,
    here.n,
    here.share,
    everywhere.share as share_of_all,
    here.share / everywhere.share as lift,
    here.low / everywhere.high as lift_at_least,
    case
        when here.low > everywhere.high and lift >= 1.5 then 'distinctive'
        when here.share >= 0.1 and everywhere.share >= 0.1 then 'generic'
        else 'neither'
    end as kind
from skill_share_now as here
join skill_share_now as everywhere
    on everywhere.slice = 'all' and everywhere.skill = here.skill and everywhere.requirement = 'any'
where here.slice <> 'all' and here.requirement = 'any' and here.share is not null and everywhere.share is not null;

comment on view skill_distinctive is 'One row per population and skill with a share in it and among all.';
comment on column skill_distinctive.slice is 'Population.';
comment on column skill_distinctive.skill is 'Canonical id.';
comment on column skill_distinctive.label is 'Name for people.';
comment on column skill_distinctive.type is 'Type of the skill.';
comment on column skill_distinctive.k is 'Openings of the population that ask for it.';
comment on column skill_distinctive.n is 'Openings of the population.';
comment on column skill_distinctive.share is 'k / n, as a fraction.';
comment on column skill_distinctive.share_of_all is 'The same among all openings.';
comment on column skill_distinctive.lift is 'share / share_of_all.';
comment on column skill_distinctive.lift_at_least is 'The lower end of the one interval over the upper end of the other: a careful lift.';
comment on column skill_distinctive.kind is 'distinctive: clearly more often than among all, and at least half as often again; generic: at least a tenth here and everywhere.';
