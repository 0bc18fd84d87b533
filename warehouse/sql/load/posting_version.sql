-- Contents not met before; of a known one only an earlier first sight is new.
insert into store.posting_version
select distinct on (posting_id, version_hash)
    posting_id, version_hash, url, apply_url, title, company, description_html, description_text, locations,
    remote_raw, employment_type_raw, department, team, level_raw, language_raw, tags, requisition_id,
    posted_at, posted_at_raw, posted_at_basis, updated_at, valid_through,
    salary_raw, salary_min, salary_max, salary_currency, salary_period,
    observed_at
from incoming
anti join store.posting_version using (posting_id, version_hash)
order by posting_id, version_hash, observed_at, url, updated_at;

update store.posting_version
set first_seen = earlier.observed_at
from (select posting_id, version_hash, min(observed_at) as observed_at from incoming group by all) as earlier
where posting_version.posting_id = earlier.posting_id
    and posting_version.version_hash = earlier.version_hash
    and earlier.observed_at < posting_version.first_seen;
