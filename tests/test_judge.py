"""What the judge learns of a board, and what it makes of a crawl that differs."""

import ast
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.collect.failure_kinds import FAILURE_KINDS, failure_page, known_kind
from pipelines.collect.judge import judge
from pipelines.collect.landing import CrawlRecord, keep, moment
from spiders.boards import Board
from spiders.items import Posting
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
ACME = Board(name="acme", platform="greenhouse", token="acmejobs", company="Acme Inc.")


def stats_of(count: int = 50, **changes: Any) -> dict[str, Any]:
    """Statistics of a crawl; ``changes`` are of every posting, given their number."""
    tally = Tally()
    checks = PostingChecks(tally)
    for number in range(count):
        values: dict[str, Any] = {
            "native_id": str(number),
            "title": f"Rigger {number}",
            "company": "Acme",
            "url": f"https://boards.example/acme/{number}",
            "description_html": f"<p>Rope {number}</p>",
            "posted_at": f"{NOW.date() - timedelta(days=number)}T08:00:00Z",
        }
        values |= {name: change(number) for name, change in changes.items()}
        checks.accepts(Posting(source="acme", platform="greenhouse", **values))
    return tally.as_stats("finished", 1.0)


def history(days: int = 10, count: int = 50, **changes: Any) -> list[CrawlRecord]:
    """Accepted crawls of the days before, dated accordingly."""
    records = []
    for back in range(days, 0, -1):
        stats = stats_of(count, **changes)
        newest = (NOW - timedelta(days=back)).date()
        stats["seen"] |= {"newest": stats["seen"]["newest"] and str(newest)}
        records.append(
            CrawlRecord(
                source="acme",
                platform="greenhouse",
                kind="crawl",
                observed_at=moment(NOW - timedelta(days=back)),
                verdict="accepted",
                postings=stats["items"],
                stats=stats,
            )
        )
    return records


def named(stats: dict[str, Any], before: list[CrawlRecord], **more: Any) -> str | None:
    return judge(stats, 1, None, before, observed_at=NOW, board=ACME, **more).failure


def test_a_board_like_itself_is_believed() -> None:
    assert named(stats_of(), history()) is None
    assert named(stats_of(), []) is None


def test_postings_of_another_employer_are_foreign() -> None:
    other = {"company": lambda _: "Umbrella", "url": lambda n: f"https://boards.example/umbrella/{n}"}
    assert named(stats_of(**other), history()) == "foreign_items"
    assert named(stats_of(**other), []) == "foreign_items", "the table says Acme"
    renamed = {"company": lambda _: "Umbrella"}
    assert named(stats_of(**renamed), history()) is None, "a new name on the known site"
    spelled = {"company": lambda _: "ACME Holding B.V.", "url": lambda n: f"https://careers.example/{n}"}
    assert named(stats_of(**spelled), []) is None


def test_a_feed_of_many_employers_is_never_foreign() -> None:
    feed = {"company": lambda n: f"Firm {n}", "url": lambda n: f"https://firm{n}.example/{n}"}
    later = {"company": lambda n: f"House {n}", "url": lambda n: f"https://house{n}.example/{n}"}
    assert named(stats_of(**later), history(**feed)) is None
    assert named(stats_of(**later), []) is None


def test_two_boards_with_one_listing_are_one_board() -> None:
    stats = stats_of()
    twins = {stats["seen"]["identities"]: "acme_old"}
    assert named(stats, [], listings=twins) == "foreign_items"
    assert named(stats, history(), listings=twins) is None, "it has shown before that the list is its own"
    other_titles = stats_of(title=lambda n: f"Cook {n}")
    assert named(other_titles, [], listings=twins) is None, "some platforms number every board from 1"


