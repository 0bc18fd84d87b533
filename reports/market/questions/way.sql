-- From postings to what is counted as new demand: each step holds what the one before left over.
select
    (select count(*) from posting) as postings,
    (select count(*) from posting where unreadable is null) as readable,
    (
        select count(*)
        from posting
        join posting_vacancy using (posting_id)
        where posting.unreadable is null and posting_vacancy.posting_id = posting_vacancy.vacancy_id
    ) as openings,
    (select coalesce(sum(postings), 0)::bigint from excluded where reason = 'counted') as counted
