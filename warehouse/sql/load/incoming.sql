-- The rows of one batch of landing files, each with its identity and the hash of its content.
-- White space, the order of places and the casing of the employer's name do not make a new version, nor do
-- addresses and update stamps.
create or replace temp table incoming as
with line as (
    select * exclude (filename), filename as data
    from read_json(
        $files,
        format = 'newline_delimited',
        filename = true,
        columns = {
            source: 'VARCHAR', platform: 'VARCHAR', native_id: 'VARCHAR', url: 'VARCHAR', apply_url: 'VARCHAR',
            title: 'VARCHAR', company: 'VARCHAR', description_html: 'VARCHAR', description_text: 'VARCHAR',
            locations: 'STRUCT(text VARCHAR, city VARCHAR, region VARCHAR, country VARCHAR, postal_code VARCHAR, latitude VARCHAR, longitude VARCHAR)[]',
            remote_raw: 'VARCHAR', employment_type_raw: 'VARCHAR', department: 'VARCHAR', team: 'VARCHAR',
            level_raw: 'VARCHAR', language_raw: 'VARCHAR', tags: 'VARCHAR[]', requisition_id: 'VARCHAR',
            posted_at: 'VARCHAR', posted_at_raw: 'VARCHAR', posted_at_basis: 'VARCHAR', updated_at: 'VARCHAR',
            valid_through: 'VARCHAR', salary_raw: 'VARCHAR', salary_min: 'VARCHAR', salary_max: 'VARCHAR',
            salary_currency: 'VARCHAR', salary_period: 'VARCHAR'
        }
    )
)
select
    (md5_number_lower(line.source || chr(31) || native_id) >> 1)::bigint as posting_id,
    md5(concat_ws(
        chr(31),
        without_white_space(title), lower(trim(company)),
        without_white_space(coalesce(description_html, '')), without_white_space(coalesce(description_text, '')),
        list_sort(locations)::varchar, remote_raw, employment_type_raw, department, team, level_raw, language_raw,
        list_sort(tags)::varchar, requisition_id, posted_at, valid_through,
        salary_raw, salary_min, salary_max, salary_currency, salary_period
    )) as version_hash,
    record.observed_at,
    record.archive,
    line.* exclude (data)
from line
join incoming_record as record using (data);
