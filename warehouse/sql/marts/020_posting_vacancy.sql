-- Which postings are one opening, as linking decided (pipelines.linking), with the ground of every link.
create or replace table posting_vacancy as
select
    link.posting_id,
    link.vacancy_id,
    link.strict_vacancy_id,
    link.basis,
    link.score,
    link.linked_to,
    link.probable
from store.link as link
join store.cleaned as cleaned using (posting_id);

comment on table posting_vacancy is 'One row per posting: the opening it belongs to, and why.';
comment on column posting_vacancy.posting_id is 'The posting.';
comment on column posting_vacancy.vacancy_id is 'The opening: the identity of its first posting.';
comment on column posting_vacancy.strict_vacancy_id is 'The opening if only equal employer, title and text make postings one.';
comment on column posting_vacancy.basis is 'Ground of the link: first; same_text, near_text or edited_text, each _again, _other_place or _other_source; agency_copy; user.';
comment on column posting_vacancy.score is 'Likeness of the text to that of linked_to, 0 to 1: share of common five-word sequences.';
comment on column posting_vacancy.linked_to is 'The earlier or likest posting that the link rests on; itself for the first.';
comment on column posting_vacancy.probable is 'True if the link rests on likelihood: an agency''s copy, a heavily edited text, or an employer without name.';
