-- What other steps hand to the marts: how well skills are read, and what published reports said.
create table if not exists extraction_measure (
    trade varchar primary key,
    adverts integer not null,
    marked integer not null,
    found integer not null,
    correct integer not null,
    "precision" double not null,
    precision_low double not null,
    precision_high double not null,
    recall double not null,
    recall_low double not null,
    recall_high double not null
);
comment on table extraction_measure is 'One row per group of trades: how well skills were found in adverts that a person had marked.';
comment on column extraction_measure.trade is 'tech: information and communication technology; other: all other trades.';
comment on column extraction_measure.adverts is 'Marked adverts.';
comment on column extraction_measure.marked is 'Skills marked by the person.';
comment on column extraction_measure.found is 'Skills found by the program.';
comment on column extraction_measure.correct is 'Skills that both have.';
comment on column extraction_measure."precision" is 'correct / found, as a fraction.';
comment on column extraction_measure.precision_low is 'Lower end of its 95 % interval.';
comment on column extraction_measure.precision_high is 'Upper end of it.';
comment on column extraction_measure.recall is 'correct / marked, as a fraction.';
comment on column extraction_measure.recall_low is 'Lower end of its 95 % interval.';
comment on column extraction_measure.recall_high is 'Upper end of it.';

create table if not exists vintage (
    edition varchar not null,
    day date not null,
    issue integer not null,
    slice varchar not null,
    skill varchar not null,
    label varchar not null,
    basis varchar,
    period varchar,
    k bigint,
    n bigint,
    share double,
    low double,
    high double,
    verdict varchar,
    later_period varchar,
    earlier_period varchar,
    difference double,
    difference_low double,
    difference_high double,
    q_value double,
    primary key (edition, day, issue, skill)
);
comment on table vintage is 'One row per published report and skill: the share and the verdict as they were printed then. Kept files are the source; nothing recomputes them.';
comment on column vintage.edition is 'Edition of the report.';
comment on column vintage.day is 'Day of the report.';
comment on column vintage.issue is '1, or more if other numbers were published on the same day.';
comment on column vintage.slice is 'Population of the edition; see vacancy_slice.';
comment on column vintage.skill is 'Canonical id.';
comment on column vintage.label is 'Name for people, as printed.';
comment on column vintage.basis is 'new or live; see skill_share_now. Null where no share was printed, as the next six.';
comment on column vintage.period is 'The months or the day that the share is about.';
comment on column vintage.k is 'Openings that ask for it.';
comment on column vintage.n is 'Openings.';
comment on column vintage.share is 'k / n as a fraction.';
comment on column vintage.low is 'Lower end of the 95 % interval of the share.';
comment on column vintage.high is 'Upper end of it.';
comment on column vintage.verdict is 'rising, falling, no clear change; null where the change was not tested, as all that follows.';
comment on column vintage.later_period is 'The later months of the comparison.';
comment on column vintage.earlier_period is 'The earlier months.';
comment on column vintage.difference is 'Later share less the earlier one, as a fraction.';
comment on column vintage.difference_low is 'Lower end of the 95 % interval of the difference.';
comment on column vintage.difference_high is 'Upper end of it.';
comment on column vintage.q_value is 'p-value after Benjamini and Hochberg.';

create table if not exists store.phrase_read (
    vacancy_id bigint primary key,
    content ubigint not null
);
comment on table store.phrase_read is 'Openings already read for phrases, with a hash of the text''s version.';

create table if not exists store.phrase (
    vacancy_id bigint not null,
    phrase varchar not null,
    quote varchar not null
);
comment on table store.phrase is 'Phrases in capitals that stand where skills stand, by opening; emerging_term counts them.';
