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
    dated.updated_on,
    dated.first_seen,
    dated.last_seen,
    dated.sightings,
    dated.archive,
    dated.location_raw,
    dated.places[1].country as country,
    dated.places[1].region_code as region_code,
    dated.places[1].city as city,
    dated.remote,
    dated.remote_basis,
    dated.remote_conflict,
    dated.remote_scope,
    dated.employment_type,
    dated.role,
    dated.level,
    dated.years_min,
    dated.years_max,
    dated.degree,
    dated.degree_requirement,
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
comment on column posting.text is 'Body as plain text, one line per paragraph, list item or heading; e-mail addresses, phone numbers and marked names masked.';
comment on column posting.language is 'ISO 639-1 code of the body; null when undecided.';
comment on column posting.opened_on is 'Day the opening began: the posted date where it can be trusted, else the day of first sight; null when neither is known.';
comment on column posting.posted_on is 'Posted date where the source gives one that can be trusted.';
comment on column posting.date_basis is 'What posted_on rests on: published, created, relative, or first_seen when the source gives no usable date.';
comment on column posting.date_flag is 'Why a stated date was not used: future_date, absurd_date, unreadable_date.';
comment on column posting.updated_on is 'Day the source says it last changed the advert; never a posting date.';
comment on column posting.first_seen is 'First crawl that listed it, UTC.';
comment on column posting.last_seen is 'Last crawl that listed it, UTC.';
comment on column posting.sightings is 'Number of crawls that listed it.';
comment on column posting.archive is 'True if it is known from imported history only.';
comment on column posting.location_raw is 'Places as stated, separated by " | ".';
comment on column posting.country is 'Country of the first place, ISO 3166-1; all places stand in the relation place.';
comment on column posting.region_code is 'Region of the first place, ISO 3166-2; null when unknown.';
comment on column posting.city is 'City of the first place, as the gazetteer or, where that lacks it, the source names it.';
comment on column posting.remote is 'remote, hybrid, onsite, unknown.';
comment on column posting.remote_basis is 'What that rests on: source (its own field), location, title, text; null when unknown.';
comment on column posting.remote_conflict is 'True if the text says otherwise than the source: what the text says is believed over "remote".';
comment on column posting.remote_scope is 'For remote work: the countries, regions or zones it may be done from, separated by ","; null when not said.';
comment on column posting.employment_type is 'full_time, part_time, contract, internship, temporary, volunteer, other, unknown.';
comment on column posting.role is 'Role family read from the title, as in the relation role, or unknown.';
comment on column posting.level is 'intern, entry, mid, senior, lead, manager, executive, unknown: from the title, else the source''s field, else the years asked.';
comment on column posting.years_min is 'Years of experience asked, at least; null when none are named.';
comment on column posting.years_max is 'Years of experience asked, at most; null when open.';
comment on column posting.degree is 'Lowest degree named: secondary, bachelor, master, doctor; null when none is named.';
comment on column posting.degree_requirement is 'required or preferred; null when no degree is named.';
comment on column posting.department is 'Department as stated.';
comment on column posting.requisition_id is 'The employer''s own number of the opening.';
comment on column posting.unreadable is 'Why it is in no denominator: no_text, short_text, uncovered_language, cleaning_failed; null when it can be read.';
comment on column posting.not_new is 'Why it is not counted as new demand: no_date, before_source_was_watched (stock found when a source joined), source_never_accepted.';
comment on column posting.title_key is 'Title without case, white space and gender marks; used for linking.';
comment on column posting.text_key is 'Hash of the normalised body; used for linking.';
