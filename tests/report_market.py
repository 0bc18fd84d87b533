"""A market written straight into landing, with planted changes, and how the tests read its report."""

import base64
import functools
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import orjson

from pipelines import steps
from pipelines.collect.landing import CrawlRecord, keep, moment
from pipelines.config import Config, read_config
from reports.market.part import Part
from reports.market.report import Report, read_report

HOUSE = Path(__file__).parents[1]
TODAY = date(2026, 11, 9)
MONTHS = [date(2025, 7 + i, 1) if i < 6 else date(2026, i - 5, 1) for i in range(16)]
ASKED = {
    "slice": "all",
    "skill": "python",
    "modules": '[{"name": "Programming", "skills": ["Python", "no such skill"]}, {"name": "Data", "skills": ["sql"]}]',
    "earlier": '{"day": "2026-08-01", "skills": ["java"]}',
}
FILLER = "We are a small firm that makes sound things and answers every letter it gets. " * 6


@dataclass
class Market:
    """A data directory that grows by crawls written straight into landing."""

    data: Path

    @property
    def config(self) -> Config:
        return read_config(data=self.data, today=TODAY)

    def crawl(
        self, source: str, day: date, adverts: Sequence[dict[str, Any]], *, number: int | None = None, **record: Any
    ) -> None:
        """Keep one crawl of a board; a rejected one keeps its record only."""
        at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        self.data.mkdir(parents=True, exist_ok=True)
        lines = self.data / "lines.jsonl"
        lines.write_bytes(
            b"".join(orjson.dumps({"source": source, "platform": "greenhouse", **one}) + b"\n" for one in adverts)
        )
        verdict = record.setdefault("verdict", "accepted")
        crawled = CrawlRecord(
            source=source,
            platform="greenhouse",
            kind="crawl",
            observed_at=moment(at),
            postings=len(adverts) if number is None else number,
            **record,
        )
        keep(self.data / "landing", crawled, None if verdict == "rejected" else lines, at)

    def publish(self) -> Path:
        steps.load(self.config)
        steps.build(self.config)
        return steps.publish(self.config)


def advert(name: str, day: date, skills: str, company: str = "Maker", title: str = "Opening") -> dict[str, Any]:
    body = f"{title} {name}. {FILLER} Requirements: two years of work with {skills}. Ask for number {name}."
    return {
        "native_id": name,
        "title": f"{title} {name}",
        "company": company,
        "description_text": body,
        "locations": [{"text": "Lyon, France"}],
        "posted_at": day.isoformat(),
        "posted_at_basis": "published",
    }


def month_of_adverts(source: str, month: date, number: int, later: bool) -> list[dict[str, Any]]:
    """Python goes from 20 to 44 in 100, Java from 40 to 16, SQL stays at 30."""
    python, java = (0.44, 0.16) if later else (0.2, 0.4)
    adverts = []
    for i in range(number):
        skills = ["good paper and letters"]
        skills += ["Python"] * ((i * 7) % 50 < python * 50)
        skills += ["Java"] * ((i * 11) % 50 < java * 50)
        skills += ["SQL"] * ((i * 13) % 50 < 15)
        name, day = f"{source}-{month:%Y%m}-{i}", date(month.year, month.month, 1 + i % 25)
        adverts.append(advert(name, day, ", ".join(skills), company=f"{source} firm {name}"))
    return adverts


def fill(market: Market, hole: date | None = None) -> None:
    """Three boards through sixteen months and the open one; ``hole``: the month in which one is not heard."""
    for source in ("amber", "birch", "cedar"):
        for month in MONTHS:
            adverts = month_of_adverts(source, month, 50, later=month >= date(2026, 6, 1))
            if source == "birch" and month == hole:
                market.crawl(source, date(month.year, month.month, 27), (), verdict="rejected", failure="http_404")
            else:
                market.crawl(source, date(month.year, month.month, 27), adverts)
        market.crawl(source, date(2026, 11, 6), month_of_adverts(source, date(2026, 11, 1), 6, later=True))


@functools.cache
def read(published: Path, skill: str | None = None) -> Report:
    return read_report(published, today=TODAY, skill=skill)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def part_of(report: Report, name: str) -> Part:
    (part,) = [part for part in report.parts if part.name == name]
    return part


class Page(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and the text between them."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.style = False
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self.style = tag == "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self.style else data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def addresses(self) -> Iterator[str]:
        for _, attributes in self.tags:
            for name in ("src", "srcset", "href", "action", "data", "poster"):
                if value := attributes.get(name):
                    yield value

    def pictures(self) -> list[str]:
        coded = [value for value in self.addresses() if value.startswith("data:image/svg+xml;base64,")]
        return [base64.b64decode(value.split(",", 1)[1]).decode("utf-8") for value in coded]


def words_in(svg: str) -> str:
    """The texts of a picture, which must be well-formed XML."""
    root = ElementTree.fromstring(svg)  # noqa: S314  our own drawing
    return " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))
