-- One row per employer: its names, and whether it looks like an agency, with the evidence.
create or replace table employer as
with named as (
    select company_key, company, count(*) as postings, bool_and(company = source) as only_board
    from posting
    where company_key is not null
    group by company_key, company
),
called as (
    select
        company_key,
        first(company order by only_board, postings desc, company) as name,
        list(company order by postings desc, company) as names
    from named
    group by company_key
),
signed as (
    select
        posting.company_key,
        count(*) as postings,
        count(distinct link.vacancy_id) as openings,
        count(distinct posting.source) as sources,
        bool_or(sign.agency_name) as agency_name,
        avg(sign.client_phrase::integer) as with_client_phrase
    from posting
    join posting_vacancy as link using (posting_id)
    join store.link_index as sign using (posting_id)
    where posting.company_key is not null
    group by posting.company_key
),
copied as (
    select posting.company_key, count(distinct other.company_key) as others, count(distinct posting.posting_id) as postings
    from posting
    join posting_vacancy as link using (posting_id)
    join posting_vacancy as beside using (vacancy_id)
    join posting as other on other.posting_id = beside.posting_id and other.company_key <> posting.company_key
    group by posting.company_key
)
select
    signed.company_key,
    called.name,
    called.names,
    signed.postings,
    signed.openings,
    signed.sources,
    signed.with_client_phrase,
    coalesce(copied.postings, 0) / signed.postings::double as shared_with_others,
    list_filter(
        [
            case when signed.agency_name then 'its name is an agency''s, or hides the employer' end,
            case when signed.postings >= 3 and signed.with_client_phrase >= 0.5
                then 'half or more of its adverts speak of a client' end,
            case when copied.others >= 3 and copied.postings >= 0.3 * signed.postings
                then 'three in ten of its adverts stand at ' || copied.others || ' other employers too' end
        ],
        lambda sign: sign is not null
    ) as agency_evidence,
    len(agency_evidence) > 0 as agency
from signed
join called using (company_key)
left join copied using (company_key);

comment on table employer is 'One row per employer, under one name, with signs of an agency as facts.';
comment on column employer.company_key is 'Name without case, spaces, punctuation and legal form.';
comment on column employer.name is 'The name most of its adverts give.';
comment on column employer.names is 'All names seen, the commonest first.';
comment on column employer.postings is 'Adverts.';
comment on column employer.openings is 'Openings they belong to.';
comment on column employer.sources is 'Boards and imports they stand on.';
comment on column employer.with_client_phrase is 'Share of adverts that speak for a client ("our client", "unser Kunde").';
comment on column employer.shared_with_others is 'Share of adverts whose opening stands at another employer as well.';
comment on column employer.agency_evidence is 'What speaks for an agency, in words; empty if nothing does.';
comment on column employer.agency is 'Whether anything does.';
