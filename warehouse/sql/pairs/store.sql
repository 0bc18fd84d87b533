-- The pairs that were counted, with what is known of the single skills.
insert into skill_pair
with named as (
    select pair.number, pair.k, one.skill as one, two.skill as two, pair.one as one_number, pair.two as two_number
    from pairs as pair
    join store.skill_number as one on one.number = pair.one
    join store.skill_number as two on two.number = pair.two
),
-- The first of the two ids stands first.
ordered as (
    select number, k, least(one, two) as skill, greatest(one, two) as other,
        if(one < two, one_number, two_number) as skill_number, if(one < two, two_number, one_number) as other_number
    from named
)
select
    population.slice,
    ordered.skill,
    ordered.other,
    ordered.k,
    one.k as k_skill,
    two.k as k_other,
    population.n,
    ordered.k * population.n / (one.k * two.k)::double as lift,
    wilson_low(ordered.k, one.k) as other_given_skill_low,
    wilson_high(ordered.k, one.k) as other_given_skill_high
from ordered
join pair_population as population using (number)
join pair_single as one on one.number = ordered.number and one.skill = ordered.skill_number
join pair_single as two on two.number = ordered.number and two.skill = ordered.other_number;
