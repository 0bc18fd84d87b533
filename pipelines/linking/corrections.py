"""The user's own word on links: ``links.toml`` in the data directory.

Each line names two postings by source and the source's own identifier::

    always = [["acme", "4711", "newsite", "x-9"]]   # these two are one opening
    never = [["acme", "4711", "acme", "4712"]]      # these two are not

A correction is applied at every build, and taken back by deleting its line.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Pair = tuple[int, int]
Name = tuple[str, str]


class CorrectionsError(ValueError):
    """``links.toml`` cannot be used; the message says where and how to write it."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Corrections:
    """Pairs of posting ids. ``unknown`` are pairs that name a posting the warehouse does not hold."""

    always: tuple[Pair, ...] = ()
    never: tuple[Pair, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.always or self.never)


def read_names(path: Path) -> dict[str, list[tuple[Name, Name]]]:
    """The named pairs under "always" and "never"; empty lists without a file. Raises ``CorrectionsError``."""
    if not path.exists():
        return {"always": [], "never": []}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or nested without end
        raise CorrectionsError(f"{path}: not TOML ({error}); correct it, or move it away") from None
    if unknown := table.keys() - {"always", "never"}:
        raise CorrectionsError(f"{path}: unknown key {min(unknown)!r}; it holds always = [...] and never = [...] only")
    return {kind: [_pair(path, kind, entry) for entry in _list(path, kind, table)] for kind in ("always", "never")}


def resolve(names: Mapping[str, Iterable[tuple[Name, Name]]], ids: Mapping[Name, int]) -> Corrections:
    """The same as posting ids."""
    found: dict[str, list[Pair]] = {"always": [], "never": []}
    unknown = []
    for kind, pairs in names.items():
        for one, other in pairs:
            if one in ids and other in ids:
                found[kind].append((ids[one], ids[other]))
            else:
                unknown += [" ".join(name) for name in (one, other) if name not in ids]
    return Corrections(tuple(sorted(found["always"])), tuple(sorted(found["never"])), tuple(unknown))


def _list(path: Path, kind: str, table: Mapping[str, Any]) -> list[Any]:
    entries = table.get(kind, [])
    if not isinstance(entries, list):
        raise CorrectionsError(f"{path}: {kind} must be a list of pairs")
    return entries


def _pair(path: Path, kind: str, entry: Any) -> tuple[Name, Name]:
    if not (isinstance(entry, list) and len(entry) == 4 and all(isinstance(part, str) for part in entry)):
        raise CorrectionsError(
            f"{path}: {kind} holds {entry!r}; write [source, id, other source, other id], each in quotes"
        )
    if entry[:2] == entry[2:]:
        raise CorrectionsError(f"{path}: {kind} names the posting {entry[0]} {entry[1]} twice")
    return (entry[0], entry[1]), (entry[2], entry[3])
