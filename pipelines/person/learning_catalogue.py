"""Free ways to learn: facts and addresses by skill, shipped with a date, to which a person may add their own.

``learning/*.toml`` and the person's ``learning.toml`` have the same form:

* ``checked`` is the day on which the addresses were last looked at;
* ``[ways]`` maps a skill's id to rows of [kind, name, address], kind one of course, documentation, practice, book;
* ``[effort]`` maps a skill's id to days, weeks, months or years where its type's default does not fit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.person.keeping import PersonRefused, read_table
from pipelines.person.wording import say

KINDS = frozenset({"course", "documentation", "practice", "book"})
EFFORTS = {"days": 14, "weeks": 42, "months": 90, "years": 180}
"""Effort bands with the days after which to look again."""
EFFORT_OF_TYPE = {
    "tool": "weeks",
    "platform": "months",
    "framework": "weeks",
    "database": "weeks",
    "language": "months",
    "practice": "weeks",
    "knowledge": "months",
    "certificate": "months",
    "degree": "years",
    "soft_skill": "months",
    "spoken_language": "years",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One free way to learn a skill."""

    skill: str
    kind: str
    name: str
    address: str
    checked: date
    own: bool = False
    """Whether the person added it."""


@dataclass(frozen=True, slots=True)
class LearningCatalogue:
    """All ways by skill."""

    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    efforts: Mapping[str, str] = field(default_factory=dict)

    def effort(self, skill: str, type_: str) -> str:
        """days, weeks, months or years."""
        return self.efforts.get(skill) or EFFORT_OF_TYPE.get(type_, "months")

    def __iter__(self) -> Iterator[Way]:
        for ways in self.ways.values():
            yield from ways


def read_learning(own: Path | None, known: Iterable[str]) -> LearningCatalogue:
    """The shipped catalogue and the person's own entries, which stand first.

    ``known`` are the ids of skills. Raises ``PersonRefused`` on an entry that cannot be used, naming it.
    """
    known_skills = set(known)
    shipped = sorted((Path(str(files(__package__) / "learning"))).glob("*.toml"))
    paths = [*([own] if own and own.exists() else []), *shipped]
    ways: dict[str, list[Way]] = {}
    efforts: dict[str, str] = {}
    for path in paths:
        table = _read(path)
        for way in _ways(path, table, known_skills, is_own=path == own):
            ways.setdefault(way.skill, []).append(way)
        for skill, effort in _rows(path, table, "effort"):
            if not isinstance(effort, str) or effort not in EFFORTS or (skill not in known_skills and path == own):
                raise PersonRefused(say("learning.bad_effort", path=path, skill=skill, effort=effort))
            efforts.setdefault(skill, effort)
    return LearningCatalogue({skill: tuple(rows) for skill, rows in ways.items()}, efforts)


def _read(path: Path) -> dict[str, Any]:
    table = read_table(path)
    if not isinstance(table.get("checked"), date):
        raise PersonRefused(say("learning.no_day", path=path))
    return table


def _rows(path: Path, table: dict[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    rows = table.get(name, {})
    if not isinstance(rows, dict):
        raise PersonRefused(say("profile.not_a_table", path=path, name=name))
    return rows.items()


def _is_secure(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # half an address in brackets
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and " " not in address


def _ways(path: Path, table: dict[str, Any], known: set[str], *, is_own: bool) -> Iterator[Way]:
    for skill, rows in _rows(path, table, "ways"):
        if skill not in known and not is_own:
            continue  # the catalogue of skills has moved on; a test says so, a person need not stumble over it
        if skill not in known:
            raise PersonRefused(say("learning.unknown_skill", path=path, skill=skill))
        for row in rows if isinstance(rows, list) else [rows]:
            if not (isinstance(row, list) and len(row) == 3 and all(isinstance(cell, str) and cell for cell in row)):
                raise PersonRefused(say("learning.bad_row", path=path, skill=skill))
            kind, name, address = row
            if kind not in KINDS or not _is_secure(address):
                raise PersonRefused(say("learning.bad_way", path=path, skill=skill, kind=kind, address=address))
            yield Way(skill, kind, name, address, table["checked"], is_own)
