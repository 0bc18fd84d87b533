"""Counts what one board's crawl did: the numbers that ``crawl_report`` writes and a judge reads."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MOST_NAMES = 200
"""Distinct unknown keys kept by name; a hostile body could invent any number."""
LONGEST_NAME = 120
LONGEST_MESSAGE = 500
NAMES_SHOWN = 5


@dataclass(slots=True)
class Tally:
    """Mutable counts of one board; ``as_stats`` is the object of the landing record."""

    requests: int = 0
    responses: Counter[str] = field(default_factory=Counter)
    """By HTTP status as it came over the wire; 304 is an unchanged page."""
    bytes: int = 0
    """Body bytes as they came over the wire, still compressed."""
    retries: int = 0
    exceptions: Counter[str] = field(default_factory=Counter)
    spider_errors: int = 0
    items: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unknown_fields: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    """Things seen and survived, such as a broken JSON-LD block beside a good one."""
    gone: list[str] = field(default_factory=list)
    """Native ids that the source itself says are closed: a removal in a stream, a detail page's 404 or 410."""
    partial: bool = False
    """The listing is a window (the newest, one query): an advert that is absent from it may well be open."""
    employers: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    """Where the postings lie: host and first part of the path."""
    days: set[str] = field(default_factory=set)
    """Posted dates, without their time."""
    contents: set[int] = field(default_factory=set)
    """Hashes of title and text, to see whether postings repeat each other."""
    identities: int = 0
    """All native ids and titles folded into one number, in any order: two boards that list the same have the same."""
    error_kind: str | None = None
    first_error: str | None = None

    def unknown_field(self, path: str) -> None:
        """Count a key that no reader knows, by its place."""
        name = path[:LONGEST_NAME]
        if name not in self.unknown_fields and len(self.unknown_fields) >= MOST_NAMES:
            name = "(further keys)"
        self.unknown_fields[name] += 1

    def drop(self, reason: str, message: str | None = None) -> None:
        """Count an advert that was left out, and keep the first message."""
        self.dropped[reason] += 1
        if message:
            self.remember(message)

    def fail(self, kind: str, message: str) -> None:
        """The board failed; the first failure names it."""
        if self.error_kind is None:
            self.error_kind = kind
            self.first_error = message[:LONGEST_MESSAGE]

    def remember(self, message: str) -> None:
        """Keep the first thing that went wrong, in words."""
        if self.first_error is None:
            self.first_error = message[:LONGEST_MESSAGE]

    def as_stats(self, finish_reason: str, elapsed_seconds: float) -> dict[str, Any]:
        """The ``stats`` object of the crawl record, with ``items`` and ``error_kind`` beside."""
        filled = {name: self.filled[name] for name in ("description", "posted_at", "locations", "salary")}
        return {
            "items": self.items,
            "error_kind": self.error_kind,
            "requests": self.requests,
            "responses": dict(sorted(self.responses.items())),
            "bytes": self.bytes,
            "retries": self.retries,
            "exceptions": dict(sorted(self.exceptions.items())),
            "spider_errors": self.spider_errors,
            "dropped": dict(sorted(self.dropped.items())),
            "unknown_fields": dict(sorted(self.unknown_fields.items())),
            "filled": filled,
            "seen": self._seen(),
            "notes": dict(sorted(self.notes.items())),
            "gone": self.gone,
            "partial": self.partial,
            "first_error": self.first_error,
            "finish_reason": finish_reason,
            "elapsed_seconds": round(elapsed_seconds, 3),
        }

    def _seen(self) -> dict[str, Any]:
        """What tells one board from another, and a living one from a frozen one."""
        return {
            "employers": dict(self.employers.most_common(NAMES_SHOWN)),
            "sites": dict(self.sites.most_common(NAMES_SHOWN)),
            "newest": next(filter(_is_day, sorted(self.days, reverse=True)), None),
            "days": len(self.days),
            "different": len(self.contents),
            "identities": f"{self.identities:032x}" if self.items else "",
        }


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
