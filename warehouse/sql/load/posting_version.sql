-- Contents not met before, as they were at their first sight; of a known one only an earlier first sight is new.
create or replace temp table earlier_version as
with first_sight as (
    select distinct on (posting_id, version_hash) *
    from incoming
    order by posting_id, version_hash, observed_at, coalesce(url, ''), coalesce(updated_at, ''), coalesce(company, '')
)
select first_sight.*
from first_sight
left join store.posting_version as known using (posting_id, version_hash)
where known.posting_id is null
    or (first_sight.observed_at, coalesce(first_sight.url, ''), coalesce(first_sight.updated_at, ''), coalesce(first_sight.company, ''))
        < (known.first_seen, coalesce(known.url, ''), coalesce(known.updated_at, ''), coalesce(known.company, ''));

insert or replace into store.posting_version
select
    posting_id, version_hash, url, apply_url, title, company, description_html, description_text, locations,
    remote_raw, employment_type_raw, department, team, level_raw, language_raw, tags, requisition_id,
    posted_at, posted_at_raw, posted_at_basis, updated_at, valid_through,
    salary_raw, salary_min, salary_max, salary_currency, salary_period,
    observed_at
from earlier_version;
