-- Pay as advertised where a skill is asked for, among all openings. It says what such openings advertise, not what the skill
-- is worth: roles, levels and places differ.
create or replace view skill_pay as
select
    paid.name as skill,
    skill.label,
    paid.currency,
    paid.n,
    paid.employers,
    paid.openings,
    paid.disclosure,
    quarters[1] as lower_quarter,
    quarters[2] as middle,
    quarters[3] as upper_quarter
from store.pay_group as paid
join skill on skill.skill = paid.name
where kind = 'skill' and enough;

comment on view skill_pay is 'One row per skill and currency with at least 30 openings of 10 employers that state pay: what they advertise for a year. No claim that the skill is the cause.';
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
