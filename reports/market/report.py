"""The whole market report as one value: everything the page, the Markdown and the JSON say."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from reports import tables, wording
from reports.market import front, health, way
from reports.market.chart import find_charts
from reports.market.front import Front, Noticeable
from reports.market.health import Health
from reports.market.part import Part, make_part
from reports.market.population import Population, read_population
from reports.market.reading import Parameters, ask, only, opened, question
from reports.market.skill import choose_skill
from reports.market.way import Way
from reports.market.words import WORDS
from reports.tables import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One edition."""

    today: date
    title: str
    population: Population
    front: Front
    health: Health
    parts: tuple[Part, ...]
    noticeable: Noticeable | None
    way: Way
    scope: str
    words: tuple[tuple[str, str], ...] = WORDS

    def as_record(self) -> dict[str, Any]:
        """The contents for JSON."""
        return {
            "report": "market",
            "day": self.today.isoformat(),
            "title": self.title,
            "population": {
                "basis": self.population.basis,
                "adverts": self.population.adverts,
                "employers": self.population.employers,
                "sources": self.population.sources,
                "first_day": wording.plain(self.population.first_day),
                "last_day": wording.plain(self.population.last_day),
            },
            "changed": self.front.changed,
            "unchanged": self.front.unchanged,
            "unseen": self.front.unseen,
            "health": {
                "headline": self.health.headline,
                "explanation": self.health.explanation,
                "ailments": [
                    {"status": one.status, "source": one.source, "words": one.words} for one in self.health.ailments
                ],
            },
            "charts": [_chart(part) for part in self.parts],
            "noticeable": tables.records(self.noticeable.columns, self.noticeable.rows) if self.noticeable else [],
            "way": {
                "steps": [{"label": step.label, "postings": step.number} for step in self.way.steps],
                "excluded": tables.records(self.way.columns, self.way.excluded),
            },
            "scope": self.scope,
        }


def read_report(published: Path, *, today: date, skill: str | None) -> Report:
    """Ask the published copy for everything. Raises ``NotPublished`` and ``UnknownSkill``."""
    with opened(published) as connection:
        asked: Parameters = {"skill": choose_skill(connection, skill)}
        population = read_population(connection)
        parts = tuple(make_part(connection, found, population, asked) for found in find_charts())
        noticeable = _ask(connection, "noticeable")
        rows = {part.name: part.rows for part in parts}
        verdicts = only(_ask(connection, "verdicts"))
        withheld = [
            f"{part.topic} is withheld; the reason stands there."
            for part in parts
            if part.refusal and part.rows and part.about_change
        ]
        return Report(
            today=today,
            title=population.title(),
            population=population,
            front=front.write_front(rows["real_changes"], verdicts, rows["shares_now"], noticeable, withheld),
            health=health.examine(_ask(connection, "health")),
            parts=parts,
            noticeable=front.what_could_be_noticed(noticeable),
            way=way.follow(only(_ask(connection, "way")), _ask(connection, "excluded")),
            scope=way.scope(_ask(connection, "scope"), only(_ask(connection, "employers"))),
        )


def _ask(connection: DuckDBPyConnection, name: str) -> list[tables.Row]:
    return ask(connection, question(name))


def _chart(part: Part) -> dict[str, Any]:
    rows: Rows = part.rows
    return {
        "name": part.name,
        "topic": part.topic,
        "headline": part.headline,
        "subtitle": part.subtitle,
        "withheld": part.refusal,
        "rows": tables.records(part.columns, rows),
        "sql": part.sql,
    }
