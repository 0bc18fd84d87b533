"""Names boards that are dead, on evidence that an outage cannot give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.collect.landing import read_records
from spiders.boards import Board

DEAD_KINDS = frozenset({"http_404", "http_410", "zero_items", "redirect_home"})
"""What a board that is no more answers; a dead host, a block or an error of the server is no evidence."""
FEWEST_CRAWLS, FEWEST_DAYS = 5, 14


@dataclass(frozen=True, slots=True)
class DeadBoard:
    """A board and the evidence against it."""

    name: str
    failure: str
    crawls: int
    since: str
    until: str
    last_accepted: str | None

    def __str__(self) -> str:
        before = f"last postings {self.last_accepted[:10]}" if self.last_accepted else "never a posting"
        return f"{self.name}: {self.failure} in {self.crawls} crawls, {self.since[:10]} to {self.until[:10]}; {before}"


def dead_boards(landing: Path, boards: Mapping[str, Board]) -> list[DeadBoard]:
    """Boards of which every answer since the last usable crawl says so: at least 5 of them over at least 14 days.

    Crawls that got no answer (an outage) neither add to the evidence nor take from it; any other failure shows that
    something lives there and ends it.
    """
    found = []
    for name in boards:
        dead = _evidence(landing, name)
        if dead is not None:
            found.append(dead)
    return found


def _evidence(landing: Path, name: str) -> DeadBoard | None:
    failures: list[tuple[str, str]] = []
    last_accepted = None
    for record in reversed(read_records(landing, name)):
        if record.kind != "crawl" or (record.verdict == "rejected" and record.failure in NO_ANSWER):
            continue
        if record.failure not in DEAD_KINDS or record.verdict != "rejected":
            last_accepted = record.observed_at if record.verdict != "rejected" else None
            break
        failures.append((record.observed_at, str(record.failure)))
    if len(failures) < FEWEST_CRAWLS:
        return None
    until, since = failures[0][0], failures[-1][0]
    if (datetime.fromisoformat(until) - datetime.fromisoformat(since)).days < FEWEST_DAYS:
        return None
    return DeadBoard(name, failures[0][1], len(failures), since, until, last_accepted)


NO_ANSWER = frozenset({
    "dns", "refused", "timeout", "connection_lost", "certificate", "http_429", "http_5xx", "interrupted", "budget",
    "truncated", "exception", "no_key", "off_by_default",
})  # fmt: skip
"""Failures in which the board itself said nothing."""
