"""Adverts of our own making and the links that come of them, for the tests of linking."""

import random
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import orjson

from pipelines import steps
from pipelines.collect.landing import CrawlRecord, keep, moment
from pipelines.linking import run
from spiders.items import Location, Posting
from warehouse.database import open_writer
from warehouse.loading import load_landing

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "r", "l", "st", "rk", "mp")]

Linked = dict[str, tuple[Any, ...]]


def body(seed: int, words: int = 160) -> str:
    """An invented text; two seeds have next to nothing in common."""
    chance = random.Random(seed)
    text = [chance.choice(WORDS) for _ in range(words)]
    return "About the work. " + ". ".join(" ".join(text[at : at + 8]) for at in range(0, words, 8)) + "."


def edited(text: str, every: int) -> str:
    """The text with one word in ``every`` replaced."""
    words = text.split(" ")
    words[3::every] = ["changed" for _ in words[3::every]]
    return " ".join(words)


def advert(number: int, day: str = "2026-08-03", *, place: str | None = "Lyon, France", **changes: Any) -> Posting:
    """An advert of our own making."""
    values: dict[str, Any] = {
        "source": "acme",
        "platform": "import",
        "native_id": str(number),
        "title": "Data Engineer",
        "company": "Acme GmbH",
        "url": f"https://example.org/{number}",
        "description_text": body(1),
        "locations": [Location(text=place)] if place else [],
        "posted_at": day,
        "posted_at_raw": day,
        "posted_at_basis": "published",
    }
    return Posting(**{**values, **changes})


def land(landing: Path, adverts: Sequence[Posting], *, at: str = "2026-08-24", archive: bool = True) -> None:
    """Put adverts into landing, as history or (``archive=False``) as what stood there on a day."""
    seen_at = datetime.combine(date.fromisoformat(at), datetime.min.time(), UTC)
    for source in sorted({one.source for one in adverts}):
        mine = [one for one in adverts if one.source == source]
        landing.mkdir(parents=True, exist_ok=True)
        lines = landing.parent / "lines.jsonl"
        lines.write_bytes(b"".join(orjson.dumps(asdict(one)) + b"\n" for one in mine))
        record = CrawlRecord(
            source=source,
            platform="import",
            kind="import",
            observed_at=moment(seen_at),
            verdict="accepted",
            postings=len(mine),
            archive=archive,
            stats={"content": str(random.Random(len(mine)).random())},
        )
        keep(landing, record, lines, seen_at)


def link_up(data: Path, corrections: str | None = None) -> Linked:
    """Load, clean and link; native id (with the source in front, if it is not acme) → its link."""
    if corrections is not None:
        (data / "links.toml").write_text(corrections)
    with open_writer(data / "warehouse.duckdb") as connection:
        load_landing(connection, data / "landing")
        steps._clean(connection)
        run.link(connection, data / "links.toml")
        return links(connection)


def links(connection: duckdb.DuckDBPyConnection) -> Linked:
    """Native id (with the source in front, if it is not acme) → opening, strict opening, basis, score, probable."""
    rows = connection.execute(
        "select case when seen.source = 'acme' then '' else seen.source || ' ' end || seen.native_id, vacancy_id, "
        "strict_vacancy_id, basis, score, probable from store.link join store.posting_seen as seen using (posting_id)"
    ).fetchall()
    return {name: tuple(rest) for name, *rest in rows}


def linked(tmp_path: Path, adverts: Sequence[Posting], corrections: str | None = None, **how: Any) -> Linked:
    """The links of these adverts."""
    land(tmp_path / "landing", adverts, **how)
    return link_up(tmp_path, corrections)


def openings(found: Linked) -> int:
    """Different openings."""
    return len({one[0] for one in found.values()})


def strict(found: Linked) -> int:
    """Different openings by the strict count."""
    return len({one[1] for one in found.values()})


def market(seed: int) -> list[Posting]:
    """Adverts of few employers and titles, with copies, edits, places, requisitions and agencies among them."""
    chance = random.Random(seed)
    adverts = []
    for number in range(120):
        text = body(chance.randrange(6))
        if chance.random() < 0.5:
            text = edited(text, chance.choice([20, 22, 40, 60, 90]))
        if chance.random() < 0.3:
            text += f" You have {chance.choice([3, 5])} years of experience."
        adverts.append(
            advert(
                number,
                (date(2026, 1, 1) + timedelta(days=chance.randrange(200))).isoformat(),
                company=chance.choice(["Acme", "Acme Recruitment", "Globex", None]),
                title=chance.choice(["Data Engineer", "Senior Data Engineer", "Engineer, Data (Paris)"]),
                place=chance.choice(["Lyon", "Paris", None]),
                requisition_id=chance.choice(["R-1", "R-2", None, None]),
                description_text=text,
            )
        )
    return adverts
