"""Turns the sources' ways to write a moment into ISO 8601; what a moment means is the spider's business."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from spiders.failures import RecordBroken

DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def from_epoch(seconds: Any, place: str) -> str | None:
    """Seconds since 1970 in UTC; None stays None. Raises ``RecordBroken``, which names ``place``."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        raise RecordBroken(f"{place}: {seconds!r} is no moment") from None


def from_mail_date(text: str | None, place: str) -> str | None:
    """A date of RFC 822, as feeds write it: ``Fri, 27 Mar 2026 20:20:27 +0000``."""
    if text is None:
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except (TypeError, ValueError, IndexError):
        raise RecordBroken(f"{place}: {text!r} is no date of a feed") from None


def from_day_first(text: str | None, place: str) -> str | None:
    """A British date, ``27/03/2026``, as ``2026-03-27``."""
    if text is None:
        return None
    found = DAY_FIRST.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else _no(text, place)
    except ValueError:
        return _no(text, place)


def _no(text: str, place: str) -> str:
    raise RecordBroken(f"{place}: {text!r} is no date of the form dd/mm/yyyy")
