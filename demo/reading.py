"""Reads the data files (employers, skills, roles, cities) into objects; nothing is drawn or decided here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

USUAL_LIVE_DAYS = 18.0
USUAL_NICE = 0.24


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city as the platforms spell it."""

    city: str
    region: str
    country: str
    code: str
    postal_code: str
    latitude: str
    longitude: str

    @property
    def text(self) -> str:
        return f"{self.city}, {self.region}" if self.code in {"US", "CA"} else f"{self.city}, {self.country}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Somebody who hires: the owner of a board, a client of an aggregator, a small company of the threads."""

    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One board: where adverts appear, how many, and of which kind. ``key`` is its name in the board table."""

    key: str
    platform: str
    owner: Employer
    clients: tuple[Employer, ...]
    """Whose adverts it shows; the owner's own, unless it is an aggregator or a thread."""
    rate: float
    """New vacancies in a usual month."""
    live_days: float
    families: Mapping[str, float]
    places: Mapping[str, float]
    pay: float
    joins: date | None
    boilerplate: str | None
    """A skill that the text about the employer names in every advert, without asking for it."""
    commitments: tuple[str, ...]
    quirk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of roles and what its adverts say."""

    key: str
    departments: tuple[str, ...]
    titles: tuple[str, ...]
    levels: tuple[str, ...]
    areas: tuple[str, ...]
    duties: tuple[str, ...]
    habits: tuple[str, ...]
    pay: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A real change: the share is multiplied by ``factor``, evenly from ``first`` to ``last`` (months)."""

    factor: float
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedSkills:
    """The planted truth as probabilities: by population and family, the share that asks for each skill."""

    populations: Mapping[str, Mapping[str, Mapping[str, float]]]
    changes: Mapping[str, Change]
    nice: Mapping[str, float]
    spellings: Mapping[str, tuple[str, ...]]

    def share(self, population: str, family: str, skill: str, month: str) -> float:
        """The share in a month written ``2026-11``."""
        share = self.populations[population][family][skill]
        change = self.changes.get(skill)
        return share * (factor_in(change, month) if change else 1.0)

    def names(self) -> list[str]:
        """Every planted skill, sorted."""
        return sorted({s for families in self.populations.values() for f in families.values() for s in f})


def factor_in(change: Change, month: str) -> float:
    """What a change has made of a share in a month: 1 before it, its factor after it, even steps between."""
    first, last = _count(change.first), _count(change.last)
    way = (_count(month) - first + 1) / (last - first + 1)
    return float(change.factor ** min(1.0, max(0.0, way)))


@cache
def read_table(name: str) -> dict[str, Any]:
    """One of the data files."""
    return tomllib.loads(files("demo").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def read_places() -> tuple[Place, ...]:
    keys = ("city", "region", "country", "code", "postal_code", "latitude", "longitude")
    return tuple(Place(**dict(zip(keys, row, strict=True))) for row in read_table("cities")["cities"])


def read_families() -> dict[str, Family]:
    return {
        key: Family(key=key, **{name: tuple(value) for name, value in row.items()})
        for key, row in read_table("roles").items()
    }


def read_skills() -> PlantedSkills:
    table = read_table("skills")
    families, joining = table["families"], table["joining"]
    return PlantedSkills(
        populations={"panel": families, "joining": {**families, **joining}},
        changes={skill: Change(**row) for skill, row in table["changes"].items()},
        nice=table["nice"],
        spellings={skill: tuple(forms) for skill, forms in table["spellings"].items()},
    )


def read_sources() -> dict[str, Source]:
    return {key: _source(key, row) for key, row in read_table("employers").items()}


def _source(key: str, row: Mapping[str, Any]) -> Source:
    owner = Employer(name=row["name"], about=row["about"])
    clients = tuple(Employer(**client) for client in row.get("clients", ())) or _members(*row.get("members", (0, 0)))
    return Source(
        key=key,
        platform=row["platform"],
        owner=owner,
        clients=clients or _small_companies() if row["platform"] == "hacker_news" else clients or (owner,),
        rate=float(row["rate"]),
        live_days=float(row.get("live", USUAL_LIVE_DAYS)),
        families=row["families"],
        places={place: weight for place, weight in row["places"].items() if weight},
        pay=float(row["pay"]),
        joins=row.get("joins"),
        boilerplate=row.get("boilerplate"),
        commitments=tuple(row.get("commitments", ("Full-time",))),
        quirk=row.get("quirk", "plain"),
    )


def _small_companies() -> tuple[Employer, ...]:
    """The companies of the hiring threads."""
    return _companies("")


def _members(start: int, number: int) -> tuple[Employer, ...]:
    """Firms that share a board: a guild's, a group's, an investor's."""
    return _companies("member_")[start : start + number]


@cache
def _companies(prefix: str) -> tuple[Employer, ...]:
    table = read_table("small_companies")
    names = [first + second for first in table[f"{prefix}first"] for second in table[f"{prefix}second"]]
    makes = table[f"{prefix}makes"]
    # A step that shares no factor with the number of lines spreads them over the names.
    return tuple(Employer(name=name, about=makes[number * 7 % len(makes)]) for number, name in enumerate(names))


def _count(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)
