-- The lower end of a pay lies below the upper one, and its words stand where it says.
select posting_id, low, high from pay
where low > high or coalesce(low, high) is null or low < 0
    or (basis = 'text' and (start_at is null or end_at <= start_at));
