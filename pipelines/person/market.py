"""The openings that a person looks for and what they ask, from the published copy alone, read-only.

What is counted from them belongs in ``gap`` and ``keywords``.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.person.profile import Target
from pipelines.person.wording import counted, say
from warehouse.database import open_published, query

UNCOUNTED_TYPES = frozenset({"soft_skill", "spoken_language", "degree"})
"""Types that no ladder counts, as in skill_coverage: they are no skill one learns next, or hide in every advert."""
LEVEL_TITLES = {
    "intern": r"(?i)\b(?:intern|internship|trainee|apprentice)\b",
    "entry": r"(?i)\b(?:junior|jr|graduate|entry|associate|trainee|new grad)\b",
    "senior": r"(?i)\b(?:senior|sr|experienced)\b",
    "lead": r"(?i)\b(?:lead|principal|staff)\b",
    "manager": r"(?i)\b(?:manager|head)\b",
    "executive": r"(?i)\b(?:director|vp|chief|c[teof]o)\b",
}
"""Words of titles for copies of the warehouse that do not know levels; mid has none."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of the target."""

    vacancy_id: int
    title: str
    company: str | None
    company_key: str
    opened_on: date | None
    last_seen: datetime
    reposts: int
    places: int
    remote: str
    location: str | None
    source: str
    url: str | None
    is_open: bool

    @property
    def employer(self) -> str:
        """The employer's name for people."""
        return self.company or say("market.unnamed")


@dataclass(frozen=True, slots=True)
class Asked:
    """One skill that an opening asks for."""

    vacancy_id: int
    skill: str
    label: str
    type: str
    requirement: str


@dataclass(frozen=True)
class Market:
    """The target's openings, what each asks for, and what became of the skills within a year."""

    target: Target
    basis: str
    """open: openings open now; new: openings first advertised in a period."""
    period: str
    """The population in words."""
    notes: tuple[str, ...]
    """What the reader must know about how the target was found."""
    openings: tuple[Opening, ...]
    asked: tuple[Asked, ...]
    verdicts: Mapping[str, str]
    verdict_population: str
    parameters: Mapping[str, Any]
    """What openings.sql was asked with, to be printed beside the numbers."""

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names for people of the skills asked for."""
        return {row.skill: row.label for row in self.asked}

    @cached_property
    def types(self) -> dict[str, str]:
        """Types of the skills asked for."""
        return {row.skill: row.type for row in self.asked}

    @cached_property
    def required(self) -> dict[int, frozenset[str]]:
        """What each opening asks for and does not call nice to have, without the uncounted types."""
        sets: dict[int, set[str]] = {opening.vacancy_id: set() for opening in self.openings}
        for row in self.asked:
            if row.requirement != "nice" and row.type not in UNCOUNTED_TYPES:
                sets[row.vacancy_id].add(row.skill)
        return {vacancy: frozenset(skills) for vacancy, skills in sets.items()}

    @cached_property
    def by_requirement(self) -> dict[str, dict[str, int]]:
        """For each skill the number of openings that ask for it as must, nice or unstated."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: {"must": 0, "nice": 0, "unstated": 0})
        for row in self.asked:
            counts[row.skill][row.requirement] += 1
        return dict(counts)


def read_market(published: Path, target: Target, *, months: int = 3) -> Market:
    """Ask the published copy for the target: what is open now or, where nothing is, what was new in the last months."""
    with open_published(published) as connection:
        (population,) = ask(connection, "population")
        slices = ask(connection, "slices")
        parameters, notes = _parameters(target, slices, population, months)
        openings = tuple(Opening(**row) for row in ask(connection, "openings", parameters))
        numbers = [opening.vacancy_id for opening in openings]
        asked = tuple(Asked(**row) for row in ask(connection, "asked", {"openings": numbers}))
        only_role = len(parameters["roles"]) == 1 and not parameters["title"]
        slice_of_verdicts = parameters["roles"][0] if only_role else "all"
        verdicts = {row["skill"]: row["verdict"] for row in ask(connection, "verdicts", {"slice": slice_of_verdicts})}
        if not verdicts and slice_of_verdicts != "all":
            slice_of_verdicts = "all"
            verdicts = {row["skill"]: row["verdict"] for row in ask(connection, "verdicts", {"slice": "all"})}
    population_named = next((row["label"] for row in slices if row["slice"] == slice_of_verdicts), slice_of_verdicts)
    return Market(
        target, parameters["basis"], _period(parameters, population), tuple(notes), openings, asked, verdicts,
        population_named, parameters,
    )  # fmt: skip


