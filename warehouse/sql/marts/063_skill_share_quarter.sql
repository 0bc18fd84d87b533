-- The same for the three months that end with a month. Populations other than all have the last complete one and the same
-- a year before.
create or replace view skill_share_quarter as
select period as month, shown.* exclude (span, period), quarter_name(period) as period
from store.shown_share as shown
where span = 'quarter';

comment on view skill_share_quarter is 'One row per three months, population, skill and requirement; only closed months.';
comment on column skill_share_quarter.month is 'First day of the last of the three months.';
comment on column skill_share_quarter.basis is 'new: openings first advertised in the three months.';
comment on column skill_share_quarter.slice is 'Population; see vacancy_slice.';
comment on column skill_share_quarter.skill is 'Canonical id.';
comment on column skill_share_quarter.label is 'Name for people.';
comment on column skill_share_quarter.type is 'Type of the skill.';
comment on column skill_share_quarter.requirement is 'Which requirements count: any, must or nice; any has the unstated ones too.';
comment on column skill_share_quarter.k is 'Openings that ask for it.';
comment on column skill_share_quarter.n is 'Openings.';
comment on column skill_share_quarter.n_effective is 'Independent openings that would tell as much: those of one employer are alike.';
comment on column skill_share_quarter.employers is 'Employers of the n openings.';
comment on column skill_share_quarter.employers_asking is 'Employers of the k openings.';
comment on column skill_share_quarter.largest_part is 'Part of the k openings that one employer has, as a fraction.';
comment on column skill_share_quarter.withheld is 'Why no share is given: too_few (n_effective under 100, or k under 10), one_employer (over 40 % of k).';
comment on column skill_share_quarter.enough is 'Whether a share is given.';
comment on column skill_share_quarter.share is 'k / n as a fraction; null where it is withheld.';
comment on column skill_share_quarter.low is 'Lower end of the 95 % Wilson interval, with n_effective.';
comment on column skill_share_quarter.high is 'Upper end of it.';
comment on column skill_share_quarter.period is 'The three months, such as 2026-08 to 2026-10.';
