"""What decides on openings, as columns: postings, stretches of equal texts, and pairs of stretches."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.linking.graph import Indices, unbroken
from pipelines.linking.signing import LONG_ENOUGH

LONGEST_GAP = 60
"""Days without the advert after which it opens a new vacancy."""
ALIKE = 0.8
"""Likeness from which texts of one employer and title are one opening."""
EDITED = 0.6
"""Likeness that does where nothing else could be meant; such links are called probable."""
COPIED = 0.9
"""Likeness from which an agency's text is another employer's."""
SAME_DAYS = 1
"""Days within which two adverts of an archive, each seen once, count as standing at the same time."""
ACROSS, FOLLOWING = 0, 1
"""Values of ``store.text_pair.block`` that are not a block."""
KINDS = ("text", "edited_text", "agency_copy", "user")
TEXT, EDIT, AGENCY, USER = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class Postings:
    """Columns of all postings, one row each; places, sources and requisitions as hashes, 0 for none."""

    posting_id: Indices
    employer: NDArray[np.uint64]
    block: NDArray[np.uint64]
    text_id: NDArray[np.uint64]
    title: NDArray[np.uint64]
    source: NDArray[np.uint64]
    place: NDArray[np.uint64]
    requisition: NDArray[np.uint64]
    letters: Indices
    from_day: Indices
    to_day: Indices
    archive: NDArray[np.bool_]
    named: NDArray[np.bool_]
    agency: NDArray[np.bool_]
    title_words: pa.ChunkedArray
    company_key: pa.ChunkedArray

    @classmethod
    def read(cls, table: pa.Table) -> "Postings":
        """From a table with these columns, in any order of rows; they are put in order of posting_id."""
        ids = table["posting_id"].to_numpy()
        if len(ids) and not (ids[1:] > ids[:-1]).all():
            table = table.sort_by("posting_id")
        columns = {}
        for field in fields(cls):
            column = table[field.name]
            if field.name not in {"title_words", "company_key"}:
                column = column.to_numpy()
                column = column.astype(np.int64) if column.dtype in (np.int32, np.int16) else column
            columns[field.name] = column
        return cls(**columns)

    def __len__(self) -> int:
        return len(self.posting_id)


@dataclass(frozen=True, slots=True)
class Stretches:
    """Postings with one text, employer and title without a long gap. ``of`` is each posting's stretch."""

    of: Indices
    first: Indices
    """Row of the first posting of each stretch."""
    start: Indices
    end: Indices
    group: Indices
    keys: NDArray[np.uint64]
    """Sorted keys of (block, text); ``group`` is a stretch's place in it."""
    bounds: Indices
    """Where each key's stretches begin; one longer than ``keys``."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of stretches that may be one opening."""

    one: Indices
    other: Indices
    likeness: NDArray[np.float64]
    asked: NDArray[np.str_]
    kind: Indices


def stretches_of(postings: Postings, single: list[int]) -> Stretches:
    """Group equal texts; the rows in ``single`` and texts like them are kept as one stretch per posting."""
    key = mixed(postings.block, postings.text_id)
    lonely = (postings.text_id == 0) | (~postings.named & (postings.letters < LONG_ENOUGH))
    key[lonely] = mixed(postings.posting_id[lonely].astype(np.uint64), np.full(lonely.sum(), 7, dtype=np.uint64))
    keys, group = np.unique(key, return_inverse=True)
    order = np.lexsort((postings.posting_id, postings.from_day, group))
    begins = unbroken(group[order], postings.from_day[order], postings.to_day[order], LONGEST_GAP)
    begins |= np.isin(group[order], group[single])
    firsts = np.flatnonzero(begins)
    of = np.empty(len(order), dtype=np.int64)
    of[order] = np.cumsum(begins) - 1
    return Stretches(
        of=of,
        first=order[firsts],
        start=postings.from_day[order[firsts]],
        end=np.maximum.reduceat(postings.to_day[order], firsts) if len(firsts) else firsts,
        group=group[order[firsts]],
        keys=keys,
        bounds=np.searchsorted(group[order[firsts]], np.arange(len(keys) + 1)),
    )


