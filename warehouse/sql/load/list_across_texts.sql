-- Pairs of long texts, one of them new, that agree in at least three of sixteen bands: of different employers, or
-- short ones of one employer under different titles.
-- Bands of a single employer are left out first: its own many copies of one text would be paired for nothing.
create or replace temp table new_band as
select distinct unnest(bands) as band
from store.link_index
where text_id in (select text_id from store.link_due_text);

create or replace temp table shared_band as
with banded as (
    select distinct text_id, employer, unnest(bands) as band from store.link_index where len(bands) > 0
)
select band, text_id, employer
from banded
where band in (from new_band)
qualify min(employer) over (partition by band) <> max(employer) over (partition by band);

create or replace temp table own_band as
with banded as (
    select distinct text_id, employer, block, unnest(bands) as band
    from store.link_index
    where len(bands) > 0 and letters < $short and not agency_name
)
select band, text_id, employer, block
from banded
where band in (from new_band)
qualify min(block) over (partition by band, employer) <> max(block) over (partition by band, employer);

create or replace temp table across_pair as
with agreeing as (
    select least(one.text_id, other.text_id) as text_a, greatest(one.text_id, other.text_id) as text_b
    from shared_band as one
    join shared_band as other using (band)
    where one.employer < other.employer and one.text_id <> other.text_id
        and (one.text_id in (select text_id from store.link_due_text)
            or other.text_id in (select text_id from store.link_due_text))
    group by one.text_id, other.text_id, one.employer, other.employer
    having count(*) >= 3
),
own as (
    select least(one.text_id, other.text_id) as text_a, greatest(one.text_id, other.text_id) as text_b
    from own_band as one
    join own_band as other using (band, employer)
    where one.block < other.block and one.text_id <> other.text_id
        and (one.text_id in (select text_id from store.link_due_text)
            or other.text_id in (select text_id from store.link_due_text))
    group by one.text_id, other.text_id, one.block, other.block
    having count(*) >= 5
)
select distinct text_a, text_b
from (from agreeing union from own)
anti join (select text_a, text_b from store.text_pair where block = 0) as known using (text_a, text_b);
