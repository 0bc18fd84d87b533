"""From counts by source and employer to verdicts: one population at a time, all its skills as one family of tests."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.trends.intervals import Floats
from pipelines.trends.matching import Cells, SkillCells, Whole, matched_change
from pipelines.trends.verdicts import verdicts

MOST_WORKERS = 4
"""Populations compared beside one another, each of which holds its hits in memory."""


@cache
def trends_version() -> str:
    """The first 16 hexadecimal digits of a hash over this room's files: another rule makes every comparison due."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def all_changes(populations: Iterable[tuple[str, pa.Table, pa.Table]]) -> Iterator[pa.Table]:
    """``changes`` of one population after the other, on up to four cores; a few are held in memory at a time."""
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[pa.Table]] = deque()
        for one in populations:
            waiting.append(pool.submit(changes, *one))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def changes(population: str, cells: pa.Table, asked: pa.Table) -> pa.Table:
    """One row per skill that anybody asks for, with its verdict; no row where no source has both periods.

    ``cells`` holds ``source``, ``employer``, ``later`` (1 or 0) and ``n``; ``asked`` the first three with ``skill`` and
    ``k``. The result has the columns that ``verdicts`` takes and adds, and ``raw_difference``, ``mix``, ``employers``,
    ``largest_part`` (of one employer in the comparison), ``tested`` (size of the family) and ``at_least``: the end of
    the interval that lies nearer to no change, 0 where it holds none; lists are ranked by it.
    """
    numbers, names = _numbered(asked.column("skill").combine_chunks())
    here, there = _cells(cells), _cells(asked)
    try:
        change = matched_change(
            Cells(*here, _floats(cells, "n")), SkillCells(*there, numbers, _floats(asked, "k")), len(names)
        )
    except ValueError:
        return pa.table({})
    rows = len(names)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = change.k1 / change.n1 - change.k0 / change.n0
    told = verdicts(
        pa.table(
            {
                "slice": pa.array([population] * rows, pa.string()),
                "skill": names.cast(pa.string()),
                "k1": change.k1,
                "n1": np.full(rows, change.n1),
                "k0": change.k0,
                "n0": np.full(rows, change.n0),
                "share1": change.share1,
                "share0": change.share0,
                "design_effect": change.design_effect,
                "raw_difference": raw,
                "mix": change.mix,
                "employers": np.full(rows, change.employers),
                "largest_part": np.full(rows, change.largest_part),
            }
        )
    )
    low, high = (told.column(name).to_numpy().astype(np.float64) for name in ("low", "high"))
    nearer = np.where(low > 0, low, np.where(high < 0, high, 0.0))
    tested = pc.sum(pc.is_valid(told.column("q_value"))).as_py() or 0
    told = told.append_column("tested", pa.array(np.full(rows, tested), pa.int64()))
    return told.append_column("at_least", pa.array(nearer, pa.float64(), mask=np.isnan(low)))


def _numbered(skill: pa.Array) -> tuple[Whole, pa.Array]:
    """Numbers from 0 for the skills that occur, and the skills in that order."""
    encoded = skill if pa.types.is_dictionary(skill.type) else skill.dictionary_encode()
    numbers = np.asarray(encoded.indices.to_numpy(), dtype=np.int64)
    occurs = np.bincount(numbers, minlength=len(encoded.dictionary)) > 0
    return (np.cumsum(occurs) - 1)[numbers], encoded.dictionary.filter(pa.array(occurs))


def _cells(table: pa.Table) -> tuple[Whole, Whole, Whole]:
    source, employer, later = (
        np.asarray(table.column(name).to_numpy(), dtype=np.int64) for name in ("source", "employer", "later")
    )
    return source, employer, later


def _floats(table: pa.Table, name: str) -> Floats:
    return np.asarray(table.column(name).to_numpy(), dtype=np.float64)
