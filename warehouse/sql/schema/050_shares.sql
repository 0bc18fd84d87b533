-- What the share marts keep between builds.
create table if not exists store.skill_share (
    span varchar not null,
    basis varchar not null,
    period date not null,
    slice varchar not null,
    skill varchar not null,
    requirement varchar not null,
    k bigint not null,
    n bigint not null,
    n_effective double not null,
    employers bigint not null,
    employers_asking bigint,
    largest_part double
);
comment on table store.skill_share is 'Counts of each window, population, skill and requirement; shown_share shows them.';

create table if not exists store.share_window (
    span varchar not null,
    basis varchar not null,
    period date not null,
    digest ubigint not null,
    n bigint,
    nn bigint,
    employers bigint,
    primary key (span, basis, period)
);
comment on table store.share_window is 'A digest of what each counted window held, so that an unchanged one is not counted again; n, nn (the squares of each employer''s openings, added up) and employers are of all its openings.';

create table if not exists store.kept (
    relation varchar primary key,
    digest varchar not null
);
comment on table store.kept is 'For each relation that is not made anew every time, a digest of what it was made from.';
