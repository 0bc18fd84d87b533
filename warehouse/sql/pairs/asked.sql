-- For each population the skills common in it that each of its openings asks for.
select population.number, opening, skill
from pair_opening
join store.asked as asked using (vacancy_id)
join pair_population as population using (slice)
join pair_single using (number, skill)
union all
select population.number, opening, skill
from pair_opening
join store.asked as asked using (vacancy_id)
join pair_population as population on population.slice = 'all'
join pair_single using (number, skill);
