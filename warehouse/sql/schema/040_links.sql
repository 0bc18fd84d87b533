-- What linking keeps between runs: the index by which new postings find old ones, and its result.
create table if not exists store.link_index (
    posting_id bigint primary key,
    version_hash varchar not null,
    rules varchar not null,
    employer ubigint not null,
    block ubigint not null,
    text_id ubigint not null,
    letters integer not null,
    title_words varchar[] not null,
    agency_name boolean not null,
    client_phrase boolean not null,
    signature blob not null,
    bands ubigint[] not null
);
comment on table store.link_index is 'One row per cleaned posting: employer and block (employer and title) as hashes, and the text''s MinHash signature.';

create table if not exists store.link_due (
    block ubigint not null
);
comment on table store.link_due is 'Blocks whose postings changed and whose pairs have not been compared since.';

create table if not exists store.link_due_text (
    text_id ubigint not null
);
comment on table store.link_due_text is 'Texts that have not been looked for at other employers yet.';

create table if not exists store.text_pair (
    block ubigint not null,
    text_a ubigint not null,
    text_b ubigint not null,
    likeness float not null,
    asked varchar not null
);
comment on table store.text_pair is 'Pairs of texts of one block that may be alike, with their exact likeness; block 0: of different employers; block 1: compared because they follow each other.';

create table if not exists store.link (
    posting_id bigint not null,
    vacancy_id bigint not null,
    strict_vacancy_id bigint not null,
    basis varchar not null,
    score double not null,
    linked_to bigint not null,
    probable boolean not null
);
comment on table store.link is 'Which opening each posting belongs to, and why: the result of the last linking.';
