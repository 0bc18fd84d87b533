-- Which employers have opened most jobs in the last three closed months?
-- Of the boards that are watched; an employer whose board is not among them is missing, however much it hires.
with quarter as (select max(month) as month from skill_share_quarter where slice = 'all')
select any_value(company) as employer, count(*) as openings, count(distinct title) as titles, sum(postings)::bigint as adverts
from vacancy
cross join quarter
where company_key is not null and not_new is null
    and date_trunc('month', opened_on) between month - interval 2 month and month
group by company_key
order by openings desc, employer
limit 100
