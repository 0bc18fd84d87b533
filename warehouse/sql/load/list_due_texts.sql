-- The texts of the blocks that are due, in order of block; chunk numbers keep each block whole.
-- A block with a single text has nothing to compare.
create or replace temp table due_block as select distinct block from store.link_due;

create or replace temp table due_text as
with text as (
    select block, text_id, min(posting_id) as posting_id
    from store.link_index
    where text_id <> 0 and block in (select block from due_block)
    group by block, text_id
),
several as (
    select *, row_number() over (order by block, text_id) as place
    from text
    where block in (select block from text group by block having count(*) > 1)
),
whole as (
    select block, text_id, posting_id, (min(place) over (partition by block)) // $size as chunk from several
)
select whole.chunk, whole.block, whole.text_id, signed.signature, cleaned.text
from whole
join store.link_index as signed using (posting_id)
join store.cleaned as cleaned using (posting_id)
order by whole.block, whole.text_id;

delete from store.text_pair
where block in (select block from due_block) and block not in (select block from due_text);

delete from store.link_due where block not in (select block from due_text);
