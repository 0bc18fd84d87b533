-- The new openings of the last twelve closed months with the pay they advertise, where they state one usable pay: one that
-- is neither one of several nor flagged as implausible. A year's amount, in the currency stated, never converted.
create or replace view vacancy_pay as
with stated as (
    select
        posting_id as vacancy_id,
        currency,
        (coalesce(annual_low, annual_high) + coalesce(annual_high, annual_low)) / 2 as middle
    from pay
    where currency is not null and coalesce(annual_low, annual_high) is not null
        and not list_has_any(flags, ['implausible', 'wide_range'])
    qualify count(*) over (partition by posting_id) = 1
)
select
    vacancy.vacancy_id,
    coalesce(vacancy.company_key, vacancy.vacancy_id::varchar) as employer,
    stated.currency,
    stated.middle
from vacancy
left join stated using (vacancy_id)
where unreadable is null and not_new is null
    and date_trunc('month', opened_on)::date in (select month from closed_month where back <= 12);

comment on view vacancy_pay is 'One row per new opening of the last twelve closed months: its pay for a year, where it states a usable one.';
comment on column vacancy_pay.vacancy_id is 'The opening.';
comment on column vacancy_pay.employer is 'Employer as used for linking; the opening itself where none is named.';
comment on column vacancy_pay.currency is 'Currency as stated, ISO 4217; null without usable pay.';
comment on column vacancy_pay.middle is 'Middle of the advertised range for a year; null without usable pay.';
