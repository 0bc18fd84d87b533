-- How many adverts for beginners ask for three years of experience or more?
-- Openings of all time in the warehouse. Level from the title; where that says nothing, from the words and years of the
-- text, so compare entry and intern, not mid. Years as stated in the text; adverts that state none are in the denominator.
-- Adverts over-ask: apply anyway.
select
    level,
    count(*) as openings,
    count(*) filter (where years_min >= 3) / openings as ask_three_years_or_more,
    wilson_low(count(*) filter (where years_min >= 3), openings) as low,
    wilson_high(count(*) filter (where years_min >= 3), openings) as high,
    count(*) filter (where years_min is null) / openings as state_no_years,
    count(*) filter (where degree_requirement = 'required') / openings as require_a_degree
from vacancy
join (select posting_id as vacancy_id, years_min, degree_requirement from posting) as first using (vacancy_id)
where unreadable is null and level in ('intern', 'entry', 'mid', 'senior')
group by level
having openings >= 100
order by level
