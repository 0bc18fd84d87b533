"""A small market for the tests of operation: files in, no net, and the daily job run on it in this process."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from pipelines import steps
from pipelines.collect.landing import CrawlRecord, keep, moment
from pipelines.config import Config, read_config
from spiders.items import Posting

DAY = date(2026, 8, 24)
SKILLS = ("Python and SQL", "Kubernetes and Terraform", "patient care and triage", "Excel and bookkeeping")


def postings(source: str, numbers: range, note: str = "") -> list[Posting]:
    """Postings of one source; ``note`` is a sentence more in each text."""
    body = "We make good things and look for people who like to make them with us. " * 8
    return [
        Posting(
            source=source,
            platform="greenhouse",
            native_id=str(number),
            url=f"https://example.org/{source}/{number}",
            title=f"Maker of things {number}",
            company=f"Maker {number % 7}",
            description_html=f"<p>{body}{note}</p><h3>Requirements</h3><ul><li>{SKILLS[number % 4]}</li></ul>",
            posted_at="2026-08-20",
            posted_at_basis="stated",
        )
        for number in numbers
    ]


def land(landing: Path, source: str, day: datetime, found: list[Posting], **changes: object) -> CrawlRecord:
    """Put one crawl into landing, as the collector does."""
    lines = landing.parent / f"{source}.jsonl"
    lines.parent.mkdir(parents=True, exist_ok=True)
    lines.write_bytes(b"".join(orjson.dumps(posting, option=orjson.OPT_APPEND_NEWLINE) for posting in found))
    filled = {"description": len(found), "posted_at": len(found), "locations": 0}
    record = CrawlRecord(
        source=source,
        platform="greenhouse",
        kind="crawl",
        observed_at=moment(day),
        verdict="accepted",
        postings=len(found),
        expect_min=1,
        stats={"filled": filled},
    )
    kept = keep(landing, replace(record, **changes), lines, day)  # type: ignore[arg-type]
    lines.unlink()
    return kept


def at(day: date, hour: int = 4) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def config_of(data: Path, day: date = DAY) -> Config:
    return read_config(data=data, today=day, boards=board_table(data))


def board_table(data: Path) -> Path:
    """A table of two boards on loopback."""
    data.mkdir(parents=True, exist_ok=True)
    table = data / "boards.toml"
    if not table.exists():
        row = '{name} = {{platform = "greenhouse", token = "{name}", origin = "http://127.0.0.1:1"}}\n'
        table.write_text(row.format(name="acme") + row.format(name="best"))
    return table


def two_boards(data: Path, day: date = DAY) -> Config:
    """Two boards of 24 postings each, crawled that day."""
    config = config_of(data, day)
    for source, first in (("acme", 100), ("best", 200)):
        land(config.landing, source, at(day), postings(source, range(first, first + 24)))
    return config


def brought_up(data: Path, day: date = DAY) -> Config:
    """The two boards the whole way to the report."""
    config = two_boards(data, day)
    steps.load(config)
    steps.build(config)
    steps.publish(config)
    steps.report(config)
    return config
