-- Pay as advertised where a skill is asked for, among all openings of the last twelve closed months. It says what such
-- openings advertise, not what the skill is worth: roles, levels and places differ.
create or replace table skill_pay as
with asking as (select skill, vacancy_pay.* from vacancy_pay join vacancy_skill using (vacancy_id)),
size as (select skill, count(*) as openings, count(middle) as stating from asking group by skill),
paid as (
    select
        skill,
        currency,
        count(*) as n,
        count(distinct employer) as employers,
        quantile_cont(middle, [0.25, 0.5, 0.75]) as quarters
    from asking
    where middle is not null
    group by all
    having n >= 30 and employers >= 10
)
select
    paid.skill,
    skill.label,
    paid.currency,
    paid.n,
    paid.employers,
    size.openings,
    size.stating / size.openings as disclosure,
    quarters[1] as lower_quarter,
    quarters[2] as middle,
    quarters[3] as upper_quarter
from paid
join size using (skill)
join skill using (skill);

comment on table skill_pay is 'One row per skill and currency with at least 30 openings of 10 employers that state pay: what they advertise for a year. No claim that the skill is the cause.';
comment on column skill_pay.skill is 'Canonical id.';
comment on column skill_pay.label is 'Name for people.';
comment on column skill_pay.currency is 'Currency as stated, ISO 4217; never converted.';
comment on column skill_pay.n is 'Openings with one usable pay in this currency.';
comment on column skill_pay.employers is 'Employers of these.';
comment on column skill_pay.openings is 'All openings that ask for the skill.';
comment on column skill_pay.disclosure is 'Part of them that states a usable pay in any currency, as a fraction.';
comment on column skill_pay.lower_quarter is 'A quarter of the openings advertises less (middle of the range, for a year).';
comment on column skill_pay.middle is 'Half of them advertise less.';
comment on column skill_pay.upper_quarter is 'A quarter advertises more.';
