-- One row: the advert at the address $url, if it is in the warehouse.
select title, text, company, url from posting where url = $url or rtrim(url, '/') = rtrim($url, '/') order by last_seen desc limit 1
