"""The market report: its numbers, its sentences, its files, and what strangers' text cannot do to it."""

import base64
import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipelines import steps
from pipelines.collect.landing import CrawlRecord, keep, moment
from pipelines.config import Config, read_config
from reports import drawing, tables, wording
from reports.market import front, health
from reports.market.build import build_report
from reports.market.chart import find_charts
from reports.market.charts import shares_now, skill_over_time, source_health
from reports.market.population import Population, read_population
from reports.market.reading import ask, only, opened, question
from reports.market.report import Report, read_report
from reports.market.skill import UnknownSkill, choose_skill
from warehouse.database import NotPublished

HOUSE = Path(__file__).parents[1]
TODAY = date(2026, 11, 9)
MONTHS = [date(2025, 7 + i, 1) if i < 6 else date(2026, i - 5, 1) for i in range(16)]
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
        skills = ["spreadsheets and letters"]
        skills += ["Python"] * ((i * 7) % 50 < python * 50)
        skills += ["Java"] * ((i * 11) % 50 < java * 50)
        skills += ["SQL"] * ((i * 13) % 50 < 15)
        name, day = f"{source}-{month:%Y%m}-{i}", date(month.year, month.month, 1 + i % 25)
        adverts.append(advert(name, day, ", ".join(skills), company=f"{source} firm {i % 12}"))
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


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    market = Market(tmp_path_factory.mktemp("market"))
    fill(market)
    return market.publish()


@pytest.fixture(scope="session")
def holed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    market = Market(tmp_path_factory.mktemp("holed"))
    fill(market, hole=date(2026, 3, 1))
    return market.publish()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Market(tmp_path_factory.mktemp("empty")).publish()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    market = Market(tmp_path_factory.mktemp("tiny"))
    for month in MONTHS[-3:]:
        adverts = [advert(f"{month}-{i}", month, "Python", company=f"Firm {i}") for i in range(3)]
        market.crawl("amber", date(month.year, month.month, 27), adverts)
    return market.publish()
