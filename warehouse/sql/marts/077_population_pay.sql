-- Pay as advertised, by population.
create or replace view population_pay as
select
    name as slice,
    currency,
    n,
    employers,
    openings,
    disclosure,
    enough,
    case when enough then quarters[1] end as lower_quarter,
    case when enough then quarters[2] end as middle,
    case when enough then quarters[3] end as upper_quarter
from store.pay_group
where kind = 'slice';

comment on view population_pay is 'One row per population and currency: pay for a year as advertised in the last twelve closed months.';
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
