-- Listed pairs of texts with their signatures and bodies, numbered so that they can be read in parts.
create or replace temp table listed_text as
with needed as (select text_a as text_id from listed_pair union select text_b from listed_pair),
example as (
    select text_id, min(posting_id) as posting_id from store.link_index join needed using (text_id) group by text_id
),
body as (
    select example.text_id, signed.signature, cleaned.text
    from example
    join store.link_index as signed using (posting_id)
    join store.cleaned as cleaned using (posting_id)
)
select
    row_number() over (order by text_a, text_b) - 1 as place, text_a, text_b,
    one.signature as signature_a, other.signature as signature_b, one.text as body_a, other.text as body_b
from listed_pair
join body as one on one.text_id = text_a
join body as other on other.text_id = text_b
order by place;
