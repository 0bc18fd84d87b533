-- Skills that stand together in the openings of the last twelve closed months: of all, and of each role. Counted again only
-- when one of these months has changed: warehouse/pairs.py counts what is due.
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
select vacancy_id, (row_number() over ())::integer as opening, 'role:' || role.role as slice
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
