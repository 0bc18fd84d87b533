"""The market's calendar: its last day, the moments at which it is looked at, and American office time."""

from datetime import UTC, date, datetime, time, timedelta, timezone

DEMO_TODAY = date(2026, 11, 15)
FIRST_DAY = date(2024, 9, 12)
"""Adverts are posted from here on; the first snapshot, four weeks later, finds a stock of them."""
FIRST_SNAPSHOT = date(2024, 10, 10)
LAST_SNAPSHOT = DEMO_TODAY - timedelta(days=2)
"""What comes after is crawled over HTTP."""
CRAWL_HOUR = 6
"""UTC; a day of the market means its state at this hour."""


def crawl_moment(day: date) -> datetime:
    """When the boards are looked at on a day."""
    return datetime.combine(day, time(CRAWL_HOUR), tzinfo=UTC)


def snapshot_days() -> list[date]:
    """The weekly looks that history consists of."""
    weeks = (LAST_SNAPSHOT - FIRST_SNAPSHOT).days // 7
    return [FIRST_SNAPSHOT + timedelta(days=7 * week) for week in range(weeks + 1)]


def months() -> list[tuple[int, int]]:
    """Year and month of every month that the market touches, in order."""
    found, year, month = [], FIRST_DAY.year, FIRST_DAY.month
    while (year, month) <= (DEMO_TODAY.year, DEMO_TODAY.month):
        found.append((year, month))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def month_name(moment: date) -> str:
    """``2026-11``."""
    return f"{moment.year:04d}-{moment.month:02d}"


def days_in_month(year: int, month: int) -> list[date]:
    """The days of a month on which the market exists."""
    day = date(year, month, 1)
    found = []
    while day.month == month:
        if FIRST_DAY <= day <= DEMO_TODAY:
            found.append(day)
        day += timedelta(days=1)
    return found


def eastern(moment: datetime) -> datetime:
    """The same moment in US Eastern time: daylight saving from the second Sunday of March to the first of
    November (computed here because a time zone database may be absent)."""
    begins, ends = _sunday(moment.year, 3, 2), _sunday(moment.year, 11, 1)
    summer = datetime.combine(begins, time(7), tzinfo=UTC) <= moment < datetime.combine(ends, time(6), tzinfo=UTC)
    return moment.astimezone(timezone(timedelta(hours=-4 if summer else -5)))


def _sunday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))
