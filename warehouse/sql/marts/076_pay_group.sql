-- Pay as advertised in the last twelve closed months, aggregated alike for populations and for skills; population_pay and
-- skill_pay show it. Amounts are for a year, in the currency stated, never converted; who states pay at all is a choice, so
-- the part that does stands beside.
create or replace table store.pay_group as
with unit as (
    select 'slice' as kind, slice as name, vacancy_pay.*
    from vacancy_pay
    join vacancy_slice using (vacancy_id)
    union all
    select 'skill', skill, vacancy_pay.*
    from vacancy_pay
    join vacancy_skill using (vacancy_id)
),
size as (select kind, name, count(*) as openings, count(middle) as stating from unit group by all),
paid as (
    select
        kind,
        name,
        currency,
        count(*) as n,
        count(distinct employer) as employers,
        quantile_cont(middle, [0.25, 0.5, 0.75]) as quarters
    from unit
    where middle is not null
    group by all
)
select
    paid.*,
    size.openings,
    size.stating / size.openings as disclosure,
    paid.n >= 30 and paid.employers >= 10 as enough
from paid
join size using (kind, name);

comment on table store.pay_group is 'One row per population or skill and currency: pay for a year as advertised, with its quarters.';
