-- What the published copy holds, and how far it reaches.
select
    (select count(*) from posting) as postings,
    (select count(*) from vacancy) as vacancies,
    (select count(*) from crawl) as crawls,
    (select max(observed_at) from crawl where not archive) as last_crawl,
    (select any_value(catalogue) from skill) as catalogue;
