-- An accepted crawl without data was lost.
select source, observed_at from crawl where verdict = 'accepted' and file is null;
