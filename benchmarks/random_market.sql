-- Fills an empty published copy with an invented market of getvariable('vacancies') openings over 26 months, by
-- arithmetic alone: the same number gives the same rows with every version of the database. Two skills rise.
create or replace temp macro mixed(i, salt) as (i::bigint * 48271 + salt::bigint * 133100993) % 2147483647;
create or replace temp macro chance(i, salt) as
    (mixed(i, salt) * (mixed(i, salt) % 104729 + salt) % 2147483647) / 2147483647.0;

-- A vocabulary of its own, so that the shipped catalogue may grow without another market coming out.
create or replace temp table vocabulary as
select
    number::integer as number, lower(label) as skill, label, 'tool' as type, 0.34 / pow(number, 0.75) as usual
from (
    select label, row_number() over () as number from (select unnest([
    'Python', 'SQL', 'Java', 'JavaScript', 'Excel', 'Docker', 'Git', 'Linux', 'AWS', 'TypeScript',
    'Kubernetes', 'React', 'Angular', 'Terraform', 'Jenkins', 'Kafka', 'Tableau', 'Pandas', 'Spark',
    'Hadoop', 'Django', 'Flask', 'PHP', 'Ruby', 'Rust', 'Go', 'Scala', 'Kotlin', 'Swift', 'Perl', 'R',
    'Julia', 'MATLAB', 'SAP', 'Salesforce', 'Jira', 'Figma', 'Photoshop', 'AutoCAD', 'Ansible', 'Puppet',
    'Chef', 'Redis', 'MongoDB', 'MySQL', 'Oracle', 'Snowflake', 'Airflow'
    ]) as label)
);

delete from skill;
insert into skill by name select skill, label, type, 'software' as area, 'random' as catalogue from vocabulary;
delete from skill_alias;
insert into skill_alias by name select label as alias, skill from vocabulary;

create or replace temp table role_name as
select * from (values
    (0, 'software', 'software engineering'), (1, 'data', 'data and analysis'), (2, 'nursing', 'nursing'),
    (3, 'sales', 'sales'), (4, 'warehouse', 'warehouse work'), (5, 'design', 'design')
) as named (number, role, label);

