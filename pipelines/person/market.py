"""The openings that a person looks for and what they ask, from the published copy alone, read-only.

What is counted from them belongs in ``gap`` and ``keywords``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.person.populations import largest_roles, search_for
from pipelines.person.profile import Target
from pipelines.person.wording import counted, say
from warehouse.database import open_published, query

UNCOUNTED_TYPES = frozenset({"soft_skill", "spoken_language", "degree"})
"""Types that no ladder counts, as in skill_coverage: they are no skill one learns next, or hide in every advert."""
UNCOUNTED_AREAS = frozenset({"working_fields", "fields_of_study"})
"""Ordinary words such as testing or mobile, and subjects of degrees."""
WHOLE_TRADES = frozenset(
    "business_development customer_success data_engineering data_science devops human_resources nursing nursing_care "
    "product_management research_and_development sre teaching".split()
)
"""Names of whole trades that the catalogue does not call umbrellas: "learn nursing care" helps nobody."""


@cache
def too_broad() -> frozenset[str]:
    """Skills that no ladder counts: the catalogue's umbrellas, and names of whole trades."""
    from pipelines.skills.compiled import load_catalogue

    return WHOLE_TRADES | {name for name, skill in load_catalogue().skills.items() if skill.umbrella}


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
    area: str
    requirement: str

    @property
    def is_counted(self) -> bool:
        """Whether it is something that one can hold, lack and learn."""
        return self.type not in UNCOUNTED_TYPES and self.area not in UNCOUNTED_AREAS and self.skill not in too_broad()


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
    held_most: str = ""
    """The roles that the copy holds most of, in words."""

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
        """What each opening asks for and does not call nice to have, without what is not counted."""
        sets: dict[int, set[str]] = {opening.vacancy_id: set() for opening in self.openings}
        for row in self.asked:
            if row.requirement != "nice" and row.is_counted:
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
        parameters, notes = search_for(target, slices, population, months)
        openings = tuple(Opening(**row) for row in ask(connection, "openings", parameters))
        numbers = [opening.vacancy_id for opening in openings]
        asked = tuple(Asked(**row) for row in ask(connection, "asked", {"openings": numbers}))
        meant = [*parameters["roles"], *parameters["asking_roles"][:1]]
        slice_of_verdicts = meant[0] if len(meant) == 1 and len(target.roles) == 1 else "all"
        verdicts = {row["skill"]: row["verdict"] for row in ask(connection, "verdicts", {"slice": slice_of_verdicts})}
        if not verdicts and slice_of_verdicts != "all":
            slice_of_verdicts = "all"
            verdicts = {row["skill"]: row["verdict"] for row in ask(connection, "verdicts", {"slice": "all"})}
    population_named = next((row["label"] for row in slices if row["slice"] == slice_of_verdicts), slice_of_verdicts)
    return Market(
        target, parameters["basis"], _period(parameters, population), tuple(notes), openings, asked, verdicts,
        population_named, parameters, largest_roles(slices),
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


def _period(parameters: Mapping[str, Any], population: Mapping[str, Any]) -> str:
    watched = counted(int(population["sources"]), "source")
    if parameters["basis"] == "open":
        return say("market.open", day=population["last_look"], sources=watched)
    return say(
        "market.new", since=f"{parameters['since']:%Y-%m}", until=f"{parameters['until']:%Y-%m}", sources=watched
    )
