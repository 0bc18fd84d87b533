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
    partial boolean not null,
    gone integer not null,
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
comment on column crawl.partial is 'True when the listing is a window (the newest, one query): what is absent from it may well be open.';
comment on column crawl.gone is 'Postings of which the source itself said that they are closed.';
comment on column crawl.requests is 'Requests sent.';
comment on column crawl.bytes is 'Bytes received.';
comment on column crawl.dropped is 'Items left out because they lacked what every posting has, or came twice.';
comment on column crawl.unknown_fields is 'Number of keys in the answer that the spider does not know.';
comment on column crawl.with_description is 'Postings that carry a description.';
comment on column crawl.with_date is 'Postings that carry a posted date.';
comment on column crawl.with_location is 'Postings that carry a location.';
comment on column crawl.file is 'Landing file below the source''s folder; null when rejected.';
comment on column crawl.record is 'Path of the crawl record below landing.';

create table if not exists failure_kind (
    failure varchar primary key,
    verdict varchar not null,
    meaning varchar not null,
    what_to_do varchar not null
);
comment on table failure_kind is 'Every way in which a crawl can fail.';
comment on column failure_kind.failure is 'Short name; http_other stands for each HTTP status that has no name of its own.';
comment on column failure_kind.verdict is 'rejected: nothing of the crawl is used. suspicious: what was seen is used, what was not seen proves nothing.';
comment on column failure_kind.meaning is 'The same in words.';
comment on column failure_kind.what_to_do is 'Advice.';

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
    share1 double,
    share0 double,
    difference double,
    low double,
    high double,
    at_least double,
    raw_difference double,
    mix double,
    design_effect double,
    employers bigint not null,
    largest_part double not null,
    tested bigint not null,
    p_value double,
    q_value double,
    smallest_visible double,
    verdict varchar not null,
    primary key (slice, skill)
);
comment on table skill_change is 'One row per population and skill: its share in the last three closed months against the same three a year before, over the sources watched in all of them, at the earlier mix of sources.';
comment on column skill_change.slice is 'Population; see vacancy_slice. All skills of one are one family of tests.';
comment on column skill_change.skill is 'Canonical id.';
comment on column skill_change.label is 'Name for people.';
comment on column skill_change.type is 'Type of the skill.';
comment on column skill_change.period is 'The later months.';
comment on column skill_change.earlier_period is 'The earlier months.';
comment on column skill_change.k1 is 'Openings of the later months that ask for it.';
comment on column skill_change.n1 is 'Openings of the later months.';
comment on column skill_change.k0 is 'Openings of the earlier months that ask for it.';
comment on column skill_change.n0 is 'Openings of the earlier months.';
comment on column skill_change.share1 is 'Later share at the earlier mix of sources, as a fraction.';
comment on column skill_change.share0 is 'Earlier share, as a fraction.';
comment on column skill_change.difference is 'share1 - share0: the change within the sources; null where there is too little to say, as are all figures of the test.';
comment on column skill_change.low is 'Lower end of the 95 % interval of the difference (Newcombe, with effective sizes).';
comment on column skill_change.high is 'Upper end of it.';
comment on column skill_change.at_least is 'The end of the interval nearer to no change, 0 where it holds none: lists are ranked by it.';
comment on column skill_change.raw_difference is 'k1/n1 - k0/n0: what a naive report would show.';
comment on column skill_change.mix is 'The part of the raw difference that comes from another mix of sources.';
comment on column skill_change.design_effect is 'By how much the employers'' own ways inflate the variance; both sample sizes are divided by it.';
comment on column skill_change.employers is 'Employers in the comparison.';
comment on column skill_change.largest_part is 'Part of the largest of them, as a fraction.';
comment on column skill_change.tested is 'Skills tested in this population: the more, the stricter.';
comment on column skill_change.p_value is 'Two-sided p-value of no difference.';
comment on column skill_change.q_value is 'The same after Benjamini and Hochberg, over the skills of the population.';
comment on column skill_change.smallest_visible is 'The smallest rise that these samples would have shown four times in five, as a fraction.';
comment on column skill_change.verdict is 'rising, falling, no clear change, too few to say. Rising and falling need q at most 0.10.';

create table if not exists skill_coverage (
    slice varchar not null,
    "rank" bigint not null,
    skill varchar not null,
    label varchar not null,
    reached bigint not null,
    met bigint not null,
    n bigint not null,
    primary key (slice, "rank")
);
comment on table skill_coverage is 'One row per population and step: the skills of the last three closed months in the order in which they open most doors.';
comment on column skill_coverage.slice is 'Population: all, or a role.';
comment on column skill_coverage."rank" is 'Step, from 1.';
comment on column skill_coverage.skill is 'Skill taken at this step.';
comment on column skill_coverage.label is 'Name for people.';
comment on column skill_coverage.reached is 'Openings that ask for at least one skill taken so far.';
comment on column skill_coverage.met is 'Openings that ask for no other skill than those taken so far; nice-to-have, soft skills, languages and degrees are not looked at.';
comment on column skill_coverage.n is 'Openings that ask for any skill.';

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

create table if not exists vacancy_lifetime (
    slice varchar primary key,
    n bigint not null,
    closed bigint not null,
    median_days double,
    median_low double,
    median_high double,
    quarter_closed_days double,
    three_quarters_closed_days double,
    open_after_30 double not null,
    open_after_90 double not null
);
comment on table vacancy_lifetime is 'One row per population with at least a hundred openings: how long openings stay advertised (Turnbull''s estimate for looks that come days apart).';
comment on column vacancy_lifetime.slice is 'Population: all, a role, a level or a country.';
comment on column vacancy_lifetime.n is 'Openings followed.';
comment on column vacancy_lifetime.closed is 'Those that were seen to close; the others count for as long as they were seen.';
comment on column vacancy_lifetime.median_days is 'Days after which half had closed; null when not reached.';
comment on column vacancy_lifetime.median_low is 'Lower end of its 95 % interval (Brookmeyer and Crowley 1982); openings are taken as independent.';
comment on column vacancy_lifetime.median_high is 'Upper end of it; null when not reached.';
comment on column vacancy_lifetime.quarter_closed_days is 'Days after which a quarter had closed.';
comment on column vacancy_lifetime.three_quarters_closed_days is 'Days after which three quarters had closed.';
comment on column vacancy_lifetime.open_after_30 is 'Part still open after 30 days, as a fraction.';
comment on column vacancy_lifetime.open_after_90 is 'Part still open after 90 days.';
