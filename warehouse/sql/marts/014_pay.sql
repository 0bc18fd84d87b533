-- Every pay that a posting states.
create or replace table pay as
with numbered as (
    select posting_id, unnest(pay) as pay, generate_subscripts(pay, 1) as pay_number
    from store.cleaned
)
select
    posting_id,
    pay_number,
    pay.low as low,
    pay.high as high,
    pay.currency as currency,
    pay.period as period,
    pay.tax as tax,
    pay.basis as basis,
    pay."start" as start_at,
    pay."end" as end_at,
    pay.flags as flags,
    pay.annual_low as annual_low,
    pay.annual_high as annual_high,
    pay.assumption as assumption,
    pay.order_eur as order_eur,
    pay.rates_on::date as rates_on
from numbered;

comment on table pay is 'One row per posting and pay stated: a range, a single amount, or one for each place or level.';
comment on column pay.posting_id is 'The posting.';
comment on column pay.pay_number is 'Its order in the source, from 1.';
comment on column pay.low is 'Lower amount as stated; null when only an upper one is.';
comment on column pay.high is 'Upper amount as stated; null when only a lower one is.';
comment on column pay.currency is 'ISO 4217 code (USDT: the token of that name); null when unknown.';
comment on column pay.period is 'hour, day, week, month, year; null when unknown.';
comment on column pay.tax is 'gross or net, where said.';
comment on column pay.basis is 'Where it was read: structured (the source''s fields), salary_text (its pay sentence), title, text.';
comment on column pay.start_at is 'First character of it in the text, for basis text.';
comment on column pay.end_at is 'Character after its last.';
comment on column pay.flags is 'What was inferred or looks wrong: currency_inferred, period_inferred, swapped, wide_range, implausible, hourly_times_2080.';
comment on column pay.annual_low is 'Lower amount for a year, in the same currency, by the assumption beside it.';
comment on column pay.annual_high is 'Upper amount for a year.';
comment on column pay.assumption is 'How many of its periods a year was taken to have.';
comment on column pay.order_eur is 'Middle of the annual amounts in euros at old rates: to put in order only, never to state a pay.';
comment on column pay.rates_on is 'Day of those rates.';
