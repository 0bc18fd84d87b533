-- Why a share is not shown: too_few (fewer than 100 effective openings, or than 10 that ask) or one_employer (one of
-- them has more than 40 % of the openings that ask); null where it is shown.
create or replace macro share_withheld(k, n_effective, largest_part) as
    case
        when n_effective < 100 or k < 10 then 'too_few'
        when largest_part > 0.4 then 'one_employer'
    end;
