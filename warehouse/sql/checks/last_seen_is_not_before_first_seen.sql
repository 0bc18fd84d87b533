-- Time runs one way.
select posting_id, first_seen, last_seen from store.posting_seen where last_seen < first_seen;
