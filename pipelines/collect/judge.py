"""Decides whether a crawl can be believed, from its statistics and the board's own history.

Scrapy's exit code is 0 for a dead host, a callback that raises and an empty list alike, so nothing here
looks at it. "Nothing came" is never success. What each failure is worth stands in ``failure_kinds``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from pipelines.collect.failure_kinds import FAILURE_KINDS, known_kind
from pipelines.collect.landing import CrawlRecord
from spiders.boards import Board

USUAL_RUNS = 10
"""How many earlier accepted crawls make up what is usual for a board."""
BLANK_BELOW, USUALLY_FILLED = 0.2, 0.6
"""A field that most adverts of a board used to carry and hardly any carries now has gone blank."""
DROPPED_LIMIT = 0.2
CONFIRMED_BY = 3
"""Doubtful crawls in a row that found the number found now: then it is the new usual one."""
CONFIRMED_WITHIN = 0.25
KNOWN_BELOW, ONE_EMPLOYER = 0.2, 0.6
"""A board of one employer of whose postings hardly any is that employer's, or lies on its known site."""
FEWEST_TO_COMPARE = 3
FRESH_DAYS, STALE_DAYS = 30, 90
"""A board that usually had an advert younger than the first, and now has none younger than the second."""
FEWEST_DATED = 10
WORD = re.compile(r"[a-z0-9]{3,}")
LEGAL_FORMS = frozenset(
    {"inc", "ltd", "llc", "gmbh", "the", "group", "corp", "company", "com", "www", "jobs", "careers"}
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``verdict`` is accepted, suspicious or rejected; ``failure`` and ``reason`` are None when accepted."""

    verdict: str
    failure: str | None = None
    reason: str | None = None


def judge(
    stats: dict[str, Any],
    expect_min: int,
    expect_max: int | None,
    history: Sequence[CrawlRecord],
    *,
    observed_at: datetime | None = None,
    board: Board | None = None,
    listings: Mapping[str, str] | None = None,
) -> Judgement:
    """Judge one crawl.

    ``stats`` is the crawl report of one board (``spiders.crawl_report``); ``history`` the board's earlier
    records, oldest first; ``listings`` maps the digest of the identities that another board of the same platform
    listed in this run to that board's name. Rejected: nothing of it is used. Suspicious: what was seen is used, but
    it is no evidence that anything is gone.
    """
    items = int(stats.get("items", 0))
    accepted = [record for record in history if record.verdict == "accepted"]
    usual = accepted[-USUAL_RUNS:]
    return (
        _broken(stats, items)
        or _empty(items, expect_min, usual)
        or _foreign(stats, items, usual, board, listings or {})
        or _repeated(stats, items, usual)
        or _out_of_band(items, expect_min, expect_max, usual, history)
        or _blank(stats, items, usual)
        or _stale(stats, items, accepted, observed_at)
        or Judgement("accepted")
    )


def judgement(failure: str, reason: str) -> Judgement:
    """The judgement that a failure of this name brings."""
    return Judgement(FAILURE_KINDS[known_kind(failure)].verdict, failure, reason)


def _broken(stats: dict[str, Any], items: int) -> Judgement | None:
    kind = stats.get("error_kind")
    if stats.get("finish_reason") != "finished":
        return Judgement("rejected", kind or "interrupted", f"the crawl ended early: {stats.get('finish_reason')}")
    if kind:
        detail = stats.get("first_error") or kind.replace("_", " ")
        return Judgement("rejected", kind, f"{detail} ({items} postings read before)")
    if stats.get("spider_errors"):
        return judgement("exception", str(stats.get("first_error") or "the spider raised an error"))
    dropped = sum(n for why, n in stats.get("dropped", {}).items() if why != "duplicate")
    if dropped and dropped >= DROPPED_LIMIT * (dropped + items):
        return judgement("schema_change", f"{dropped} of {dropped + items} postings lacked what every posting has")
    return None


def _empty(items: int, expect_min: int, usual: Sequence[CrawlRecord]) -> Judgement | None:
    if items == 0 and (expect_min > 0 or any(record.postings for record in usual)):
        return judgement("zero_items", "the board answered, but listed no posting at all")
    return None


def _foreign(
    stats: dict[str, Any],
    items: int,
    usual: Sequence[CrawlRecord],
    board: Board | None,
    listings: Mapping[str, str],
) -> Judgement | None:
    seen = stats.get("seen", {})
    if items < FEWEST_TO_COMPARE or not seen:
        return None
    other = listings.get(seen.get("identities", ""))
    if other and not usual:
        return judgement("foreign_items", f"lists exactly the {items} postings of board {other}")
    employers, sites = seen.get("employers", {}), seen.get("sites", {})
    known_employers, known_sites = _usually_seen(usual, "employers"), _usually_seen(usual, "sites")
    if known_employers:
        if (
            _share(known_employers, known_employers, leading=True) >= ONE_EMPLOYER
            and employers
            and _share(employers, known_employers) < KNOWN_BELOW
            and _share(sites, known_sites) < KNOWN_BELOW
        ):
            usually = max(known_employers, key=lambda name: known_employers[name])
            return judgement("foreign_items", f"postings of {_most(employers)}, usually of {usually}")
        return None
    return _of_another(employers, sites, board)


def _of_another(employers: Mapping[str, int], sites: Mapping[str, int], board: Board | None) -> Judgement | None:
    """Before a board has a history, the table's own words are all there is to compare with."""
    if board is None or not board.company or _share(employers, employers, leading=True) < ONE_EMPLOYER:
        return None
    meant = _words(f"{board.company} {board.token} {board.name}")
    told = {word for name in (*employers, *sites) for word in _words(name)}
    # "acmejobs" and "Acme Inc" mean the same employer: a part of a word is enough to believe it.
    if not meant or any(one in other or other in one for one in meant for other in told):
        return None
    return judgement("foreign_items", f"postings of {_most(employers)}, but the table says {board.company}")


def _usually_seen(usual: Sequence[CrawlRecord], what: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for record in usual:
        for name, count in record.stats.get("seen", {}).get(what, {}).items():
            counts[name] = counts.get(name, 0) + count
    return counts


def _share(counts: Mapping[str, int], known: Mapping[str, int], *, leading: bool = False) -> float:
    """Part of the counts that falls to known names, or to the most frequent of them; 0 of nothing."""
    total = sum(counts.values())
    if not total:
        return 0.0
    return (max(counts.values()) if leading else sum(n for name, n in counts.items() if name in known)) / total


def _most(counts: Mapping[str, int]) -> str:
    return max(counts, key=lambda name: counts[name])


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower())) - LEGAL_FORMS


