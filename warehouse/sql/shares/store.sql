-- Counts of some windows. Cells, a window and a population each, are numbered on from those that are there.
create or replace temp table share_new_cell as
with last as (select coalesce(max(cell), 0) as cell from store.share_cell)
select
    (last.cell + place + 1)::uinteger as cell,
    place,
    due.span,
    due.basis,
    due.period,
    slice.slice,
    n,
    nn::bigint as nn,
    employers
from cells
cross join last
join share_due as due on due.number = cells.due
join share_slice as slice on slice.number = cells.number;

insert into store.share_cell by name
select * exclude (place) from share_new_cell;

insert into store.share_count
select
    cell.cell,
    counted.skill,
    counted.requirement,
    counted.k,
    effective_size(counted.k::double, cell.n, counted.kk, counted.kn, cell.nn, cell.employers),
    counted.asking,
    counted.largest
from counts as counted
join share_new_cell as cell using (place);

insert or replace into store.share_window
select span, basis, period, digest, cell.n, cell.nn, cell.employers
from share_due as due
join share_new_cell as cell using (span, basis, period)
where cell.slice = 'all';
