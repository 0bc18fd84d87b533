-- What published reports said of shares and changes, and what the same data say now: late adverts, better linking and
-- another catalogue revise numbers, and a riser may not go on rising.
create or replace view verdict_fate as
select
    said.edition,
    said.day,
    said.issue,
    said.slice,
    said.skill,
    said.label,
    said.later_period as period_then,
    now.period as period_now,
    said.verdict as verdict_then,
    if(said.verdict is not null, coalesce(now.verdict, 'too few to say'), null) as verdict_now,
    case
        when said.verdict is null then null
        when said.verdict not in ('rising', 'falling') then 'had no clear change'
        when verdict_now = said.verdict then 'stands'
        when verdict_now in ('rising', 'falling') then 'turned round'
        when verdict_now = 'no clear change' then 'no longer clear'
        else 'too few now'
    end as fate,
    said.difference as difference_then,
    now.difference as difference_now,
    said.period as share_period,
    said.share as share_then,
    counted.share as share_now,
    counted.share - said.share as revision
from vintage as said
left join skill_change as now using (slice, skill)
left join skill_share_quarter as counted
    on counted.slice = said.slice and counted.skill = said.skill and counted.period = said.period
    and counted.requirement = 'any' and counted.basis = 'new' and counted.enough;

comment on view verdict_fate is 'One row per published report and skill with a share or a verdict: what was said then and what the data say now.';
comment on column verdict_fate.edition is 'Edition of the report.';
comment on column verdict_fate.day is 'Day of the report.';
comment on column verdict_fate.issue is '1, or more if other numbers were published on the same day.';
comment on column verdict_fate.slice is 'Population of the edition.';
comment on column verdict_fate.skill is 'Canonical id.';
comment on column verdict_fate.label is 'Name for people, as printed then.';
comment on column verdict_fate.period_then is 'The later months of the comparison then.';
comment on column verdict_fate.period_now is 'The later months of the comparison now.';
comment on column verdict_fate.verdict_then is 'rising, falling, no clear change; null where only a share was printed.';
comment on column verdict_fate.verdict_now is 'The verdict of skill_change now; too few to say also where the skill is no longer compared.';
comment on column verdict_fate.fate is 'stands; no longer clear; turned round; too few now; had no clear change. Null where no verdict was printed.';
comment on column verdict_fate.difference_then is 'Change of the share as printed then, as a fraction.';
comment on column verdict_fate.difference_now is 'Change of the share of skill_change now: of other months once a month has closed.';
comment on column verdict_fate.share_period is 'The months that the printed share is about.';
comment on column verdict_fate.share_then is 'The share as printed then, as a fraction.';
comment on column verdict_fate.share_now is 'The share of the same months as counted now; null where these months are no longer counted for the population.';
comment on column verdict_fate.revision is 'share_now - share_then.';
