-- What became of the risers and fallers of earlier reports?
-- Each report's verdicts of change beside what skill_change says now, over other months once a month has closed. A riser
-- that is "no longer clear" was not wrong: it may have stopped rising, or its evidence has thinned. No row before a
-- first report is kept.
-- $edition = market: edition of the report
select day, label, verdict_then, period_then, difference_then, verdict_now, period_now, difference_now, fate
from verdict_fate
where edition = $edition and verdict_then in ('rising', 'falling')
order by day desc, fate <> 'stands', abs(difference_then) desc, label
