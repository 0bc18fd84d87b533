-- Share of readable openings that ask for a skill, by month.
-- new: openings first advertised in the month. live: open on its 15th (only where the source was watched then).
create or replace table skill_share_month as
with today as (select today from store.as_of),
opening as (
    select vacancy_id, source, opened_on, last_seen::date as last_day, archive, not_new
    from vacancy
    where unreadable is null and opened_on is not null and opened_on <= (select today from today)
),
month as (
    select unnest(generate_series(
        date_trunc('month', min(opened_on)), date_trunc('month', max(opened_on)), interval 1 month
    ))::date as month
    from opening
),
watched as (
    select source, min(observed_at)::date as since
    from crawl
    where verdict = 'accepted' and not archive
    group by source
),
unit as (
    select date_trunc('month', opened_on)::date as month, 'new' as basis, vacancy_id
    from opening
    where not_new is null
    union all
    select month.month, 'live', opening.vacancy_id
    from opening
    join watched using (source)
    join month
        on opening.opened_on <= month.month + 14
        and opening.last_day >= month.month + 14
        and watched.since <= month.month + 14
    where not opening.archive
),
size as (select month, basis, count(*) as n from unit group by all),
asked as (
    select unit.month, unit.basis, vacancy_skill.skill, count(*) as k
    from unit
    join vacancy_skill using (vacancy_id)
    group by all
),
named as (select distinct skill from asked),
counted as (
    select size.month, size.basis, named.skill, coalesce(asked.k, 0) as k, size.n
    from size
    cross join named
    left join asked on asked.month = size.month and asked.basis = size.basis and asked.skill = named.skill
)
select
    counted.month,
    counted.basis,
    'all' as slice,
    counted.skill,
    skill.label,
    skill.type,
    'any' as requirement,
    counted.k,
    counted.n,
    counted.n >= 100 and counted.k >= 10 as enough,
    case when enough then counted.k / counted.n::double end as share,
    case when enough then wilson_low(counted.k, counted.n) end as low,
    case when enough then wilson_high(counted.k, counted.n) end as high,
    (select today from today) >= (counted.month + interval 1 month)::date + 7 as complete
from counted
join skill using (skill);

comment on table skill_share_month is 'One row per month, basis and skill: the share of readable openings that ask for it.';
comment on column skill_share_month.month is 'First day of the month.';
comment on column skill_share_month.basis is 'new: openings first advertised in the month; live: open on its 15th.';
comment on column skill_share_month.slice is 'Population; all: every readable opening.';
comment on column skill_share_month.skill is 'Canonical id.';
comment on column skill_share_month.label is 'Name for people.';
comment on column skill_share_month.type is 'Type of the skill.';
comment on column skill_share_month.requirement is 'Which requirements count; any: must, nice and unstated.';
comment on column skill_share_month.k is 'Openings that ask for it.';
comment on column skill_share_month.n is 'Openings.';
comment on column skill_share_month.enough is 'Whether there are enough to give a share: n at least 100 and k at least 10.';
comment on column skill_share_month.share is 'k / n as a fraction; null when there are too few.';
comment on column skill_share_month.low is 'Lower end of the 95 % Wilson interval; openings are taken as independent.';
comment on column skill_share_month.high is 'Upper end of it.';
comment on column skill_share_month.complete is 'Whether the month is closed: seven days past its end.';
