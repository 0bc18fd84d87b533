-- What would a list of "top risers" of the last closed month show, and what is left of it?
-- The month against the one before, by relative growth, as most reports do it. Beside each the verdict of the yearly
-- comparison. Nothing in this list should be believed for standing in it.
with month as (
    select distinct month from skill_share_month
    where slice = 'all' and basis = 'new' and requirement = 'any' and complete
    order by month desc
    limit 2
),
series as (
    select skill, label, month, k, n
    from skill_share_month
    where slice = 'all' and basis = 'new' and requirement = 'any' and month in (select month from month)
)
select
    now.label,
    before.k as k_before,
    before.n as n_before,
    now.k,
    now.n,
    (now.k / now.n) / (before.k / before.n) - 1 as naive_growth,
    coalesce(skill_change.verdict, 'not compared') as verdict,
    skill_change.q_value
from series as now
join series as before on before.skill = now.skill and before.month < now.month and before.k >= 5
left join skill_change on skill_change.skill = now.skill and skill_change.slice = 'all'
order by naive_growth desc, now.label
limit 10
