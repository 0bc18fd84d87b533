-- One row per advert on one source, cleaned. Postings not cleaned yet are not shown.
create or replace view posting as
with watched as (
    select source, min(observed_at)::date as since
    from crawl
    where verdict = 'accepted' and not archive
    group by source
),
dated as (
    select
        seen.*,
        cleaned.* exclude (posting_id, version_hash, rules),
        case
            when cleaned.posted_on is not null and cleaned.date_basis <> 'first_seen' then cleaned.posted_on
            when not seen.archive then seen.first_seen::date
        end as opened_on
    from store.posting_seen as seen
    join store.cleaned as cleaned on cleaned.posting_id = seen.posting_id
)
select
    dated.posting_id,
    dated.source,
    dated.platform,
    dated.native_id,
    version.url,
    dated.title,
    dated.company,
    dated.company_key,
    dated.text,
    dated.language,
    dated.opened_on,
    dated.posted_on,
    dated.date_basis,
    dated.date_flag,
    dated.first_seen,
    dated.last_seen,
    dated.sightings,
    dated.archive,
    dated.location_raw,
    dated.remote,
    dated.employment_type,
    version.department,
    version.requisition_id,
    dated.unreadable,
    case
        when dated.opened_on is null then 'no_date'
        when dated.archive then null
        when dated.opened_on < watched.since - 14 then 'before_source_was_watched'
        when dated.date_basis = 'first_seen' and dated.opened_on < watched.since + 14 then 'before_source_was_watched'
        when watched.since is null then 'source_never_accepted'
    end as not_new,
    dated.title_key,
    dated.text_key
from dated
join store.posting_version as version
    on version.posting_id = dated.posting_id and version.version_hash = dated.version_hash
left join watched on watched.source = dated.source;

comment on view posting is 'One row per advert on one source.';
comment on column posting.posting_id is 'Identity, made from source and native_id.';
comment on column posting.source is 'Board or import it stands on.';
comment on column posting.platform is 'Which spider or importer read it.';
comment on column posting.native_id is 'The source''s own identifier.';
comment on column posting.url is 'Where a person reads it.';
comment on column posting.title is 'Title, white space tidied.';
comment on column posting.company is 'Employer as stated.';
comment on column posting.company_key is 'Employer without legal form, case and punctuation; used for linking.';
comment on column posting.text is 'Body as plain text, one line per paragraph, list item or heading; e-mail addresses and phone numbers masked.';
comment on column posting.language is 'ISO 639-1 code of the body; null when undecided.';
comment on column posting.opened_on is 'Day the opening began: the posted date where it can be trusted, else the day of first sight; null when neither is known.';
comment on column posting.posted_on is 'Posted date where the source gives one that can be trusted.';
comment on column posting.date_basis is 'What posted_on rests on: published, created, relative, or first_seen when the source gives no usable date.';
comment on column posting.date_flag is 'Why a stated date was not used: future_date, absurd_date.';
comment on column posting.first_seen is 'First crawl that listed it, UTC.';
comment on column posting.last_seen is 'Last crawl that listed it, UTC.';
comment on column posting.sightings is 'Number of crawls that listed it.';
comment on column posting.archive is 'True if it is known from imported history only.';
comment on column posting.location_raw is 'Places as stated, separated by " | ".';
comment on column posting.remote is 'remote, hybrid, onsite, unknown.';
comment on column posting.employment_type is 'full_time, part_time, contract, internship, temporary, volunteer, other, unknown.';
comment on column posting.department is 'Department as stated.';
comment on column posting.requisition_id is 'The employer''s own number of the opening.';
comment on column posting.unreadable is 'Why it is in no denominator: no_text, short_text, uncovered_language, cleaning_failed; null when it can be read.';
comment on column posting.not_new is 'Why it is not counted as new demand: no_date, before_source_was_watched (stock found when a source joined), source_never_accepted.';
comment on column posting.title_key is 'Title without case, white space and gender marks; used for linking.';
comment on column posting.text_key is 'Hash of the normalised body; used for linking.';
