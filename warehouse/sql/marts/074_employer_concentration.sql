-- How far a population is a few employers' affair, over the last three closed months of new openings.
create or replace table employer_concentration as
with quarter as (select max(period) as month from store.share_cell where span = 'quarter' and slice = 'all'),
size as (
    select slice, coalesce(company_key, vacancy_id::varchar) as employer, count(*) as n
    from vacancy
    join vacancy_slice using (vacancy_id)
    cross join quarter
    where unreadable is null and not_new is null
        and date_trunc('month', opened_on) between month - interval 2 month and month
    group by all
),
ranked as (select *, row_number() over (partition by slice order by n desc, employer) as place from size)
select
    slice,
    sum(n)::bigint as n,
    count(*) as employers,
    max(n) / sum(n) as largest_part,
    sum(n) filter (where place <= 10) / sum(n) as ten_largest_part,
    pow(sum(n), 2) / sum(n * n) as employers_effective
from ranked
group by slice;

comment on table employer_concentration is 'One row per population: how its new openings of the last three closed months are spread over employers.';
comment on column employer_concentration.slice is 'Population.';
comment on column employer_concentration.n is 'Openings.';
comment on column employer_concentration.employers is 'Employers.';
comment on column employer_concentration.largest_part is 'Part of the largest one, as a fraction.';
comment on column employer_concentration.ten_largest_part is 'Part of the ten largest.';
comment on column employer_concentration.employers_effective is 'So many employers of equal size would be as concentrated (inverse Herfindahl index).';
