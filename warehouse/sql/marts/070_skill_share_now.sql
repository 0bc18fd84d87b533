-- The share of each skill now: the last three closed months of new openings, or, where these are fewer than a hundred or
-- lie more than four months back, the openings live at each source's last accepted crawl.
create or replace view skill_share_now as
with quarter as (
    select period, n
    from store.share_cell
    where span = 'quarter' and slice = 'all'
    order by period desc
    limit 1
),
chosen as (
    select 'quarter' as span, quarter.period
    from quarter
    cross join store.as_of
    where quarter.n >= 100 and quarter.period >= as_of.today - interval 5 month
    union all
    select 'now', as_of.today from store.as_of
    order by span = 'quarter' desc
    limit 1
)
select
    shown.* exclude (span, period),
    if(span = 'now', 'live on ' || period::varchar, quarter_name(period)) as period,
    period as month
from store.shown_share as shown
join chosen using (span, period);

comment on view skill_share_now is 'One row per population, skill and requirement: its share now.';
comment on column skill_share_now.basis is 'new: openings first advertised in the period; live: openings seen in their source''s last accepted crawl.';
comment on column skill_share_now.slice is 'Population; see vacancy_slice.';
comment on column skill_share_now.skill is 'Canonical id.';
comment on column skill_share_now.label is 'Name for people.';
comment on column skill_share_now.type is 'Type of the skill.';
comment on column skill_share_now.requirement is 'Which requirements count: any, must or nice; any has the unstated ones too.';
comment on column skill_share_now.k is 'Openings that ask for it.';
comment on column skill_share_now.n is 'Openings.';
comment on column skill_share_now.n_effective is 'Independent openings that would tell as much: those of one employer are alike.';
comment on column skill_share_now.employers is 'Employers of the n openings.';
comment on column skill_share_now.employers_asking is 'Employers of the k openings.';
comment on column skill_share_now.largest_part is 'Part of the k openings that one employer has, as a fraction.';
comment on column skill_share_now.withheld is 'Why no share is given: too_few (n_effective under 100, or k under 10), one_employer (over 40 % of k).';
comment on column skill_share_now.enough is 'Whether a share is given.';
comment on column skill_share_now.share is 'k / n as a fraction; null where it is withheld.';
comment on column skill_share_now.low is 'Lower end of the 95 % Wilson interval, with n_effective.';
comment on column skill_share_now.high is 'Upper end of it.';
comment on column skill_share_now.period is 'The months or the day meant.';
comment on column skill_share_now.month is 'First day of the last of the months, or the day.';
