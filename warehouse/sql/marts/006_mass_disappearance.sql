-- Healthy listings that lacked much of the board at once: more likely a change of the list than so many closings.
create or replace table mass_disappearance as
with change as (
    select source, listing_before + 1 as listing, 1 as begun, 0 as lost from posting_spell
    union all
    select source, listing_until + 2, -1, 0 from posting_spell
    union all
    select source, listing_until + 1, 0, 1 from posting_spell where absences > 0 and told_gone is null
),
counted as (
    select source, listing, sum(begun) as begun, sum(lost) as lost from change group by source, listing
),
level as (
    select
        source,
        listing,
        lost,
        -- Those that appear with this very listing were not there to be lost.
        sum(begun) over (partition by source order by listing rows unbounded preceding) as up
    from counted
),
fresh as (
    select spell.source, spell.listing_before + 1 as listing, count(*) as fresh
    from posting_spell as spell
    join listing on listing.source = spell.source and listing.listing = spell.listing_before + 1
    where spell.seen_from >= listing.observed_at
    group by all
),
loss as (
    select level.source, level.listing, level.lost, level.up - coalesce(fresh.fresh, 0) as before
    from level
    left join fresh using (source, listing)
),
returned as (
    select source, listing_until + 1 as listing, count(seen_again) as returned
    from posting_spell
    where absences > 0
    group by all
)
select
    loss.source,
    loss.listing,
    listing.observed_at,
    loss.before::integer as postings_before,
    loss.lost::integer as lost,
    coalesce(returned.returned, 0)::integer as returned,
    case when 2 * loss.lost >= loss.before then 'reset' else 'mass' end as kind
from loss
join listing using (source, listing)
left join returned using (source, listing)
where loss.lost >= 10 and loss.lost > 0.3 * loss.before;

comment on table mass_disappearance is 'One row per healthy listing that lacked more than 30 % (and at least 10) of the postings that were up before it. None of them is closed by absence at once.';
comment on column mass_disappearance.source is 'Board or import.';
comment on column mass_disappearance.listing is 'Number of the listing within its source.';
comment on column mass_disappearance.observed_at is 'When it was read, UTC.';
comment on column mass_disappearance.postings_before is 'Postings that were up before it.';
comment on column mass_disappearance.lost is 'How many of them it lacked, without those of which the source said that they are closed.';
comment on column mass_disappearance.returned is 'How many of these were listed again later.';
comment on column mass_disappearance.kind is 'reset: half or more vanished (a new season, another list), never counted as closings; mass: held until 12 healthy listings over at least 14 days lack them too.';
