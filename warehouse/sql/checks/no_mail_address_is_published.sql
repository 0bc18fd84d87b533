-- People's addresses are masked before they reach the warehouse.
select posting_id from posting
where regexp_matches(text, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}');
