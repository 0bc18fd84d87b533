-- How many postings and content versions these sources have, and a digest of each, whatever the order of the rows.
select
    (
        select [count(*), coalesce(sum(hash(seen)::hugeint), 0)]
        from (
            select source, native_id, archive, first_seen, last_seen, version_hash
            from store.posting_seen
            where source in (select unnest($sources))
        ) as seen
    ) as postings,
    (
        select [count(*), coalesce(sum(hash(version)::hugeint), 0)]
        from (
            select posting_version.posting_id, posting_version.version_hash, title, description_html, description_text
            from store.posting_version
            join store.posting_seen using (posting_id)
            where source in (select unnest($sources))
        ) as version
    ) as versions;
