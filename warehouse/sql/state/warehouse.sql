-- What the warehouse holds, and by which rules its postings were last cleaned and read.
select
    (select max(today) from store.as_of) as today,
    (select count(*) from store.posting_seen) as postings,
    (
        select count(*)
        from store.posting_seen as seen
        left join store.cleaned using (posting_id)
        where cleaned.version_hash is distinct from seen.version_hash or cleaned.rules is distinct from $rules
    ) as uncleaned,
    (
        select count(*)
        from store.cleaned
        left join store.extracted using (posting_id)
        where extracted.catalogue is distinct from $catalogue
            or extracted.version_hash is distinct from cleaned.version_hash
            or extracted.rules is distinct from cleaned.rules
    ) as unread,
    (select any_value(catalogue) from skill) as catalogue;
