-- How many postings are left out of the count of new demand, and why?
-- Each posting stands at the first reason that applies. What is left out is not wrong: it cannot be compared.
select reason, meaning, postings, share from excluded order by postings desc
