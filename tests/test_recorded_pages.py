"""Recorded bodies and what must be read from them; found by themselves, one test per body.

``recorded/<platform>/<case>.<ending>`` is a body in the platform's wire format (our own text, or a failure);
beside it ``<case>.expected.jsonl``: the postings, without absent values, and a last line of counts. A missing
expectation is written, and the test fails until a person has looked at it. To write all anew after a change
that is meant: ``SKILLTIDE_WRITE_EXPECTED=1 pytest tests/test_recorded_pages.py``, then read the difference.
"""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import pytest

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import kind_of
from spiders.finding import find_spiders
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally

RECORDED = Path(__file__).parent / "recorded"
CASES = sorted(path for path in RECORDED.glob("*/*") if path.suffix != ".jsonl" and not path.name.startswith("."))


def read(spider: BoardSpider, body: bytes, url: str) -> tuple[list[dict[str, Any]], Tally]:
    """Postings of one body as the crawl would keep them, and the counts."""
    board = Board(name="acme", platform=spider.name, token="acme", company="Acme of the table")
    tally = Tally()
    checks = PostingChecks(tally)
    kept = []
    try:
        for posting in spider.parse_body(board, body, url, tally):
            if checks.accepts(posting):
                kept.append(asdict(posting))
    except Exception as error:
        tally.fail(kind_of(error), str(error))
    return kept, tally


def present(value: Any) -> Any:
    """The value without absent parts, so that an expectation shows only what was read."""
    if isinstance(value, dict):
        return {key: present(part) for key, part in value.items() if part not in (None, [], {})}
    return [present(part) for part in value] if isinstance(value, list) else value


def as_expected(postings: list[dict[str, Any]], tally: Tally) -> str:
    counts = {
        "postings": len(postings),
        "failure": tally.error_kind,
        "first_error": tally.first_error,
        "dropped": dict(sorted(tally.dropped.items())),
        "unknown_fields": dict(sorted(tally.unknown_fields.items())),
        "notes": dict(sorted(tally.notes.items())),
        "gone": tally.gone,
        "partial": tally.partial or None,
    }
    return "".join(orjson.dumps(present(row)).decode() + "\n" for row in [*postings, counts])


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_body_gives_what_is_expected(path: Path) -> None:
    spider = find_spiders()[path.parent.name]()
    postings, tally = read(spider, path.read_bytes(), f"https://acme.example/jobs/{path.stem}")
    found = as_expected(postings, tally)
    expected = path.with_suffix(".expected.jsonl")
    if not expected.exists() or os.environ.get("SKILLTIDE_WRITE_EXPECTED") == "1":
        expected.write_text(found, encoding="utf-8")
        pytest.fail(f"{expected.name} was written: read it, then commit it")
    assert found.splitlines() == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("platform", find_spiders())
def test_every_platform_has_recorded_bodies(platform: str) -> None:
    cases = [path for path in CASES if path.parent.name == platform]
    assert cases, f"record a body of {platform} under tests/recorded/{platform}/"
    kinds = [
        orjson.loads(path.with_suffix(".expected.jsonl").read_bytes().splitlines()[-1])
        for path in cases
        if path.with_suffix(".expected.jsonl").exists()
    ]
    assert any(kind.get("failure") for kind in kinds), f"{platform}: no failure is recorded"
    assert any(kind.get("postings") for kind in kinds), f"{platform}: no posting is recorded"


def test_every_recorded_body_belongs_to_a_platform() -> None:
    assert {path.parent.name for path in CASES} <= set(find_spiders())
    bodies = {path.with_suffix(".expected.jsonl") for path in CASES}
    assert set(RECORDED.glob("*/*.jsonl")) <= bodies
