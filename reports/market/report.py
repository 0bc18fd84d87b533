"""The whole market report as one value: everything the page, the Markdown and the JSON say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from reports import tables, wording
from reports.market import front, gate, health, method, vintages, way
from reports.market.chart import HEADINGS, FoundChart, find_charts
from reports.market.edition import Edition, settle
from reports.market.front import Front, Noticeable
from reports.market.gate import Gate
from reports.market.health import Health
from reports.market.method import Measurements, Method
from reports.market.modules import as_parameter
from reports.market.part import Part, make_part
from reports.market.population import Population, read_population
from reports.market.reading import Parameters, ask, only, opened, question
from reports.market.skill import choose_skill
from reports.market.vintages import Revisions, Vintage
from reports.market.way import Way
from reports.market.words import WORDS
from reports.tables import Row, Rows

NO_MEASUREMENTS = Measurements()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The charts for one kind of reader."""

    name: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One edition."""

    today: date
    edition: Edition
    title: str
    population: Population
    front: Front
    health: Health
    gate: Gate
    parts: tuple[Part, ...]
    noticeable: Noticeable | None
    revisions: Revisions
    way: Way
    method: Method
    scope: str
    vintage: dict[str, Any]
    words: tuple[tuple[str, str], ...] = WORDS

    @property
    def groups(self) -> list[Group]:
        """The charts by reader, in the order of the page."""
        found = [(name, heading, [p for p in self.parts if p.readers == name]) for name, heading in HEADINGS.items()]
        return [Group(name=name, heading=heading, parts=tuple(parts)) for name, heading, parts in found if parts]

    def as_record(self) -> dict[str, Any]:
        """The contents for JSON."""
        return {
            "report": "market",
            "edition": self.edition.name,
            "slice": self.edition.slice,
            "day": self.today.isoformat(),
            "title": self.title,
            "population": {
                "label": self.population.label,
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
            "gate": {"open": self.gate.is_open, "reasons": list(self.gate.reasons)},
            "charts": [_chart(part) for part in self.parts],
            "noticeable": tables.records(self.noticeable.columns, self.noticeable.rows) if self.noticeable else [],
            "revisions": {
                "headline": self.revisions.headline,
                "sentence": self.revisions.sentence,
                "rows": tables.records(self.revisions.columns, self.revisions.rows),
            },
            "way": {
                "steps": [{"label": step.label, "postings": step.number} for step in self.way.steps],
                "excluded": tables.records(self.way.columns, self.way.excluded),
            },
            "method": {caption: tables.records(columns, rows) for caption, columns, rows in self.method.tables},
            "scope": self.scope,
        }


def read_report(
    published: Path,
    *,
    today: date,
    skill: str | None = None,
    edition: Edition = Edition(),  # noqa: B008 - frozen
    earlier: Sequence[Vintage] = (),
    measured: Measurements = NO_MEASUREMENTS,
) -> Report:
    """Ask the published copy for everything.

    ``earlier`` are the vintages of this edition, the newest first; ``measured`` the figures of the method box.
    Raises ``NotPublished``, ``UnknownEdition`` and ``UnknownSkill``.
    """
    with opened(published) as connection:
        edition = settle(connection, edition)
        asked: Parameters = {
            "slice": edition.slice,
            "skill": choose_skill(connection, skill or edition.skill, edition.slice),
            "modules": as_parameter(edition.modules),
            "earlier": vintages.earlier_falling(list(earlier), today),
        }
        population = read_population(connection, edition.slice, edition.title)
        parts = tuple(make_part(connection, found, population, asked) for found in _charts(asked))
        noticeable = _ask(connection, "noticeable", asked)
        sources = _ask(connection, "health", asked)
        vintage = vintages.vintage_of(connection, slice=edition.slice, today=today, edition=edition.name)
        catalogue = only(_ask(connection, "catalogue", asked))
        return Report(
            today=today,
            edition=edition,
            title=population.title(),
            population=population,
            front=_front(connection, parts, noticeable, asked),
            health=health.examine(sources),
            gate=gate.judge(parts, sources),
            parts=parts,
            noticeable=front.what_could_be_noticed(noticeable),
            revisions=vintages.compare(connection, list(earlier), vintage),
            way=way.follow(only(_ask(connection, "way", asked)), _ask(connection, "excluded", asked)),
            method=method.describe(catalogue["versions"], catalogue["skills"], measured),
            scope=way.scope(_ask(connection, "scope", asked), only(_ask(connection, "employers", asked))),
            vintage=vintage,
        )


def _charts(asked: Parameters) -> list[FoundChart]:
    return [found for found in find_charts() if all(asked[name] is not None for name in found.chart.asks)]


def _front(connection: DuckDBPyConnection, parts: Sequence[Part], noticeable: Rows, asked: Parameters) -> Front:
    rows = {part.name: part.rows for part in parts}
    withheld = [
        f"{part.topic} is withheld; the reason stands there."
        for part in parts
        if part.refusal and part.rows and part.about_change
    ]
    verdicts = only(_ask(connection, "verdicts", asked))
    return front.write_front(rows["real_changes"], verdicts, rows["shares_now"], noticeable, withheld)


def _ask(connection: DuckDBPyConnection, name: str, asked: Parameters) -> list[Row]:
    return ask(connection, question(name), asked)


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
