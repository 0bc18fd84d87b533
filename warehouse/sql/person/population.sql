-- One row: what the published copy can say about now. open: openings seen in their source's last accepted crawl.
-- last_month: the last closed month of new openings.
select
    (
        select count(*)
        from vacancy
        join source_health using (source)
        where not vacancy.archive and vacancy.last_seen >= source_health.last_accepted and unreadable is null
    ) as open,
    coalesce(
        (select max(month) from skill_share_quarter where slice = 'all'),
        (select date_trunc('month', max(opened_on))::date from vacancy where not_new is null)
    ) as last_month,
    (select max(last_seen)::date from vacancy where not archive) as last_look,
    (select count(distinct source) from vacancy where unreadable is null) as sources
