-- Pairs of long texts of different employers, one of them new, that agree in at least three of sixteen bands.
-- Bands of a single employer are left out first: its own many copies of one text would be paired for nothing.
create or replace temp table shared_band as
with new_band as (
    select distinct unnest(bands) as band
    from store.link_index
    where text_id in (select text_id from store.link_due_text)
),
banded as (
    select distinct text_id, employer, unnest(bands) as band from store.link_index where len(bands) > 0
)
select band, text_id, employer
from banded
where band in (select band from new_band)
qualify min(employer) over (partition by band) <> max(employer) over (partition by band);

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
)
select distinct text_a, text_b
from agreeing
anti join (select text_a, text_b from store.text_pair where block = 0) as known using (text_a, text_b);
