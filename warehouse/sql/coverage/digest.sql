-- What the curves rest on: the content of the last three closed months, and the types of skills.
select hash(
    (
        select string_agg(period || ' ' || digest, ',' order by period)
        from store.share_window
        where span = 'month' and basis = 'new' and period in (select month from closed_month where back <= 3)
    ),
    (select bit_xor(hash(skill, "type")) from skill),
    $rules
)::varchar;
