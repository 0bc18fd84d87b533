-- What decides which postings are one opening: one row per posting in the index.
with sign as (
    select
        employer,
        bool_or(agency_name) or (count(*) >= 3 and avg(client_phrase::integer) >= 0.5) as agency
    from store.link_index
    group by employer
)
select
    signed.posting_id,
    signed.employer,
    signed.block,
    signed.text_id,
    hash(cleaned.title_key) as title,
    hash(seen.source) as source,
    case when cleaned.location_raw is null then 0 else hash(lower(cleaned.location_raw)) end::ubigint as place,
    case when version.requisition_id is null then 0 else hash(version.requisition_id) end::ubigint as requisition,
    signed.letters,
    (coalesce(case when cleaned.date_basis <> 'first_seen' then cleaned.posted_on end, seen.first_seen::date)
        - date '1970-01-01')::integer as from_day,
    case when seen.archive then from_day else greatest(from_day, seen.last_seen::date - date '1970-01-01') end::integer
        as to_day,
    seen.archive,
    cleaned.company_key is not null as named,
    sign.agency or signed.client_phrase as agency,
    signed.title_words,
    cleaned.company_key
from store.link_index as signed
join sign using (employer)
join store.cleaned as cleaned using (posting_id)
join store.posting_seen as seen using (posting_id)
join store.posting_version as version
    on version.posting_id = seen.posting_id and version.version_hash = seen.version_hash
order by signed.posting_id;
