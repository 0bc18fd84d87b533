-- Pay as advertised, by population: openings of the last twelve closed months. Amounts are for a year, in the currency
-- stated, never converted; who states pay at all is a choice, so the part that does stands beside.
create or replace table population_pay as
with unit as (
    select slice, vacancy_pay.*
    from vacancy_pay
    join vacancy_slice using (vacancy_id)
),
size as (select slice, count(*) as openings, count(middle) as stating from unit group by slice),
paid as (
    select
        slice,
        currency,
        count(*) as n,
        count(distinct employer) as employers,
        quantile_cont(middle, [0.25, 0.5, 0.75]) as quarters
    from unit
    where middle is not null
    group by all
)
select
    paid.slice,
    paid.currency,
    paid.n,
    paid.employers,
    size.openings,
    size.stating / size.openings as disclosure,
    paid.n >= 30 and paid.employers >= 10 as enough,
    case when enough then quarters[1] end as lower_quarter,
    case when enough then quarters[2] end as middle,
    case when enough then quarters[3] end as upper_quarter
from paid
join size using (slice);

comment on table population_pay is 'One row per population and currency: pay for a year as advertised in the last twelve closed months.';
comment on column population_pay.slice is 'Population; see vacancy_slice.';
comment on column population_pay.currency is 'Currency as stated, ISO 4217.';
comment on column population_pay.n is 'Openings with one usable pay in this currency.';
comment on column population_pay.employers is 'Employers of these.';
comment on column population_pay.openings is 'All openings of the population.';
comment on column population_pay.disclosure is 'Part of them that states a usable pay in any currency, as a fraction.';
comment on column population_pay.enough is 'Whether figures are given: at least 30 openings of 10 employers.';
comment on column population_pay.lower_quarter is 'A quarter of the openings advertises less (middle of the range, for a year).';
comment on column population_pay.middle is 'Half of them advertise less.';
comment on column population_pay.upper_quarter is 'A quarter advertises more.';
