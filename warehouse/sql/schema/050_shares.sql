-- What the share marts keep between builds.
create table if not exists store.share_cell (
    cell uinteger not null,
    span varchar not null,
    basis varchar not null,
    period date not null,
    slice varchar not null,
    n bigint not null,
    nn bigint not null,
    employers bigint not null
);
comment on table store.share_cell is 'Each counted window and a population in it: its openings, the squares of each employer''s openings added up, and its employers.';

create table if not exists store.share_count (
    cell uinteger not null,
    skill usmallint not null,
    requirement utinyint not null,
    k uinteger not null,
    n_effective double not null,
    asking uinteger not null,
    largest uinteger not null
);
comment on table store.share_count is 'Of each cell and skill (its number) the openings that ask for it (requirement 0 any, 1 must, 2 nice), their employers, and the largest k of one employer.';

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

create or replace view store.skill_share as
select
    cell.span,
    cell.basis,
    cell.period,
    cell.slice,
    skill_number.skill,
    ['any', 'must', 'nice'][counted.requirement + 1] as requirement,
    counted.k::bigint as k,
    cell.n,
    counted.n_effective,
    cell.employers,
    counted.asking::bigint as employers_asking,
    counted.largest / nullif(counted.k, 0)::double as largest_part
from store.share_count as counted
join store.share_cell as cell using (cell)
join store.skill_number as skill_number on skill_number.number = counted.skill;
comment on view store.skill_share is 'The counts of each window, population, skill and requirement in words; shown_share shows them.';