def test_dates_that_stand_still_are_noticed() -> None:
    old = stats_of(posted_at=lambda n: f"{(NOW - timedelta(days=91 + n)).date()}")
    assert named(old, history()) == "stale_dates"
    assert named(old, []) is None
    quiet = stats_of(posted_at=lambda n: f"{(NOW - timedelta(days=80 + n)).date()}")
    assert named(quiet, history()) is None
    one = stats_of(posted_at=lambda _: "2026-11-20")
    assert named(one, history()) == "stale_dates"
    assert named(one, history(posted_at=lambda _: "2026-11-01")) is None, "it always was so"


def test_a_new_number_is_believed_once_four_crawls_agree() -> None:
    before, small = history(), stats_of(15)
    failures = []
    for day in range(5):
        at = NOW + timedelta(days=day)
        verdict = judge(small, 1, None, before, observed_at=at)
        failures.append(verdict.failure)
        before.append(replace(before[-1], observed_at=moment(at), verdict=verdict.verdict, failure=verdict.failure,
                              postings=15, stats=small))  # fmt: skip
    assert failures == ["drop", "drop", "drop", None, None]
    assert judge(stats_of(400), 1, None, history(), observed_at=NOW).failure == "flood"
    falling = history()
    for number in (20, 15, 10):
        falling.append(replace(falling[-1], verdict="suspicious", failure="drop", postings=number))
    assert judge(stats_of(5), 1, None, falling, observed_at=NOW).failure == "drop", "it has not settled"


def test_copies_under_new_identities_are_a_flood() -> None:
    same = {"title": lambda _: "Rigger", "description_html": lambda _: "<p>Rope</p>"}
    assert named(stats_of(**same), history()) == "duplicate_flood"
    assert named(stats_of(**same), history(**same)) is None


@pytest.mark.parametrize("day", ["2026-02-30", "9999-99-99", "soon", ""])
def test_a_date_that_is_none_is_no_date(day: str) -> None:
    stats = stats_of(3, posted_at=lambda _: day)
    assert stats["seen"]["newest"] is None


def test_every_failure_has_its_entry_and_the_page_shows_them(tmp_path: Path) -> None:
    assert known_kind("http_418") == "http_other"
    assert known_kind("dns") == "dns"
    assert {kind.verdict for kind in FAILURE_KINDS.values()} == {"rejected", "suspicious"}
    page = Path(__file__).parents[1] / "docs" / "sources-health.md"
    assert page.read_text(encoding="utf-8") == failure_page(), "write it anew from failure_page()"


def test_a_source_that_asks_for_a_pause_is_left_in_peace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.collect import crawling
    from pipelines.config import Config

    monkeypatch.setattr(crawling, "fewest_hours_between", lambda: {"greenhouse": 24.0})
    record = history(1)[-1]
    lines = tmp_path / "lines"
    lines.write_bytes(b"")
    keep(tmp_path / "landing", record, lines, datetime.fromisoformat(record.observed_at))

    def waits(hours: float, platform: str = "greenhouse") -> bool:
        at = datetime.fromisoformat(record.observed_at) + timedelta(hours=hours)
        config = Config(data=tmp_path, boards=None, contact=None, hosts_in_parallel=1, observed_at=at)
        return crawling._asks_to_wait(config, replace_platform(platform))

    def replace_platform(platform: str) -> Board:
        return Board(name="acme", platform=platform, token="acme")

    assert waits(6)
    assert waits(22)
    assert not waits(23.5), "a daily job that starts a little early is not put off by a day"
    assert not waits(6, "lever")


def test_every_kind_that_a_spider_raises_has_an_entry() -> None:
    found = set()
    for path in (Path(__file__).parents[1] / "spiders").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "BoardFailure":
                kind = node.args[0]
                if isinstance(kind, ast.Constant):
                    found.add(kind.value)
    assert len(found) > 8
    unknown = {kind for kind in found if kind not in FAILURE_KINDS and not str(kind).startswith("http_")}
    assert not unknown, "add to pipelines/collect/failure_kinds.py"
