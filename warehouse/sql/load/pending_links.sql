-- One batch of them.
select
    cleaned.posting_id, cleaned.version_hash, cleaned.rules, seen.source, cleaned.company, cleaned.company_key,
    cleaned.title, cleaned.location_raw, cleaned.text, cleaned.text_key,
    [each.country for each in cleaned.places if each.country is not null] as countries
from pending_links as pending
join store.cleaned as cleaned using (posting_id)
join store.posting_seen as seen using (posting_id)
where pending.place >= $first and pending.place < $after
order by pending.place;