create or replace temp table made as
select
    i as vacancy_id,
    (date '2024-09-20' + (i * 780 // getvariable('vacancies'))::integer)::date as opened_on,
    'board_' || lpad((i % 40)::varchar, 2, '0') as source,
    (chance(i, 1) * chance(i, 2) * greatest(300, getvariable('vacancies') // 12))::integer as employer,
    (chance(i, 3) * 6)::integer % 6 as role_number,
    ['intern', 'entry', 'mid', 'senior', 'senior', 'lead'][1 + (chance(i, 4) * 6)::integer % 6] as level,
    ['US', 'US', 'GB', 'DE', 'FR', 'IN'][1 + (chance(i, 5) * 6)::integer % 6] as country,
    ['remote', 'hybrid', 'onsite', 'onsite', 'unknown'][1 + (chance(i, 6) * 5)::integer % 5] as remote,
    case when chance(i, 7) < 0.03 then 'too_short' end as unreadable
from range(getvariable('vacancies')) as numbered (i);

insert into vacancy by name
select
    vacancy_id, source, 'Opening ' || vacancy_id as title, 'Firm ' || employer as company,
    'firm ' || employer as company_key, opened_on, opened_on + interval 30 day as last_seen, 1 as postings,
    1 as sources, 1 as places, 0 as reposts, country as location_raw, country,
    remote, role, level, 'full_time' as employment_type, 'en' as language, false as archive, unreadable
from made
join role_name on number = role_number;

insert into posting by name
select
    vacancy_id as posting_id, source, 'greenhouse' as platform, vacancy_id::varchar as native_id,
    'https://jobs.example/' || vacancy_id as url, 'Opening ' || vacancy_id as title, 'Firm ' || employer as company,
    'firm ' || employer as company_key,
    'We look for somebody with knowledge of the trade.' as text,
    'en' as language, opened_on, case when chance(vacancy_id, 8) < 0.9 then opened_on end as posted_on,
    opened_on as first_seen, opened_on + interval 30 day as last_seen, 30 as sightings, false as archive,
    case when chance(vacancy_id, 9) < 0.8 then country end as location_raw, remote,
    case when chance(vacancy_id, 10) < 0.7 then 'full_time' else 'unknown' end as employment_type, unreadable,
    case when chance(vacancy_id, 13) < 0.4 then (chance(vacancy_id, 14) * 6)::integer end as years_min,
    case when chance(vacancy_id, 15) < 0.3 then 'required' end as degree_requirement
from made
union all by name
select
    vacancy_id + getvariable('vacancies') as posting_id, source, 'greenhouse' as platform,
    'again ' || vacancy_id as native_id, 'https://jobs.example/again/' || vacancy_id as url,
    'Opening ' || vacancy_id as title, 'Firm ' || employer as company, 'firm ' || employer as company_key,
    'The same again.' as text, 'en' as language, opened_on, opened_on as posted_on, opened_on as first_seen,
    opened_on + interval 30 day as last_seen, 30 as sightings, false as archive, country as location_raw, remote,
    'full_time' as employment_type, unreadable
from made
where chance(vacancy_id, 11) < 0.1;

insert into posting_vacancy by name
select
    posting_id, posting_id % getvariable('vacancies') as vacancy_id,
    case
        when posting_id < getvariable('vacancies') then 'first'
        when posting_id % 3 = 0 then 'near_text_other_source'
        else 'same_text_again'
    end as basis,
    case when posting_id >= getvariable('vacancies') and posting_id % 3 = 0 then 0.86 else 1 end as score
from posting;

insert into vacancy_skill by name
select
    vacancy_id, skill,
    ['must', 'must', 'unstated', 'nice'][1 + (chance(vacancy_id, 900 + number) * 4)::integer % 4] as requirement
from made
cross join vocabulary
where chance(vacancy_id, 100 + number) < usual
    -- Each role asks for some skills twice as often, and each level leans on some.
    * case when number % 6 = role_number then 2.0 else 0.8 end
    * case when level = 'senior' and number % 5 = 1 then 1.5 when level = 'entry' and number % 5 = 1 then 0.4 else 1 end
    -- The third and the fourth rise, the fifth falls.
    * case
        when number in (3, 4) and opened_on >= date '2026-03-01' then 1.8
        when number = 5 and opened_on >= date '2026-03-01' then 0.5
        else 1
    end;

insert into skill_hit by name
select
    posting.posting_id, vacancy_skill.skill, vacancy_skill.requirement, 'requirements' as section, 10 as start,
    20 as "end",
    case when chance(posting.posting_id, 12) < 0.3 then vocabulary.label || '.js' else vocabulary.label end as surface,
    'random' as taxonomy_version
from vacancy_skill
join posting_vacancy using (vacancy_id)
join posting using (posting_id)
join vocabulary on vocabulary.skill = vacancy_skill.skill;

insert into vacancy_slice by name
select vacancy_id, 'all' as slice, 'all openings' as label from made
union all by name
select vacancy_id, 'panel' as slice, 'sources watched for fifteen months' as label from made
union all by name
select vacancy_id, 'remote:' || remote as slice, remote as label from made where remote <> 'unknown'
union all by name
select vacancy_id, 'role:' || role as slice, role_name.label from made join role_name on number = role_number
union all by name
select vacancy_id, 'level:' || level as slice, level as label from made
union all by name
select vacancy_id, 'country:' || country as slice, country as label from made
union all by name
select vacancy_id, 'role_country:' || role || ':' || country as slice, role_name.label || ' in ' || country as label
from made
join role_name on number = role_number;

-- Shares, with a design effect of 1.4 throughout.
create or replace temp table counted as
with opening as (
    select vacancy_id, slice, date_trunc('month', opened_on)::date as month, employer
    from made
    join vacancy_slice using (vacancy_id)
    where unreadable is null
),
size as (select slice, month, count(*) as n, count(distinct employer) as employers from opening group by all)
select
    size.slice, size.month, vacancy_skill.skill, size.n, size.employers, count(*) as k,
    count(*) filter (where requirement = 'must') as must, approx_count_distinct(opening.employer) as asking
from opening
join size using (slice, month)
join vacancy_skill using (vacancy_id)
group by all;

insert into skill_share_month by name
select
    month, 'new' as basis, slice, skill, label, type, 'any' as requirement, k, n, n / 1.4 as n_effective, employers,
    asking as employers_asking, 0.02 as largest_part, case when n < 140 or k < 10 then 'too_few' end as withheld,
    withheld is null as enough, case when enough then k / n end as share,
    wilson_low(k / 1.4, n / 1.4) as low, wilson_high(k / 1.4, n / 1.4) as high, month < date '2026-11-01' as complete
from counted
join vocabulary using (skill);

create or replace temp table quarterly as
with ending as (
    select * from (values (date '2025-10-01'), (date '2026-07-01'), (date '2026-10-01')) as named (month)
),
monthly as (select distinct slice, month, n, employers from counted),
size as (
    select slice, ending.month, sum(n)::bigint as n, max(employers) as employers
    from ending
    join monthly on monthly.month between ending.month - interval 2 month and ending.month
    group by all
)
select
    slice, skill, ending.month, sum(k)::bigint as k, sum(must)::bigint as must, any_value(size.n) as n,
    any_value(size.employers) as employers, max(asking) as asking
from ending
join counted on counted.month between ending.month - interval 2 month and ending.month
join size using (slice)
where size.month = ending.month
group by all;

insert into skill_share_quarter by name
select
    month, 'new' as basis, slice, skill, label, type, requirement, n_asked as k, n, n / 1.4 as n_effective, employers,
    asking as employers_asking, 0.02 as largest_part, case when n < 140 or k < 10 then 'too_few' end as withheld,
    withheld is null as enough, case when enough then n_asked / n end as share,
    case when enough then wilson_low(n_asked / 1.4, n / 1.4) end as low,
    case when enough then wilson_high(n_asked / 1.4, n / 1.4) end as high,
    strftime(month - interval 2 month, '%Y-%m') || ' to ' || strftime(month, '%Y-%m') as period
from quarterly
join vocabulary using (skill)
cross join lateral (values ('any', k), ('must', must)) as asked (requirement, n_asked);

insert into skill_share_now by name
select * exclude (basis), basis from skill_share_quarter where month = date '2026-10-01';

insert into skill_change by name
with compared as (
    select
        now.slice, now.skill, now.label, now.type, now.period, before.period as earlier_period, now.k as k1,
        now.n as n1, before.k as k0, before.n as n0, now.employers, now.k / now.n::double as share1,
        before.k / before.n::double as share0, share1 - share0 as difference,
        sqrt(1.4 * (share1 * (1 - share1) / now.n + share0 * (1 - share0) / before.n)) as deviation
    from skill_share_quarter as now
    join skill_share_quarter as before
        on before.slice = now.slice and before.skill = now.skill and before.requirement = now.requirement
        and before.month = date '2025-10-01'
    where now.requirement = 'any' and now.month = date '2026-10-01' and now.enough and before.enough
)
select
    * exclude (deviation), difference - 1.96 * deviation as low, difference + 1.96 * deviation as high,
    difference as raw_difference, 0 as mix, 1.4 as design_effect, 0.02 as largest_part, count(*) over (partition by slice) as tested,
    case
        when abs(difference) < 3.3 * deviation then 'no clear change'
        when difference > 0 then 'rising'
        else 'falling'
    end as verdict
from compared;

insert into skill_pair by name
with recent as (
    select vacancy_id, skill from vacancy_skill join made using (vacancy_id)
    where opened_on >= date '2025-11-01' and vacancy_id % greatest(1, getvariable('vacancies') // 40000) = 0
),
single as (select skill, count(*) as k from recent group by skill),
size as (select count(distinct vacancy_id) as n from recent)
select
    'all' as slice, one.skill, two.skill as other, count(*) as k, any_value(a.k) as k_skill, any_value(b.k) as k_other,
    any_value(size.n) as n, count(*) * any_value(size.n) / any_value(a.k * b.k)::double as lift,
    wilson_low(count(*), any_value(a.k)) as other_given_skill_low,
    wilson_high(count(*), any_value(a.k)) as other_given_skill_high
from recent as one
join recent as two on two.vacancy_id = one.vacancy_id and two.skill > one.skill
join single as a on a.skill = one.skill
join single as b on b.skill = two.skill
cross join size
group by one.skill, two.skill
having count(*) >= 30;

insert into crawl by name
select
    'board_' || lpad(board::varchar, 2, '0') as source, 'greenhouse' as platform, 'crawl' as kind,
    month + interval 24 day as observed_at, 'accepted' as verdict, 100 as postings, false as archive
from range(40) as boards (board)
cross join (select date '2024-09-01' + to_months(back::integer) as month from range(26) as months (back)) as calendar
union all by name
select
    'board_' || lpad(board::varchar, 2, '0') as source, 'greenhouse' as platform, 'crawl' as kind,
    timestamp '2026-11-08 04:00' as observed_at, case when board = 7 then 'rejected' else 'accepted' end as verdict,
    100 as postings, false as archive
from range(40) as boards (board);

insert into source_month by name
select source, date_trunc('month', observed_at)::date as month, 30 as days_heard, 1 as crawl_days, true as heard
from crawl
where observed_at < timestamp '2026-11-01';

insert into emerging_term by name
select
    'all' as slice, 'Widgetizer ' || number as label, 90 - number * number as k, 40 - 2 * number as employers,
    'experience with Widgetizer ' || number || ' and knowledge of the trade' as quote
from range(2, 6) as numbered (number);

insert into source_health by name
select
    'board_' || lpad(board::varchar, 2, '0') as source, 'greenhouse' as platform,
    case when board = 7 then 'broken' when board = 8 then 'thin' when board = 9 then 'new' else 'ok' end as status,
    timestamp '2026-11-08 04:00' as last_crawl, case when board = 7 then 'http_404' when board = 8 then 'drop' end as failure,
    case when board = 7 then 'there is no such board' when board = 8 then 'far fewer postings' end as meaning,
    case when board in (7, 8) then timestamp '2026-11-01 04:00' end as failing_since,
    case board when 7 then 0 when 8 then 31 else 90 + board % 9 end as postings,
    case when board <> 9 then 80 end as usual_low, case when board <> 9 then 105 end as usual_high,
    1.0 as with_description, 0.9 as with_date, 'look at the board' as what_to_do
from range(40) as boards (board);

insert into excluded by name
select 'counted' as reason, 'counted as new demand' as meaning, count(*) as postings, 1.0 as share from vacancy where unreadable is null
union all by name
select 'too_short' as reason, 'too little text to read' as meaning, count(*) as postings, 0.03 as share from vacancy where unreadable is not null;

insert into vacancy_lifetime by name
with size as (
    select slice, count(*) as n from vacancy_slice where slice = 'all' or slice like 'role:%' or slice like 'level:%' group by slice
)
select
    slice, n, n * 7 // 10 as closed, 20 + length(slice) as median_days, 19 + length(slice) as median_low,
    22 + length(slice) as median_high, 12 as quarter_closed_days, 55 as three_quarters_closed_days,
    0.3 as open_after_30, 0.1 as open_after_90
from size;

insert into vacancy_fact by name
select vacancy_id, 30 as open_days, 0 as reposts, [] as signs, chance(vacancy_id, 16) < 0.08 as evergreen from made;

insert into population_pay by name
with size as (
    select slice, count(*) as n from vacancy_slice where slice = 'all' or slice like 'role:%' or slice like 'level:%' group by slice
)
select
    slice, currency, n // divisor as n, n // divisor // 3 as employers, n as openings, 0.4 as disclosure, true as enough,
    (38000 + 1500 * length(slice)) * factor as lower_quarter, (50000 + 1800 * length(slice)) * factor as middle,
    (64000 + 2300 * length(slice)) * factor as upper_quarter
from size
cross join (values ('USD', 3, 1.0), ('EUR', 8, 0.8)) as money (currency, divisor, factor);