def within_blocks(stretches: Stretches, pairs: pa.Table) -> Edges:
    """Pairs of one block as pairs of stretches."""
    block = pairs["block"].to_numpy()
    one = places_of(stretches, mixed(block, pairs["text_a"].to_numpy()))
    other = places_of(stretches, mixed(block, pairs["text_b"].to_numpy()))
    return expanded(stretches, pairs, one, other)


def exploded(stretches: Stretches) -> tuple[Indices, Indices]:
    """Pairs of stretches of one group: there are several where a gap parts them, or the user's word did."""
    several = np.flatnonzero(np.diff(stretches.bounds) > 1)
    pairs = [
        (one, other)
        for group in several
        for one in range(stretches.bounds[group], stretches.bounds[group + 1])
        for other in range(one + 1, stretches.bounds[group + 1])
    ]
    listed = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return listed[:, 0], listed[:, 1]


def expanded(stretches: Stretches, pairs: pa.Table, one: Indices, other: Indices) -> Edges:
    """Every stretch of the one group with every stretch of the other."""
    there = (one >= 0) & (other >= 0)
    one, other = one[there], other[there]
    first, second = stretches.bounds[one], stretches.bounds[other]
    many, more = stretches.bounds[one + 1] - first, stretches.bounds[other + 1] - second
    times = many * more
    pair = np.repeat(np.arange(len(one)), times)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    return Edges(
        one=first[pair] + place // more[pair],
        other=second[pair] + place % more[pair],
        likeness=pairs["likeness"].to_numpy()[there][pair].astype(np.float64),
        asked=pairs["asked"].to_numpy(zero_copy_only=False)[there][pair].astype(str),
        kind=np.full(len(pair), TEXT),
    )


def places_of(stretches: Stretches, keys: NDArray[np.uint64]) -> Indices:
    """Where each key stands among the groups; -1 for one that no posting has any more."""
    if not len(stretches.keys):
        return np.full(len(keys), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(stretches.keys, keys), len(stretches.keys) - 1)
    return np.asarray(np.where(stretches.keys[at] == keys, at, -1), dtype=np.int64)


def numbered(one: Indices, other: NDArray[Any]) -> Indices:
    """Equal pairs of values get equal numbers, from 0 up."""
    keys = mixed(one.astype(np.uint64), other.astype(np.uint64))
    return np.asarray(np.unique(keys, return_inverse=True)[1], dtype=np.int64)


def mixed(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One key for each pair of values."""
    spread = (one ^ (one >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15) + other
    return np.asarray((spread ^ (spread >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9), dtype=np.uint64)


def gap(stretches: Stretches, one: Indices, other: Indices) -> Indices:
    """Days between two stretches; negative if they overlap."""
    apart = np.maximum(stretches.start[one] - stretches.end[other], stretches.start[other] - stretches.end[one])
    return np.asarray(apart, dtype=np.int64)


def stand_together(postings: Postings, stretches: Stretches, one: int, other: int) -> bool:
    """Whether the two texts stood at the same time, in one place, on one source (by their first postings)."""
    a, b = stretches.first[one], stretches.first[other]
    slack = SAME_DAYS if postings.archive[a] else 0
    together = gap(stretches, np.array([one]), np.array([other]))[0] <= slack
    return bool(together and postings.place[a] == postings.place[b] and postings.source[a] == postings.source[b])


def words_of(postings: Postings, row: int) -> set[str]:
    """The words of a posting's title."""
    return set(postings.title_words[row].as_py())


def overlap(one: set[str], other: set[str]) -> float:
    """Share of the shorter title's words that the other has too."""
    return len(one & other) / max(min(len(one), len(other)), 1)


def joined(edges: Edges, one: Indices, other: Indices, likeness: NDArray[np.float64], kind: int) -> Edges:
    """The edges with more of one kind, about whose demands nothing is known."""
    more = Edges(one, other, likeness, same_asked(len(one)), np.full(len(one), kind))
    return concatenated([edges, more])


def concatenated(many: list[Edges]) -> Edges:
    """All of them as one."""
    return Edges(*(np.concatenate([getattr(edges, field.name) for edges in many]) for field in fields(Edges)))


def only(edges: Edges, kept: NDArray[np.bool_]) -> Edges:
    """Those that are kept."""
    return Edges(*(getattr(edges, field.name)[kept] for field in fields(Edges)))


def same_asked(count: int) -> NDArray[np.str_]:
    """For pairs whose demands need no comparing."""
    return np.full(count, "same", dtype="<U10")
