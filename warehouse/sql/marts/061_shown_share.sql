-- Every counted share with its interval, or why it is withheld: what the three published views are made of.
create or replace view store.shown_share as
select
    counted.span,
    counted.period,
    counted.basis,
    counted.slice,
    counted.skill,
    skill.label,
    skill.type,
    counted.requirement,
    counted.k,
    counted.n,
    counted.n_effective,
    counted.employers,
    counted.employers_asking,
    counted.largest_part,
    share_withheld(counted.k, counted.n_effective, counted.largest_part) as withheld,
    withheld is null as enough,
    case when enough then counted.k / counted.n::double end as share,
    case when enough then wilson_low(counted.k / counted.n::double * counted.n_effective, counted.n_effective) end as low,
    case when enough then wilson_high(counted.k / counted.n::double * counted.n_effective, counted.n_effective) end as high
from store.skill_share as counted
join skill using (skill);

comment on view store.shown_share is 'Shares of every span (month, quarter, now), with interval or the reason why there is none.';
