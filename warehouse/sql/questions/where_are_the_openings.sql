-- In which countries and regions are the new openings of the last three closed months?
-- By the first place of the first posting. Of the boards that are watched, so it shows where those employers are, not
-- where the jobs of the world are. Unknown where no place could be read.
with quarter as (select max(month) as month from skill_share_quarter where slice = 'all')
select coalesce(country, 'unknown') as country, coalesce(region, '') as region, count(*) as openings, count(distinct company_key) as employers
from vacancy
cross join quarter
where not_new is null and date_trunc('month', opened_on) between month - interval 2 month and month
group by all
order by openings desc, country, region
limit 100
