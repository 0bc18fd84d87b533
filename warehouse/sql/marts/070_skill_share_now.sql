-- The share of each skill now: the last three complete months of new openings, or, where these are fewer than
-- a hundred, the openings live at each source's last accepted crawl.
create or replace table skill_share_now as
with today as (select today from store.as_of),
recent as (
    select distinct month
    from skill_share_month
    where basis = 'new' and complete and month >= (select date_trunc('month', today) - interval 4 month from today)
    order by month desc
    limit 3
),
latest as (
    select source, max(observed_at) as heard_at
    from crawl
    where verdict = 'accepted' and not archive
    group by source
),
unit as (
    select 'new' as basis, vacancy_id
    from vacancy
    where unreadable is null and not_new is null and date_trunc('month', opened_on) in (select month from recent)
    union all
    select 'live', vacancy.vacancy_id
    from vacancy
    join latest on latest.source = vacancy.source and vacancy.last_seen >= latest.heard_at
    where vacancy.unreadable is null and not vacancy.archive
),
size as (select basis, count(*) as n from unit group by basis),
chosen as (
    select
        basis,
        n,
        case basis
            when 'new' then (select strftime(min(month), '%Y-%m') || ' to ' || strftime(max(month), '%Y-%m') from recent)
            else 'live on ' || (select strftime(max(heard_at), '%Y-%m-%d') from latest)
        end as period
    from size
    order by basis = 'new' and n >= 100 desc, basis
    limit 1
),
asked as (
    select vacancy_skill.skill, count(*) as k
    from unit
    join chosen using (basis)
    join vacancy_skill using (vacancy_id)
    group by all
)
select
    skill.skill,
    skill.label,
    skill.type,
    'all' as slice,
    chosen.basis,
    chosen.period,
    asked.k,
    chosen.n,
    chosen.n >= 100 and asked.k >= 10 as enough,
    case when enough then asked.k / chosen.n::double end as share,
    case when enough then wilson_low(asked.k, chosen.n) end as low,
    case when enough then wilson_high(asked.k, chosen.n) end as high
from asked
cross join chosen
join skill using (skill);

comment on table skill_share_now is 'One row per skill: its share now.';
comment on column skill_share_now.skill is 'Canonical id.';
comment on column skill_share_now.label is 'Name for people.';
comment on column skill_share_now.type is 'Type of the skill.';
comment on column skill_share_now.slice is 'Population; all: every readable opening.';
comment on column skill_share_now.basis is 'new: openings first advertised in the period; live: openings seen in the last accepted crawl.';
comment on column skill_share_now.period is 'The months or the day meant.';
comment on column skill_share_now.k is 'Openings that ask for it.';
comment on column skill_share_now.n is 'Openings.';
comment on column skill_share_now.enough is 'Whether there are enough to give a share: n at least 100 and k at least 10.';
comment on column skill_share_now.share is 'k / n as a fraction; null when there are too few.';
comment on column skill_share_now.low is 'Lower end of the 95 % Wilson interval; openings are taken as independent.';
comment on column skill_share_now.high is 'Upper end of it.';
