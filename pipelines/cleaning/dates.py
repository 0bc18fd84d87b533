"""When an advert was posted, and how far that can be believed.

A stamp of the last change is never a posting date: boards touch hundreds of adverts in one edit. A date in
the future or before 2000 is not believed either; the day the advert was first seen stands in, and says so.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

EPOCH_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")
EPOCH_MILLISECONDS = re.compile(r"\d{12,13}")
ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?", re.I)
EARLIEST = date(2000, 1, 1)
SLACK = timedelta(days=1)
"""A source's own clock may be a time zone ahead of ours."""
BELIEVED = {"published": "published", "created": "created", "relative": "relative"}


@dataclass(frozen=True, slots=True)
class PostedDate:
    """``flag``: why the source's own date was not used, if it gave one that cannot be right."""

    posted_on: date | None
    basis: str
    flag: str | None = None


def posted_date(posted_at: str | None, basis: str | None, first_seen: datetime | None) -> PostedDate:
    """The UTC day of posting. ``first_seen`` is naive UTC; a missing ``basis`` means ``published``."""
    seen_on = first_seen.date() if first_seen else None
    instead = PostedDate(seen_on, "first_seen")
    if not posted_at or basis not in BELIEVED.keys() | {None}:
        return instead
    posted_on = day(posted_at)
    if posted_on is None:
        return PostedDate(seen_on, "first_seen", "unreadable_date")
    if posted_on < EARLIEST:
        return PostedDate(seen_on, "first_seen", "absurd_date")
    if seen_on and posted_on > seen_on + SLACK:
        return PostedDate(seen_on, "first_seen", "future_date")
    return PostedDate(posted_on, BELIEVED[basis or "published"])


@lru_cache(maxsize=50_000)
def day(stamp: str) -> date | None:
    """The UTC day of a stamp, or None if it is in no known form.

    ISO 8601 with or without time and offset (none: UTC), ``2026-08-05 09:41:37 UTC``, seconds or milliseconds
    since 1970, and RFC 822. Forms such as ``03/04/2026`` are not guessed at.
    """
    stamp = stamp.strip()
    try:
        if EPOCH_SECONDS.fullmatch(stamp):
            return datetime.fromtimestamp(float(stamp), UTC).date()
        if EPOCH_MILLISECONDS.fullmatch(stamp):
            return datetime.fromtimestamp(int(stamp) / 1000, UTC).date()
        if found := ISO.fullmatch(stamp):
            return _iso_day(*found.groups())
        parsed = parsedate_to_datetime(stamp)
        return (parsed if parsed.tzinfo is None else parsed.astimezone(UTC)).date()
    except (ValueError, OverflowError, TypeError):
        return None


def _iso_day(on: str, at: str | None, offset: str | None) -> date:
    if at is None or offset is None or offset.upper() in {"Z", "UTC", "GMT"}:
        return date.fromisoformat(on)
    stated = datetime.fromisoformat(f"{on}T{at}{offset}")
    if stated.year < EARLIEST.year:
        return stated.date()  # the year 1 has no day before it to move to
    return stated.astimezone(UTC).date()
