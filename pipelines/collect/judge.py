"""Decides whether a crawl can be believed, from its statistics and the board's own history.

Scrapy's exit code is 0 for a dead host, a callback that raises and an empty list alike, so nothing here
looks at it. "Nothing came" is never success.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from pipelines.collect.landing import CrawlRecord

USUAL_RUNS = 10
"""How many earlier accepted crawls make up what is usual for a board."""
BLANK_BELOW, USUALLY_FILLED = 0.2, 0.6
"""A field that most adverts of a board used to carry and hardly any carries now has gone blank."""
DROPPED_LIMIT = 0.2


@dataclass(frozen=True, slots=True)
class Judgement:
    """``verdict`` is accepted, suspicious or rejected; ``failure`` and ``reason`` are None when accepted."""

    verdict: str
    failure: str | None = None
    reason: str | None = None


def judge(stats: dict[str, Any], expect_min: int, expect_max: int | None, history: Sequence[CrawlRecord]) -> Judgement:
    """Judge one crawl.

    ``stats`` is the crawl report of one board (``spiders.crawl_report``); ``history`` the board's earlier
    records, oldest first. Rejected: nothing of it is used. Suspicious: what was seen is used, but it is no
    evidence that anything is gone.
    """
    items = int(stats.get("items", 0))
    usual = [record for record in history if record.verdict == "accepted"][-USUAL_RUNS:]
    return _broken(stats, items) or _short(items, expect_min, expect_max, usual) or _thin(stats, items, usual)


def _broken(stats: dict[str, Any], items: int) -> Judgement | None:
    kind = stats.get("error_kind")
    if stats.get("finish_reason") != "finished":
        return Judgement("rejected", kind or "interrupted", f"the crawl ended early: {stats.get('finish_reason')}")
    if kind:
        detail = stats.get("first_error") or kind.replace("_", " ")
        return Judgement("rejected", kind, f"{detail} ({items} postings read before)")
    if stats.get("spider_errors"):
        return Judgement("rejected", "exception", str(stats.get("first_error") or "the spider raised an error"))
    dropped = sum(n for why, n in stats.get("dropped", {}).items() if why != "duplicate")
    if dropped and dropped >= DROPPED_LIMIT * (dropped + items):
        return Judgement(
            "rejected",
            "schema_change",
            f"{dropped} of {dropped + items} postings lacked what every posting has",
        )
    return None


def _short(items: int, expect_min: int, expect_max: int | None, usual: Sequence[CrawlRecord]) -> Judgement | None:
    if items == 0 and (expect_min > 0 or any(record.postings for record in usual)):
        return Judgement("rejected", "zero_items", "the board answered, but listed no posting at all")
    typical = median(record.postings for record in usual) if usual else 0
    if typical >= 4 and items < typical / 2:
        return Judgement("suspicious", "drop", f"{items} postings, usually about {typical:g}")
    if items < expect_min:
        return Judgement("suspicious", "drop", f"{items} postings, expected at least {expect_min}")
    if expect_max is not None and items > expect_max:
        return Judgement("suspicious", "flood", f"{items} postings, expected at most {expect_max}")
    return None


def _thin(stats: dict[str, Any], items: int, usual: Sequence[CrawlRecord]) -> Judgement:
    filled = stats.get("filled", {})
    for name in ("description", "posted_at", "locations"):
        before = [
            record.stats["filled"][name] / record.postings
            for record in usual
            if record.postings and name in record.stats.get("filled", {})
        ]
        share = filled.get(name, 0) / items if items else 1.0
        if before and median(before) >= USUALLY_FILLED and share < BLANK_BELOW:
            return Judgement(
                "suspicious",
                "blank_field",
                f"{name} stands in {share:.0%} of the postings, usually in {median(before):.0%}",
            )
    if stats.get("dropped", {}).get("duplicate", 0) > items:
        return Judgement("suspicious", "duplicate_flood", "most postings were listed more than once")
    return Judgement("accepted")
