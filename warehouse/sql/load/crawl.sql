-- One crawl record.
insert or replace into crawl (
    source, platform, kind, observed_at, verdict, failure, reason, postings, expect_min, expect_max, archive, partial, gone,
    requests, bytes, dropped, unknown_fields, with_description, with_date, with_location, file, record
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
