-- Published tables that are filled from outside SQL.
create table if not exists crawl (
    source varchar not null,
    platform varchar not null,
    kind varchar not null,
    observed_at timestamp not null,
    verdict varchar not null,
    failure varchar,
    reason varchar,
    postings integer not null,
    expect_min integer not null,
    expect_max integer,
    archive boolean not null,
    requests integer,
    bytes bigint,
    dropped integer,
    unknown_fields integer,
    with_description integer,
    with_date integer,
    with_location integer,
    file varchar,
    record varchar primary key
);
comment on table crawl is 'One row per crawl of a board or import of a file, the rejected ones too.';
comment on column crawl.source is 'Name of the board or import.';
comment on column crawl.platform is 'Which spider or importer read it.';
comment on column crawl.kind is 'crawl or import.';
comment on column crawl.observed_at is 'When it was read, UTC.';
comment on column crawl.verdict is 'accepted: believed. suspicious: what was seen is used, what was not seen proves nothing. rejected: nothing of it is used.';
comment on column crawl.failure is 'Name of what went wrong; null when accepted.';
comment on column crawl.reason is 'The same as a sentence.';
comment on column crawl.postings is 'Postings read.';
comment on column crawl.expect_min is 'Fewest postings of a healthy crawl, from the board table.';
comment on column crawl.expect_max is 'Most postings of a healthy crawl, from the board table; null: no bound.';
comment on column crawl.archive is 'True for imported history: the adverts'' own dates place them.';
comment on column crawl.requests is 'Requests sent.';
comment on column crawl.bytes is 'Bytes received.';
comment on column crawl.dropped is 'Items left out because they lacked what every posting has, or came twice.';
comment on column crawl.unknown_fields is 'Number of keys in the answer that the spider does not know.';
comment on column crawl.with_description is 'Postings that carry a description.';
comment on column crawl.with_date is 'Postings that carry a posted date.';
comment on column crawl.with_location is 'Postings that carry a location.';
comment on column crawl.file is 'Landing file below the source''s folder; null when rejected.';
comment on column crawl.record is 'Path of the crawl record below landing.';

create table if not exists skill (
    skill varchar primary key,
    label varchar not null,
    type varchar not null,
    area varchar not null,
    ambiguity varchar not null,
    catalogue varchar not null
);
comment on table skill is 'The catalogue: one row per skill.';
comment on column skill.skill is 'Canonical id; never changes its meaning.';
comment on column skill.label is 'Name for people.';
comment on column skill.type is 'language, framework, tool, knowledge, certificate, spoken_language, degree, soft_skill …';
comment on column skill.area is 'Data file of the catalogue that holds it.';
comment on column skill.ambiguity is 'safe; case: only in its own case; context: needs a cue nearby; never_alone.';
comment on column skill.catalogue is 'Version of the catalogue and rules that found the hits.';

create table if not exists skill_alias (
    alias varchar not null,
    skill varchar not null,
    primary key (alias, skill)
);
comment on table skill_alias is 'Spellings under which a skill is found.';
comment on column skill_alias.alias is 'A spelling.';
comment on column skill_alias.skill is 'The skill it means.';

create table if not exists skill_change (
    slice varchar not null,
    skill varchar not null,
    label varchar not null,
    type varchar not null,
    period varchar not null,
    earlier_period varchar not null,
    k1 bigint not null,
    n1 bigint not null,
    k0 bigint not null,
    n0 bigint not null,
    difference double,
    low double,
    high double,
    p_value double,
    q_value double,
    verdict varchar not null,
    primary key (slice, skill)
);
comment on table skill_change is 'One row per skill: its share in the last three complete months against the same three a year before, over the sources watched in both.';
comment on column skill_change.slice is 'Population; all: every readable opening of the panel.';
comment on column skill_change.skill is 'Canonical id.';
comment on column skill_change.label is 'Name for people.';
comment on column skill_change.type is 'Type of the skill; it is also the family of the multiple-testing correction.';
comment on column skill_change.period is 'The later period, as 2026-08 to 2026-10.';
comment on column skill_change.earlier_period is 'The period a year before.';
comment on column skill_change.k1 is 'Openings of the later period that ask for the skill.';
comment on column skill_change.n1 is 'Openings of the later period.';
comment on column skill_change.k0 is 'Openings of the earlier period that ask for the skill.';
comment on column skill_change.n0 is 'Openings of the earlier period.';
comment on column skill_change.difference is 'k1/n1 - k0/n0, as a fraction; null where there are too few.';
comment on column skill_change.low is 'Lower end of its 95 % interval.';
comment on column skill_change.high is 'Upper end of its 95 % interval.';
comment on column skill_change.p_value is 'Two-sided test of no difference.';
comment on column skill_change.q_value is 'The same, corrected for the number of skills tested (Benjamini-Hochberg).';
comment on column skill_change.verdict is 'rising, falling, no clear change, too few to say.';

create table if not exists role (
    role varchar primary key,
    label varchar not null,
    isco varchar not null,
    soc varchar not null
);
comment on table role is 'One row per role family: the closed list that titles are read into.';
comment on column role.role is 'Canonical id.';
comment on column role.label is 'Name for people.';
comment on column role.isco is 'Code in the International Standard Classification of Occupations, ISCO-08.';
comment on column role.soc is 'Code in the Standard Occupational Classification of the United States, 2018.';
