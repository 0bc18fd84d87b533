-- One row per opening; its facts are those of its first posting.
create or replace table vacancy as
with folded as (
    select
        vacancy_id,
        count(*) as postings,
        count(distinct posting.source) as sources,
        count(distinct posting.location_raw) as places,
        count(*) filter (where basis in ('same_text_again', 'near_text_again', 'edited_text_again')) as reposts,
        max(posting.last_seen) as last_seen
    from posting_vacancy
    join posting using (posting_id)
    group by vacancy_id
)
select
    folded.vacancy_id,
    first.source,
    first.title,
    first.company,
    first.company_key,
    first.opened_on,
    folded.last_seen,
    folded.postings,
    folded.sources,
    folded.places,
    folded.reposts,
    first.location_raw,
    first.country,
    first.region_code as region,
    first.remote,
    first.role,
    first.level,
    first.employment_type,
    first.language,
    first.archive,
    first.unreadable,
    first.not_new
from folded
join posting as first on first.posting_id = folded.vacancy_id;

comment on table vacancy is 'One row per opening: reposts and copies in several places folded into one.';
comment on column vacancy.vacancy_id is 'Identity: the posting_id of its first posting.';
comment on column vacancy.source is 'Source of its first posting.';
comment on column vacancy.title is 'Title.';
comment on column vacancy.company is 'Employer as stated.';
comment on column vacancy.company_key is 'Employer as used for linking.';
comment on column vacancy.opened_on is 'Day it was first advertised; null when unknown.';
comment on column vacancy.last_seen is 'Last crawl that listed any of its postings, UTC.';
comment on column vacancy.postings is 'Postings folded into it.';
comment on column vacancy.sources is 'Sources they stand on.';
comment on column vacancy.places is 'Different location texts among them.';
comment on column vacancy.reposts is 'How often it was advertised again.';
comment on column vacancy.location_raw is 'Places of its first posting, as stated.';
comment on column vacancy.country is 'Country of its first posting''s first place, ISO 3166-1.';
comment on column vacancy.region is 'Region of that place, ISO 3166-2.';
comment on column vacancy.role is 'Role family of its first posting, as in the relation role, or unknown.';
comment on column vacancy.level is 'intern, entry, mid, senior, lead, manager, executive, unknown.';
comment on column vacancy.remote is 'remote, hybrid, onsite, unknown.';
comment on column vacancy.employment_type is 'full_time, part_time, contract, internship, temporary, volunteer, other, unknown.';
comment on column vacancy.language is 'ISO 639-1 code of the text.';
comment on column vacancy.archive is 'True if known from imported history only.';
comment on column vacancy.unreadable is 'Why it is in no denominator; null when it is in.';
comment on column vacancy.not_new is 'Why it is not counted as new demand; null when it is.';
