"""Hits of adverts: one by one for who reads a few, in columns for who reads many; and the table of a warehouse.

Nothing here knows how a skill is found.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.skills.cues import REQUIREMENTS
from pipelines.skills.pages import Column, Mask
from pipelines.skills.sections import SECTIONS, TITLE

SCHEMA = pa.schema(
    [
        ("posting_id", pa.int64()),
        ("skill", pa.string()),
        ("requirement", pa.string()),
        ("section", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("surface", pa.string()),
        ("version", pa.string()),
        ("line", pa.int64()),
    ]
)
PLACES = (*SECTIONS, "tags")
"""Where a hit may stand: a part of the advert, or among its tags."""
TAGS = PLACES.index("tags")


class Hit(NamedTuple):
    """A skill found. ``start`` and ``end`` count characters of the text, or of the title where ``section`` is
    title; None for a tag. ``surface`` holds the words with the version that follows them.
    ``line`` is a hash of the line without case and outer white space: an employer's template has it in most adverts."""

    skill: str
    requirement: str
    section: str
    start: int | None
    end: int | None
    surface: str
    version: str | None = None
    line: int | None = None


class Grown:
    """A column that grows at its end."""

    def __init__(self, kind: type, fill: int = 0) -> None:
        self._fill, self._size = fill, 0
        self._held: NDArray[Any] = np.full(1024, fill, kind)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, rows: Column | slice) -> NDArray[Any]:
        return self._held[rows]

    def __setitem__(self, rows: Column, values: Column) -> None:
        self._held[rows] = values

    def add(self, values: Sequence[Any] | NDArray[Any]) -> None:
        """Append values."""
        self.grow(len(values))
        self._held[self._size - len(values) : self._size] = values

    def grow(self, by: int) -> None:
        """Append as many rows that hold what the column is filled with."""
        self._size += by
        if self._size > len(self._held):
            more = np.full(max(self._size, 2 * len(self._held)) - len(self._held), self._fill, self._held.dtype)
            self._held = np.concatenate([self._held, more])


class LineHits(NamedTuple):
    """Hits in lines, in columns of one length.

    The number of the entry, the requirement (a place in ``REQUIREMENTS``), where it stands in its line, its words, its
    version or None, and the mark of its line.
    """

    skill: Any
    requirement: Any
    start: Any
    end: Any
    surface: Any
    version: Any
    mark: Any

    @classmethod
    def none_yet(cls) -> "LineHits":
        """Columns that grow."""
        return cls._make(map(Grown, (np.int64, np.int64, np.int64, np.int64, object, object, np.int64)))

    def where(self, rows: Column) -> "LineHits":
        """Some of the rows."""
        return LineHits._make(column[rows] for column in self)

    def add(self, more: "LineHits") -> None:
        """Append rows to columns that grow."""
        for column, values in zip(self, more, strict=True):
            column.add(values)

    def followed_by(self, more: "LineHits") -> "LineHits":
        """The rows of both."""
        return LineHits._make(np.append(column, values) for column, values in zip(self, more, strict=True))


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits of adverts, in their order, in columns of one length.

    The number of the advert, a place in ``PLACES``, and the rest as in ``found``, whose places are those in the text,
    or in the title.
    """

    advert: Column
    section: Column
    found: LineHits

    def where(self, rows: Column) -> "Hits":
        """Some of the rows."""
        return Hits(self.advert[rows], self.section[rows], self.found.where(rows))

    def of_adverts(self, adverts: int, names: Sequence[str]) -> list[list[Hit]]:
        """The hits of each of so many adverts; ``names`` are those of the entries."""
        found, tagged, unmarked = self.found, self.section == TAGS, self._unmarked()
        rows = list(
            map(
                Hit._make,
                zip(
                    map(names.__getitem__, found.skill.tolist()),
                    map(REQUIREMENTS.__getitem__, found.requirement.tolist()),
                    map(PLACES.__getitem__, self.section.tolist()),
                    _but(found.start, tagged), _but(found.end, tagged), found.surface.tolist(),
                    found.version.tolist(), _but(found.mark, unmarked), strict=True,
                ),
            )
        )  # fmt: skip
        ends = np.cumsum(np.bincount(self.advert, minlength=adverts)).tolist()
        return [rows[first:last] for first, last in itertools.pairwise([0, *ends])]

    def table(self, postings: pa.Array, names: pa.Array) -> pa.Table:
        """The same as ``SCHEMA`` says; ``postings`` are the identities of the adverts."""
        found, tagged = self.found, self.section == TAGS
        columns = [
            postings.take(pa.array(self.advert)),
            names.take(pa.array(found.skill)),
            pa.array(REQUIREMENTS).take(pa.array(found.requirement)),
            pa.array(PLACES).take(pa.array(self.section)),
            pa.array(found.start.astype(np.int32), mask=tagged),
            pa.array(found.end.astype(np.int32), mask=tagged),
            pa.array(found.surface, pa.string()),
            pa.array(found.version, pa.string()),
            pa.array(found.mark, mask=self._unmarked()),
        ]
        return pa.table(columns, SCHEMA)

    def _unmarked(self) -> Mask:
        unmarked: Mask = (self.section == TITLE) | (self.section == TAGS)
        return unmarked


def _but(column: Column, absent: Mask) -> list[int | None]:
    values: list[int | None] = column.tolist()
    for row in np.flatnonzero(absent).tolist():
        values[row] = None
    return values
