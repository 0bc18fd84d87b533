-- Postings of the batch that were out earlier than was known are cleaned anew: the day of first sight stands in for a
-- posting date that is missing or cannot be right.
delete from store.cleaned
where posting_id in (
    select incoming.posting_id
    from incoming
    join store.posting_seen as seen using (posting_id)
    where incoming.observed_at < seen.first_seen
);
