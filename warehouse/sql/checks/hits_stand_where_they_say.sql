-- The evidence must be the words at its offsets.
select posting_id, skill, surface, start_at
from store.hit join store.cleaned using (posting_id)
where section <> 'tags' and start_at is not null
    and substr(case section when 'title' then title else text end, start_at + 1, end_at - start_at) <> surface;