def read_spellings(published: Path, market: Market) -> dict[str, list[tuple[str, int, int]]]:
    """For each skill its spellings in the target's adverts: (spelling, openings with it, openings with the skill)."""
    numbers = [opening.vacancy_id for opening in market.openings]
    spellings: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    with open_published(published) as connection:
        for row in ask(connection, "spellings", {"openings": numbers}):
            spellings[row["skill"]].append((row["surface"], row["k"], row["n"]))
    return dict(spellings)


def read_sentences(published: Path, market: Market, skills: Sequence[str]) -> dict[str, dict[str, Any]]:
    """One real line in which an advert of the target asks for each skill."""
    numbers = [opening.vacancy_id for opening in market.openings]
    with open_published(published) as connection:
        rows = ask(connection, "sentences", {"openings": numbers, "skills": list(skills)})
    return {row["skill"]: row for row in rows}


def read_advert(published: Path, url: str) -> dict[str, Any] | None:
    """The advert at an address, from the warehouse: nothing is fetched."""
    with open_published(published) as connection:
        rows = ask(connection, "advert", {"url": url})
    return rows[0] if rows else None


def ask(connection: DuckDBPyConnection, name: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of ``sql/person/<name>.sql`` as mappings."""
    cursor = connection.execute(query(f"person/{name}"), dict(parameters or {}))
    keys = [column[0] for column in cursor.description or ()]
    return [dict(zip(keys, values, strict=True)) for values in cursor.fetchall()]


def _parameters(
    target: Target, slices: Sequence[Mapping[str, str]], population: Mapping[str, Any], months: int
) -> tuple[dict[str, Any], list[str]]:
    """Which populations or patterns the target means in this copy, and what is to be said about that."""
    notes: list[str] = []
    named = {role: _named(slices, "role", role) for role in target.roles}
    roles = [name for names in named.values() for name in names]
    others = [role for role, names in named.items() if not names]
    title = title_pattern(others) if others else ""
    if title:
        notes.append(say("market.by_title", words=" / ".join(others)))
    levels = _named(slices, "level", target.level) if target.level else []
    level_title = "" if levels else LEVEL_TITLES.get(target.level, "")
    if target.level and not levels:
        notes.append(say("market.level_by_title" if level_title else "market.level_unknown", level=target.level))
    places = (
        [name for kind in ("country", "region") for name in _named(slices, kind, target.place)] if target.place else []
    )
    place = "" if places or not target.place else rf"(?i)\b{re.escape(target.place)}\b"
    if place:
        notes.append(say("market.place_by_text", place=target.place))
    since, until = _months_back(population["last_month"], months)
    parameters = {
        "basis": "open" if population["open"] else "new",
        "since": since,
        "until": until,
        "roles": roles,
        "title": title,
        "levels": levels,
        "level_title": level_title,
        "places": places,
        "place": place,
        "remote": target.remote,
    }
    return parameters, notes


def title_pattern(roles: Sequence[str]) -> str:
    """A pattern for titles that hold one of the names, in any case, with any mark between words, plural or not."""
    names = [r"\W+".join(re.escape(word) for word in re.findall(r"[\w+#.&]+", role)) for role in roles]
    return r"(?i)(?:^|\W)(?:" + "|".join(name for name in names if name) + r")s?(?:\W|$)"


def _named(slices: Sequence[Mapping[str, str]], kind: str, name: str) -> list[str]:
    """The populations of a kind whose value or label is the name."""
    wanted = _plain(name)
    of_kind = [row for row in slices if row["slice"].startswith(f"{kind}:")]
    return [
        row["slice"]
        for row in of_kind
        if wanted in {_plain(row["slice"].partition(":")[2]), _plain(row["label"] or "")}
    ]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def _months_back(last: date | None, months: int) -> tuple[date, date]:
    """First and last day of the ``months`` months that end with the month of ``last``."""
    if last is None:
        return date(1, 1, 1), date(1, 1, 1)
    count = last.year * 12 + last.month - months
    after = last.year * 12 + last.month
    first = date(count // 12, count % 12 + 1, 1)
    end = date.fromordinal(date(after // 12, after % 12 + 1, 1).toordinal() - 1)
    return first, end


def _period(parameters: Mapping[str, Any], population: Mapping[str, Any]) -> str:
    watched = counted(int(population["sources"]), "source")
    if parameters["basis"] == "open":
        return say("market.open", day=population["last_look"], sources=watched)
    return say(
        "market.new", since=f"{parameters['since']:%Y-%m}", until=f"{parameters['until']:%Y-%m}", sources=watched
    )
