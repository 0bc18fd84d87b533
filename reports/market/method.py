"""The method box: by what the skills were read and openings linked, and how well that was measured to work."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports import wording
from reports.tables import Column, Row, Rows

GROUP_COLUMNS = (
    Column("group", "Adverts of"),
    Column("adverts", "Labelled adverts", "count"),
    Column("marked", "Skills marked by readers", "count"),
    Column("precision", "Precision"),
    Column("recall", "Recall"),
)
MISTAKE_COLUMNS = (
    Column("group", "Adverts of"),
    Column("mistake", "Mistake"),
    Column("skills", "Skills, with how often"),
)
FIGURE_COLUMNS = (
    Column("what", "What was measured"),
    Column("figure", "Figure"),
    Column("value", "Measured"),
)
MISTAKES = {"wrong": "found where readers marked none", "missed": "marked by readers and not found"}
MOST_MISTAKES = 10
"""Skills named of each kind."""


class BadMeasurement(ValueError):
    """A file of measurements that cannot be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Measurements:
    """Measured figures: by group of labelled adverts, the usual mistakes, and any others."""

    groups: Rows = ()
    mistakes: Rows = ()
    figures: Rows = ()


@dataclass(frozen=True, slots=True)
class Method:
    """The box."""

    sentence: str
    measured: Measurements

    @property
    def tables(self) -> list[tuple[str, tuple[Column, ...], Rows]]:
        """Its tables that have rows, each with its caption."""
        all_three = (
            ("Skills found against skills marked by readers", GROUP_COLUMNS, self.measured.groups),
            ("The usual mistakes", MISTAKE_COLUMNS, self.measured.mistakes),
            ("Other measured figures", FIGURE_COLUMNS, self.measured.figures),
        )
        return [one for one in all_three if one[2]]


def read_measurements(paths: Sequence[Path]) -> Measurements:
    """The figures of these TOML files.

    ``groups``, ``wrong`` and ``missed`` are those of the extractor, its shares in per cent; every other figure is a row
    with the tables above it, its name and its value. Raises ``BadMeasurement``.
    """
    groups: list[Row] = []
    mistakes: list[Row] = []
    figures: list[Row] = []
    for path in paths:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            groups += [_group(name, one) for name, one in table.pop("groups", {}).items()]
            for kind in MISTAKES:
                mistakes += [_mistakes(name, kind, one) for name, one in table.pop(kind, {}).items()]
            figures += _figures(table, ())
        except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
            raise BadMeasurement(f"{path}: cannot be read ({error})") from None
    mistakes.sort(key=lambda row: str(row["group"]))
    return Measurements(groups, mistakes, figures)


def describe(catalogues: Sequence[str], skills: int, measured: Measurements) -> Method:
    """The box from the versions of the catalogue in the copy and the measured figures."""
    version = wording.listed([wording.name(one, 20) for one in catalogues]) or "none"
    sentence = (
        f"Skills are found by rules, with a catalogue of {wording.counted(skills, 'skill')} (version {version}); "
        "every number of the past is read with the same version. "
    )
    if measured.groups:
        sentence += (
            "How often the rules are right was measured on adverts in which people marked the skills. Precision: "
            "of the skills found, those that people marked too. Recall: of the skills marked, those found."
        )
    elif not measured.figures:
        sentence += "No measurement of how often they are right was given with this report."
    return Method(sentence, measured)


def _group(name: str, figures: Mapping[str, Any]) -> Row:
    return {
        "group": _words(name),
        "adverts": figures.get("adverts"),
        "marked": figures.get("marked"),
        "precision": _measured(figures, "precision"),
        "recall": _measured(figures, "recall"),
    }


def _measured(figures: Mapping[str, Any], name: str) -> str | None:
    """A share of the file, which is in per cent, with its interval where it has one."""
    value, low, high = (figures.get(key) for key in (name, f"{name}_low", f"{name}_high"))
    if value is None:
        return None
    between = "" if low is None or high is None else f" ({low:.1f} to {high:.1f})"
    return f"{wording.percent(value / 100, 1)}{between}"


def _mistakes(name: str, kind: str, skills: Mapping[str, int]) -> Row:
    told = [f"{skill.replace('_', ' ')} {count}" for skill, count in list(skills.items())[:MOST_MISTAKES]]
    return {"group": _words(name), "mistake": MISTAKES[kind], "skills": ", ".join(told)}


def _figures(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[Row]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _figures(value, (*above, key))
        elif isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, 1):
                yield from _figures(one, (*above, f"{key} {number}"))
        else:
            yield {"what": _words(": ".join(above)) or "All", "figure": _words(key), "value": _value(value)}


def _words(name: str) -> str:
    return wording.capital(name.replace("_", " "))


def _value(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return wording.count(value) if isinstance(value, int) else f"{value:g}"
