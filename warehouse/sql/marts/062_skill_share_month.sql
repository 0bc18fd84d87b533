-- Share of readable openings that ask for a skill, by month.
create or replace view skill_share_month as
select
    period as month,
    shown.* exclude (span, period),
    (select today from store.as_of) >= (period + interval 1 month)::date + 7 as complete
from store.shown_share as shown
where span = 'month';

comment on view skill_share_month is 'One row per month, basis, population, skill and requirement: the share of readable openings that ask for it.';
comment on column skill_share_month.month is 'First day of the month.';
comment on column skill_share_month.basis is 'new: openings first advertised in the month; live: open on its 15th.';
comment on column skill_share_month.slice is 'Population; see vacancy_slice.';
comment on column skill_share_month.skill is 'Canonical id.';
comment on column skill_share_month.label is 'Name for people.';
comment on column skill_share_month.type is 'Type of the skill.';
comment on column skill_share_month.requirement is 'Which requirements count: any, must or nice; any has the unstated ones too.';
comment on column skill_share_month.k is 'Openings that ask for it.';
comment on column skill_share_month.n is 'Openings.';
comment on column skill_share_month.n_effective is 'Independent openings that would tell as much: those of one employer are alike.';
comment on column skill_share_month.employers is 'Employers of the n openings.';
comment on column skill_share_month.employers_asking is 'Employers of the k openings.';
comment on column skill_share_month.largest_part is 'Part of the k openings that one employer has, as a fraction.';
comment on column skill_share_month.withheld is 'Why no share is given: too_few (n_effective under 100, or k under 10), one_employer (over 40 % of k).';
comment on column skill_share_month.enough is 'Whether a share is given.';
comment on column skill_share_month.share is 'k / n as a fraction; null where it is withheld.';
comment on column skill_share_month.low is 'Lower end of the 95 % Wilson interval, with n_effective.';
comment on column skill_share_month.high is 'Upper end of it.';
comment on column skill_share_month.complete is 'Whether the month is closed: seven days past its end.';
