"""When a source counts as heard in a month: nine days in ten, each followed by a believed crawl."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from warehouse.database import sql_files

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 7)


def heard(crawls: Sequence[date], rejected: Sequence[date] = (), archive: Sequence[date] = ()) -> dict[int, bool]:
    """The months of 2026 of which anything was heard, and whether that is enough."""
    (mart,) = [path for path in sql_files("marts") if path.stem.endswith("source_month")]
    with duckdb.connect() as connection:
        connection.execute("create table crawl (source text, observed_at timestamp, verdict text, archive boolean)")
        connection.execute("create table vacancy (source text, opened_on date, archive boolean)")
        for verdict, days in (("accepted", crawls), ("rejected", rejected)):
            for day in days:
                connection.execute("insert into crawl values ('a', ?, ?, false)", [day, verdict])
        for day in archive:
            connection.execute("insert into vacancy values ('a', ?, true)", [day])
        connection.execute(Path(mart).read_text(encoding="utf-8"))
        rows = connection.execute("select month(month), heard from source_month order by month").fetchall()
    return dict(rows)


def daily(first: date = FIRST, last: date = LAST, every: int = 1) -> list[date]:
    return [first + timedelta(days) for days in range(0, (last - first).days + 1, every)]


def without(days: list[date], first: date, last: date) -> list[date]:
    return [day for day in days if not first <= day <= last]


def test_ten_days_of_silence_leave_a_month_heard_and_eleven_do_not() -> None:
    """A crawl tells of the seven days before it, and a tenth of the month may be missing."""
    assert all(without_june(heard(without(daily(), date(2026, 4, 5), date(2026, 4, 14)))).values())
    torn = without_june(heard(without(daily(), date(2026, 4, 5), date(2026, 4, 15))))
    assert [month for month, is_heard in torn.items() if not is_heard] == [4]


def test_crawls_that_were_not_believed_are_silence() -> None:
    april = [day for day in daily() if day.month == 4]
    told = without_june(heard([day for day in daily() if day.month != 4], rejected=april))
    assert [month for month, is_heard in told.items() if not is_heard] == [4]


def test_a_source_is_held_to_its_own_rhythm() -> None:
    assert all(without_june(heard(daily(every=7))).values())
    monthly = [date(2026, month, 27) for month in range(1, 7)]
    assert [month for month, is_heard in without_june(heard(monthly)).items() if is_heard] == [1, 2, 3, 4, 5]
    told = heard([day for day in monthly if day.month != 3])
    assert [month for month in range(1, 6) if not told[month]] == [3]


def test_a_source_that_begins_in_the_middle_of_a_month_was_not_heard_in_it() -> None:
    told = without_june(heard(daily(first=date(2026, 2, 16))))
    assert told == {2: False, 3: True, 4: True, 5: True}


def test_imported_history_is_heard_in_the_months_it_has_adverts_of() -> None:
    assert heard([], archive=[date(2026, 2, 3), date(2026, 2, 9), date(2026, 4, 1)]) == {2: True, 4: True}


def without_june(told: dict[int, bool]) -> dict[int, bool]:
    """June is still open, and the first crawls tell of December."""
    return {month: is_heard for month, is_heard in told.items() if month not in (6, 12)}
