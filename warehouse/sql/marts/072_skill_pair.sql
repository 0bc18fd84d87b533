-- Skills that stand together in the openings of the last twelve closed months: of all, and of each role. Counted again only
-- when one of these months has changed. Each opening's pairs are formed once, for both.
create table if not exists skill_pair (
    slice varchar not null,
    skill varchar not null,
    other varchar not null,
    k bigint not null,
    k_skill bigint not null,
    k_other bigint not null,
    n bigint not null,
    lift double not null,
    other_given_skill_low double,
    other_given_skill_high double
);

create or replace temp table pair_due as
select digest
from (
    select hash(string_agg(period || ' ' || digest, ',' order by period)) as digest
    from store.share_window
    where span = 'month' and basis = 'new' and period in (select month from closed_month where back <= 12)
)
where digest::varchar not in (select digest from store.kept where relation = 'skill_pair');

delete from skill_pair where exists (from pair_due);

create or replace temp table pair_opening as
select vacancy_id, 'role:' || role.role as slice
from vacancy
left join role on role.role = vacancy.role
where exists (from pair_due) and unreadable is null and not_new is null
    and date_trunc('month', opened_on)::date in (select month from closed_month where back <= 12);

create or replace temp table pair_population as
with size as (
    select 'all' as slice, count(*) as n from pair_opening
    union all
    select slice, count(*) from pair_opening where slice is not null group by slice
)
select slice, row_number() over (order by slice)::usmallint as number, n from size where n >= 100;

create or replace temp table pair_single as
with asked as (select slice, asked.skill from pair_opening join store.asked as asked using (vacancy_id))
select number, skill, count(*) as k
from asked
join pair_population using (slice)
group by all
having k >= 30
union all
select number, skill, count(*) as k
from asked
join pair_population on pair_population.slice = 'all'
group by all
having k >= 30;

-- A skill that is common in a role is common among all.
create or replace temp table pair_asked as
select asked.vacancy_id, asked.skill, in_role.number as role_number
from pair_opening
join store.asked as asked using (vacancy_id)
left join pair_population using (slice)
left join pair_single as in_role on in_role.number = pair_population.number and in_role.skill = asked.skill
where asked.skill in (select skill from pair_single);

create or replace temp table pair_together as
select
    one.skill as one,
    two.skill as two,
    if(one.role_number is not null and two.role_number is not null, one.role_number, null) as role_number
from pair_asked as one
join pair_asked as two on two.vacancy_id = one.vacancy_id and two.skill > one.skill;

insert into skill_pair
with pair as (
    select pair_population.number, one, two, count(*) as k
    from pair_together
    join pair_population on pair_population.slice = 'all'
    group by all
    having count(*) >= 30
    union all
    select role_number, one, two, count(*) from pair_together where role_number is not null group by all having count(*) >= 30
),
named as (
    select pair.number, pair.k, one.skill as one, two.skill as two, pair.one as one_number, pair.two as two_number
    from pair
    join store.skill_number as one on one.number = pair.one
    join store.skill_number as two on two.number = pair.two
),
-- The first of the two ids stands first.
ordered as (
    select number, k, least(one, two) as skill, greatest(one, two) as other,
        if(one < two, one_number, two_number) as skill_number, if(one < two, two_number, one_number) as other_number
    from named
)
select
    population.slice,
    ordered.skill,
    ordered.other,
    ordered.k,
    one.k as k_skill,
    two.k as k_other,
    population.n,
    ordered.k * population.n / (one.k * two.k)::double as lift,
    wilson_low(ordered.k, one.k) as other_given_skill_low,
    wilson_high(ordered.k, one.k) as other_given_skill_high
from ordered
join pair_population as population using (number)
join pair_single as one on one.number = ordered.number and one.skill = ordered.skill_number
join pair_single as two on two.number = ordered.number and two.skill = ordered.other_number;

delete from store.kept where relation = 'skill_pair' and exists (from pair_due);

insert into store.kept select 'skill_pair', digest::varchar from pair_due;

drop table pair_together;
drop table pair_asked;
drop table pair_single;
drop table pair_population;
drop table pair_opening;
drop table pair_due;

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
