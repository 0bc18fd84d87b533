"""What was done: applications and steps, the month's proof of search, and what came of them. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.person.wording import counted, say

KINDS = ("applied", "reply", "interview", "offer", "rejected", "contact", "course", "volunteering", "advice", "other")
STAGES = ("applied", "reply", "interview", "offer")
WITH_EMPLOYER = frozenset({*STAGES, "rejected"})
"""Kinds that belong to one application: without its employer they prove nothing and join nothing."""
FEWEST_OUTCOMES = 10
"""Applications, and answers to them, below which no rate is given."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How many applications came at least this far."""

    name: str
    k: int
    n: int
    words: str


def month_rows(records: Sequence[Mapping[str, Any]], month: date) -> list[dict[str, str]]:
    """The steps of a month, oldest first, as a job centre wants them."""
    rows = [record for record in records if str(record["day"])[:7] == f"{month:%Y-%m}"]
    return [
        {name: str(record.get(name, "")) for name in ("day", "kind", "employer", "role", "source", "note")}
        for record in sorted(rows, key=lambda record: str(record["day"]))
    ]


def funnel(records: Sequence[Mapping[str, Any]]) -> list[Stage]:
    """Applications and how far they came. An application is an employer and role.

    A later stage counts for all before it.
    """
    furthest: dict[tuple[str, str], int] = {}
    for record in records:
        # A rejection is an answer too.
        kind = "reply" if record.get("kind") == "rejected" else str(record.get("kind"))
        if kind in STAGES:
            key = (str(record.get("employer", "")).casefold(), str(record.get("role", "")).casefold())
            furthest[key] = max(furthest.get(key, 0), STAGES.index(kind))
    n = len(furthest)
    if not n:
        return [Stage("applied", 0, 0, say("log.no_application"))]
    reached = Counter(stage for far in furthest.values() for stage in range(far + 1))
    return [Stage(name, reached[place], n, _words(name, reached[place], n)) for place, name in enumerate(STAGES)]


def kind_name(kind: str) -> str:
    """A kind's name for people; one that a person wrote into the file by hand stays as it is."""
    return say(f"log.kind_{kind}") if kind in KINDS else kind


def _words(name: str, k: int, n: int) -> str:
    if name == "applied":
        return counted(n, "application")
    plain = say(f"log.stage_{name}", k=k, n=n)
    if k < FEWEST_OUTCOMES or n - k < 1:
        return f"{plain}; {say('log.too_few')}"
    # The command line reads this file for its flags, and must answer without numpy.
    from pipelines.trends.intervals import wilson

    low, high = wilson(k, n)
    return f"{plain}; {say('log.rate', low=round(float(low) * 100), high=round(float(high) * 100))}"
