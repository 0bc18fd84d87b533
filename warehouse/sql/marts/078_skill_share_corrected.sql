-- The shares now, corrected for what the reading of skills gets wrong (STATISTICS: Rogan and Gladen 1978, for counts of
-- what was found): share × precision / recall, measured on marked adverts. Each population has the two figures in the
-- proportion of technology adverts among its new openings of the last twelve closed months. The interval joins, on the
-- logarithmic scale, the uncertainty of the share and of both figures; it takes these as independent, which is wide, since
-- they come from the same adverts.
create or replace view skill_share_corrected as
with tech_role as (
    select role, isco[1:2] in ('25', '35') or isco in ('1330', '2120') as is_tech from role
),
mixed as (
    select slice, coalesce(avg(is_tech::integer), 0.5) as tech_part
    from vacancy
    join vacancy_slice using (vacancy_id)
    left join tech_role using (role)
    where unreadable is null and not_new is null
        and date_trunc('month', opened_on)::date in (select month from closed_month where back <= 12)
    group by slice
),
quality as (
    select
        slice,
        tech_part,
        sum(weight * "precision") as "precision",
        sum(weight * precision_low) as precision_low,
        sum(weight * precision_high) as precision_high,
        sum(weight * recall) as recall,
        sum(weight * recall_low) as recall_low,
        sum(weight * recall_high) as recall_high
    from mixed
    cross join lateral (values ('tech', tech_part), ('other', 1 - tech_part)) as part (trade, weight)
    join extraction_measure using (trade)
    group by slice, tech_part
    having count(*) = 2
)
select
    shown.slice,
    shown.skill,
    shown.label,
    shown.type,
    shown.basis,
    shown.period,
    shown.k,
    shown.n,
    shown.share,
    shown.low,
    shown.high,
    quality.tech_part,
    quality."precision",
    quality.recall,
    error_corrected(shown.share, "precision", recall) as corrected,
    shown.share * "precision" / recall / exp(1.959964 * sqrt(
        log_error(shown.low, shown.high) ** 2 + log_error(precision_low, precision_high) ** 2
        + log_error(recall_low, recall_high) ** 2
    )) as corrected_low,
    least(1, shown.share * "precision" / recall * exp(1.959964 * sqrt(
        log_error(shown.low, shown.high) ** 2 + log_error(precision_low, precision_high) ** 2
        + log_error(recall_low, recall_high) ** 2
    ))) as corrected_high
from skill_share_now as shown
join quality using (slice)
where shown.requirement = 'any' and shown.enough;

comment on view skill_share_corrected is 'One row per population and skill whose share is given: the share corrected for the measured errors of reading, with a band that holds those errors'' own uncertainty. No row while nothing was measured.';
comment on column skill_share_corrected.slice is 'Population; see vacancy_slice.';
comment on column skill_share_corrected.skill is 'Canonical id.';
comment on column skill_share_corrected.label is 'Name for people.';
comment on column skill_share_corrected.type is 'Type of the skill.';
comment on column skill_share_corrected.basis is 'new or live; see skill_share_now.';
comment on column skill_share_corrected.period is 'The months or the day meant.';
comment on column skill_share_corrected.k is 'Openings that were found to ask for it.';
comment on column skill_share_corrected.n is 'Openings.';
comment on column skill_share_corrected.share is 'k / n as a fraction, as in skill_share_now.';
comment on column skill_share_corrected.low is 'Lower end of its 95 % interval, sampling alone.';
comment on column skill_share_corrected.high is 'Upper end of it.';
comment on column skill_share_corrected.tech_part is 'Part of the population''s openings, of those with a known role, that are of information and communication technology.';
comment on column skill_share_corrected."precision" is 'Of what is found, the part that is right: measured over all skills together, mixed by tech_part.';
comment on column skill_share_corrected.recall is 'Of what stands there, the part that is found; likewise.';
comment on column skill_share_corrected.corrected is 'share × precision / recall: what the share would be if this skill were read as well and as badly as skills are on average.';
comment on column skill_share_corrected.corrected_low is 'Lower end of the 95 % band of sampling and reading together.';
comment on column skill_share_corrected.corrected_high is 'Upper end of it.';
