-- What loading, cleaning and extraction keep. Internal: reports and people read the relations of main.
create schema if not exists store;

create table if not exists store.as_of (today date not null);
comment on table store.as_of is 'One row: the day of the last build. No view reads the clock.';

create table if not exists store.landing_file (
    record varchar primary key,
    source varchar not null,
    observed_at timestamp not null,
    archive boolean not null,
    refused varchar
);
comment on table store.landing_file is 'Crawl records already loaded, by their path below landing; refused says why a data file was not.';

create table if not exists store.posting_seen (
    posting_id bigint primary key,
    source varchar not null,
    platform varchar not null,
    native_id varchar not null,
    archive boolean not null,
    first_seen timestamp not null,
    last_seen timestamp not null,
    sightings integer not null,
    version_hash varchar not null
);
comment on table store.posting_seen is 'One row per posting: when it was first and last seen, and its current content version.';

create table if not exists store.sighting_run (
    posting_id bigint not null,
    source varchar not null,
    seen_from timestamp not null,
    seen_to timestamp not null
);
comment on table store.sighting_run is 'Sightings without loss, a few rows per posting: each usable crawl of the source from seen_from to seen_to listed the posting, the one before and the one after did not. Imported history leaves none.';

create table if not exists store.gone (
    posting_id bigint not null,
    source varchar not null,
    told_at timestamp not null,
    primary key (posting_id, told_at)
);
comment on table store.gone is 'The source itself said that the posting is closed: a removal in a stream, or its page answered 404 or 410, in an accepted crawl.';

create table if not exists store.posting_version (
    posting_id bigint not null,
    version_hash varchar not null,
    url varchar,
    apply_url varchar,
    title varchar not null,
    company varchar,
    description_html varchar using compression zstd,
    description_text varchar using compression zstd,
    locations struct(text varchar, city varchar, region varchar, country varchar, postal_code varchar, latitude varchar, longitude varchar)[],
    remote_raw varchar,
    employment_type_raw varchar,
    department varchar,
    team varchar,
    level_raw varchar,
    language_raw varchar,
    tags varchar[],
    requisition_id varchar,
    posted_at varchar,
    posted_at_raw varchar,
    posted_at_basis varchar,
    updated_at varchar,
    valid_through varchar,
    salary_raw varchar,
    salary_min varchar,
    salary_max varchar,
    salary_currency varchar,
    salary_period varchar,
    first_seen timestamp not null,
    primary key (posting_id, version_hash)
);
comment on table store.posting_version is 'One row per content a posting has had, as the source stated it.';

create table if not exists store.cleaned (
    posting_id bigint primary key,
    version_hash varchar not null,
    rules varchar not null,
    title varchar,
    company varchar,
    company_key varchar,
    title_key varchar,
    text varchar using compression zstd,
    text_key varchar,
    language varchar,
    posted_on date,
    date_basis varchar,
    date_flag varchar,
    updated_on date,
    location_raw varchar,
    places struct(
        text varchar, kind varchar, city varchar, region varchar, region_code varchar, country varchar, zone varchar,
        latitude double, longitude double, geoname_id bigint, known boolean, certain boolean
    )[],
    remote varchar,
    remote_basis varchar,
    remote_conflict boolean,
    remote_scope varchar,
    employment_type varchar,
    pay struct(
        low double, high double, currency varchar, period varchar, tax varchar, basis varchar, "start" integer, "end" integer,
        flags varchar[], annual_low double, annual_high double, assumption varchar, order_eur double, rates_on varchar
    )[],
    role varchar,
    level varchar,
    years_min integer,
    years_max integer,
    degree varchar,
    degree_requirement varchar,
    unreadable varchar
);
comment on table store.cleaned is 'One row per posting, made by pipelines.cleaning from its current version; rules is the version of the cleaning.';

create table if not exists store.extracted (
    posting_id bigint primary key,
    version_hash varchar not null,
    rules varchar not null,
    catalogue varchar not null
);
comment on table store.extracted is 'Postings already read for skills: which text (version and cleaning rules) with which catalogue.';

create table if not exists store.hit (
    posting_id bigint not null,
    skill varchar not null,
    requirement varchar not null,
    section varchar not null,
    start_at integer,
    end_at integer,
    surface varchar not null,
    version varchar,
    line bigint,
    catalogue varchar not null
);
comment on table store.hit is 'Every place where a skill was found.';
