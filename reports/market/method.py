"""The method box: by what the skills were read and openings linked, and how well that was measured to work."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports import wording
from reports.tables import Column, Row, Rows

COLUMNS = (
    Column("what", "What was measured"),
    Column("figure", "Figure"),
    Column("value", "Measured"),
)


class BadMeasurement(ValueError):
    """A file of measurements that cannot be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Method:
    """The box."""

    sentence: str
    columns: tuple[Column, ...]
    rows: Rows


def read_measurements(paths: Sequence[Path]) -> list[Row]:
    """Every figure of these TOML files as a row: the path of tables above it, its name, its value in words."""
    rows: list[Row] = []
    for path in paths:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadMeasurement(f"{path}: cannot be read ({error})") from None
        rows += _figures(table, ())
    return rows


def describe(catalogues: Sequence[str], skills: int, measured: Sequence[Row]) -> Method:
    """The box from the versions of the catalogue in the copy and the measured figures."""
    version = wording.listed([wording.name(one, 20) for one in catalogues]) or "none"
    sentence = (
        f"Skills are found by rules, with a catalogue of {wording.counted(skills, 'skill')} (version {version}); "
        "every number of the past is read with the same version. "
    )
    if measured:
        sentence += "How often the rules are right was measured against adverts labelled by people:"
    else:
        sentence += "No measurement of how often they are right was given with this report."
    return Method(sentence, COLUMNS, tuple(measured))


def _figures(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[Row]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _figures(value, (*above, key))
        elif isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, 1):
                yield from _figures(one, (*above, f"{key} {number}"))
        else:
            yield {"what": _words(": ".join(above)) or "all", "figure": _words(key), "value": _value(value)}


def _words(name: str) -> str:
    return wording.capital(name.replace("_", " "))


def _value(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, float):
        return wording.percent(value, 1) if 0 <= value <= 1 else f"{value:g}"
    return wording.count(value)
