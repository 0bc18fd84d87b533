-- Lines that an employer puts into most of its adverts: the same line in at least 80 % of at least 5 openings.
-- What they name is said of the employer, not asked for by the opening. Copies of one opening count once. Only
-- lines in which a skill was found are kept, so the work is that of counting hits.
create or replace table store.template_line as
with opening as (
    select vacancy_id, company_key
    from vacancy
    where company_key is not null and unreadable is null
),
employer as (
    select company_key, count(*) as openings
    from opening
    group by company_key
    having count(*) >= 5
),
used as (
    select opening.company_key, hit.line, count(distinct opening.vacancy_id) as openings
    from store.hit as hit
    join opening on opening.vacancy_id = hit.posting_id
    where hit.line is not null
    group by opening.company_key, hit.line
)
select used.company_key, used.line, used.openings, employer.openings as all_openings
from used
join employer using (company_key)
where used.openings >= 0.8 * employer.openings;

comment on table store.template_line is 'Lines of adverts that stand in at least 80 % of an employer''s openings, of at least 5.';
comment on column store.template_line.company_key is 'The employer.';
comment on column store.template_line.line is 'Hash of the line without case and outer white space.';
comment on column store.template_line.openings is 'Openings of the employer that have the line.';
comment on column store.template_line.all_openings is 'Openings of the employer.';
