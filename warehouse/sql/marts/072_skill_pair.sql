-- Skills that stand together in the openings of the last twelve closed months, by population.
create or replace table skill_pair as
with unit as (
    select vacancy_slice.slice, vacancy.vacancy_id
    from vacancy
    join vacancy_slice using (vacancy_id)
    where unreadable is null and not_new is null
        and date_trunc('month', opened_on)::date in (select month from closed_month where back <= 12)
        and (slice = 'all' or slice like 'role:%')
),
size as (select slice, count(*) as n from unit group by slice having n >= 100),
asked as (
    select unit.slice, unit.vacancy_id, vacancy_skill.skill
    from unit
    join size using (slice)
    join vacancy_skill using (vacancy_id)
),
single as (select slice, skill, count(*) as k from asked group by all having k >= 30),
common as (select asked.* from asked semi join single using (slice, skill)),
pair as (
    select one.slice, one.skill as skill, two.skill as other, count(*) as k
    from common as one
    join common as two on two.slice = one.slice and two.vacancy_id = one.vacancy_id and two.skill > one.skill
    group by all
    having count(*) >= 30
)
select
    pair.slice,
    pair.skill,
    pair.other,
    pair.k,
    one.k as k_skill,
    two.k as k_other,
    size.n,
    pair.k * size.n / (one.k * two.k)::double as lift,
    wilson_low(pair.k, one.k) as other_given_skill_low,
    wilson_high(pair.k, one.k) as other_given_skill_high
from pair
join size using (slice)
join single as one on one.slice = pair.slice and one.skill = pair.skill
join single as two on two.slice = pair.slice and two.skill = pair.other;

comment on table skill_pair is 'One row per population and two skills that at least thirty openings of the last twelve closed months ask for together.';
comment on column skill_pair.slice is 'Population: all, or a role.';
comment on column skill_pair.skill is 'The one skill; the first of the two ids.';
comment on column skill_pair.other is 'The other.';
comment on column skill_pair.k is 'Openings that ask for both.';
comment on column skill_pair.k_skill is 'Openings that ask for the one.';
comment on column skill_pair.k_other is 'Openings that ask for the other.';
comment on column skill_pair.n is 'Openings.';
comment on column skill_pair.lift is 'How many times more often they stand together than if one had nothing to do with the other.';
comment on column skill_pair.other_given_skill_low is 'Of those that ask for the one, the part that asks for the other: lower end of the 95 % interval.';
comment on column skill_pair.other_given_skill_high is 'Upper end of it.';