def _out_of_band(
    items: int, expect_min: int, expect_max: int | None, usual: Sequence[CrawlRecord], history: Sequence[CrawlRecord]
) -> Judgement | None:
    if items < expect_min:
        return judgement("drop", f"{items} postings, expected at least {expect_min}")
    if expect_max is not None and items > expect_max:
        return judgement("flood", f"{items} postings, expected at most {expect_max}")
    typical = median(record.postings for record in usual) if usual else 0
    if typical >= 4 and items < typical / 2 and not _confirmed(items, "drop", history):
        return judgement("drop", f"{items} postings, usually about {typical:g}")
    if usual and items > 3 * typical + 20 and not _confirmed(items, "flood", history):
        return judgement("flood", f"{items} postings, usually about {typical:g}")
    return None


def _confirmed(items: int, failure: str, history: Sequence[CrawlRecord]) -> bool:
    """Whether the last usable crawls all found about this number: then the board has changed, not the crawl.

    So it has when the last one was believed already and found about this number.
    """
    last = [record for record in history if record.verdict != "rejected"][-CONFIRMED_BY:]
    alike = [abs(record.postings - items) <= CONFIRMED_WITHIN * max(items, 1) for record in last]
    if last and last[-1].verdict == "accepted":
        return alike[-1]
    return len(last) == CONFIRMED_BY and all(alike) and all(record.failure == failure for record in last)


def _blank(stats: dict[str, Any], items: int, usual: Sequence[CrawlRecord]) -> Judgement | None:
    filled = stats.get("filled", {})
    for name in ("description", "posted_at", "locations"):
        before = [
            record.stats["filled"][name] / record.postings
            for record in usual
            if record.postings and name in record.stats.get("filled", {})
        ]
        share = filled.get(name, 0) / items if items else 1.0
        if before and median(before) >= USUALLY_FILLED and share < BLANK_BELOW:
            return judgement(
                "blank_field", f"{name} stands in {share:.0%} of the postings, usually in {median(before):.0%}"
            )
    return None


def _repeated(stats: dict[str, Any], items: int, usual: Sequence[CrawlRecord]) -> Judgement | None:
    if stats.get("dropped", {}).get("duplicate", 0) > items:
        return judgement("duplicate_flood", "most postings were listed more than once")
    different = stats.get("seen", {}).get("different")
    before = [
        record.stats["seen"]["different"] / record.postings
        for record in usual
        if record.postings and "different" in record.stats.get("seen", {})
    ]
    if different is not None and items >= 20 and before and different / items < 0.2 <= 0.5 < median(before):
        return judgement("duplicate_flood", f"{items} postings, but only {different} different titles and texts")
    return None


def _stale(
    stats: dict[str, Any], items: int, accepted: Sequence[CrawlRecord], observed_at: datetime | None
) -> Judgement | None:
    seen = stats.get("seen", {})
    dated = stats.get("filled", {}).get("posted_at", 0)
    before = [record for record in accepted if record.stats.get("seen", {}).get("newest")]
    if not before or dated < FEWEST_DATED:
        return None
    if seen.get("days") == 1 and median(record.stats["seen"]["days"] for record in before) > 2:
        return judgement("stale_dates", f"all {dated} dated postings carry one date, {seen.get('newest')}")
    if observed_at is None or not seen.get("newest"):
        return None
    ages = [_age(record.stats["seen"]["newest"], datetime.fromisoformat(record.observed_at)) for record in before]
    age = _age(seen["newest"], observed_at)
    if age > STALE_DAYS and 2 * sum(old <= FRESH_DAYS for old in ages) > len(ages):
        return judgement("stale_dates", f"the newest posting is {age} days old; there used to be new ones every month")
    return None


def _age(day: str, at: datetime) -> int:
    return (at.date() - date.fromisoformat(day)).days
