"""The day an advert was posted, from what its source states, with what that day rests on."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = date(2000, 1, 1)
TOLERANCE = timedelta(days=1)
"""A source a time zone ahead may date an advert tomorrow."""
MILLISECONDS_FROM = 100_000_000_000
EPOCH = re.compile(r"\d{9,14}(?:\.\d+)?")
BARE_UTC = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) UTC")
FRACTION = re.compile(r"(\.\d{6})\d+")


@dataclass(frozen=True, slots=True)
class PostedDate:
    """``basis`` is published, created, relative, or first_seen where no stated day could be used.

    ``flag`` says why a stated day was not: future_date, absurd_date, unreadable_date.
    """

    day: date
    basis: str
    flag: str | None = None


def posted_date(stated: str | None, basis: str | None, first_seen: datetime) -> PostedDate:
    """The posted day; an update stamp is never taken for one."""
    seen = first_seen.date()
    if not stated or basis == "updated":
        return PostedDate(seen, "first_seen")
    moment = parse_moment(stated)
    if moment is None:
        return PostedDate(seen, "first_seen", "unreadable_date")
    if moment > seen + TOLERANCE:
        return PostedDate(seen, "first_seen", "future_date")
    if moment < EARLIEST:
        return PostedDate(seen, "first_seen", "absurd_date")
    return PostedDate(moment, basis if basis in {"created", "relative"} else "published")


def parse_moment(text: str) -> date | None:
    """The day of a moment in any form that boards use, in UTC where it has an offset; None if unreadable."""
    text = text.strip()
    if EPOCH.fullmatch(text):
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number >= MILLISECONDS_FROM else number, UTC).date()
    if bare := BARE_UTC.fullmatch(text):
        text = bare.group(1)
    try:
        moment = datetime.fromisoformat(FRACTION.sub(r"\1", text))
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
    try:
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except OverflowError:
        return None
