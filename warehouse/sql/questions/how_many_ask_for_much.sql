-- How many openings ask for ten skills or more?
-- New openings of the last three closed months; nice-to-haves counted apart. Adverts over-ask: a long list is a wish, so
-- apply anyway when most of it fits.
with quarter as (select max(month) as month from skill_share_quarter where slice = 'all'),
opening as (
    select
        vacancy_id,
        count(vacancy_skill.skill) filter (where requirement <> 'nice') as asked,
        count(vacancy_skill.skill) filter (where requirement = 'nice') as nice
    from vacancy
    left join vacancy_skill using (vacancy_id)
    cross join quarter
    where unreadable is null and not_new is null
        and date_trunc('month', opened_on) between month - interval 2 month and month
    group by vacancy_id
)
select
    count(*) as openings,
    count(*) filter (where asked >= 10) / openings as ten_or_more,
    wilson_low(count(*) filter (where asked >= 10), openings) as low,
    wilson_high(count(*) filter (where asked >= 10), openings) as high,
    median(asked) as median_asked,
    quantile_cont(asked, 0.9) as nine_in_ten_ask_at_most,
    count(*) filter (where asked = 0) / openings as none_found
from opening
