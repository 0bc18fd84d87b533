-- What openings ask for, kept between builds in numbers, so that a day's work is in proportion to what is new.
create table if not exists store.skill_number (
    number usmallint primary key,
    skill varchar not null unique
);
comment on table store.skill_number is 'A number for each skill ever found; within one warehouse it never changes.';

create table if not exists store.asked (
    vacancy_id bigint not null,
    skill usmallint not null,
    requirement utinyint not null
);
comment on table store.asked is 'One row per opening and skill it asks for; requirement is 1 must, 2 nice, 3 unstated. vacancy_skill shows it.';

create table if not exists store.asked_opening (
    vacancy_id bigint not null,
    employer ubigint,
    asked ubigint
);
comment on table store.asked_opening is 'Openings whose rows of store.asked are up to date: hashes of the employer they were made with, and of what is asked.';

create table if not exists store.asked_template (
    company_key varchar not null,
    line bigint not null
);
comment on table store.asked_template is 'The employers'' lines that store.asked leaves out: when they change, their openings are due.';

create table if not exists store.read_posting (posting_id bigint not null);
comment on table store.read_posting is 'Postings read for skills since store.asked was last brought up to date.';
