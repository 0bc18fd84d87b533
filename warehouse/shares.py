"""Counts the windows of the share marts that are due, and stores what was counted.

Which are due, ``sql/marts/060_due_share.sql`` has found; the counting itself is in ``counting.py``.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from warehouse.counting import NOWHERE, Hits, Numbers, Populations, counted
from warehouse.database import own_relations, query, run_query, transaction

ROWS_AT_ONCE = 2_000_000
"""Counts that are held in memory before they are stored."""
MOST_WORKERS = 4
"""Windows counted beside one another: each holds its hits and its squares of counts in memory."""


def count_shares(connection: DuckDBPyConnection) -> None:
    """Count the due windows part by part, each in a transaction: a build that is killed keeps what it has counted."""
    for (part,) in connection.execute("select distinct part from share_due order by part").fetchall():
        with own_relations(connection), transaction(connection):
            run_query(connection, "shares/part", {"part": part})
            _count_part(connection, part)
    run_query(connection, "shares/drop", {})


def _count_part(connection: DuckDBPyConnection, part: int) -> None:
    waiting: list[tuple[int, Populations]] = []
    rows = 0
    for due, populations in _counted_windows(connection, part):
        waiting.append((due, populations))
        rows += populations.counts.num_rows
        if rows > ROWS_AT_ONCE:
            _store_counts(connection, waiting)
            waiting, rows = [], 0
    if waiting:
        _store_counts(connection, waiting)


def _counted_windows(connection: DuckDBPyConnection, part: int) -> Iterator[tuple[int, Populations]]:
    """The number of each due window of a part, with its populations of one kind after the other, the whole first."""

    def columns(name: str) -> list[Numbers]:
        return [column.to_numpy() for column in connection.sql(query(f"shares/{name}")).to_arrow_table().columns]

    ((whole,),) = connection.execute("select number from share_slice where slice = 'all'").fetchall()
    (employer,) = columns("employers")
    windows, members = columns("windows")
    kinds, opening, population = columns("divisions")
    divisions: list[Numbers] = [np.full(len(employer), whole, dtype=np.int32)]
    for kind in np.unique(kinds):
        of_kind = kinds == kind
        division = np.full(len(employer), NOWHERE, dtype=np.int32)
        division[opening[of_kind]] = population[of_kind]
        divisions.append(division)
    hits = Hits.sorted(*columns("asked"))

    def count(window: tuple[int, bool]) -> list[Populations]:
        due, whole_only = window
        begin, end = np.searchsorted(windows, (due, due + 1))
        return counted(members[begin:end], employer, hits, divisions[:1] if whole_only else divisions)

    due = connection.execute(query("shares/due"), {"part": part}).fetchall()
    with ThreadPoolExecutor(min(MOST_WORKERS, os.cpu_count() or 1)) as pool:
        for (number, _), populations in zip(due, pool.map(count, due), strict=True):
            for one in populations:
                yield number, one


def _store_counts(connection: DuckDBPyConnection, counts: list[tuple[int, Populations]]) -> None:
    cells, rows, place = [], [], 0
    for due, one in counts:
        places = np.arange(place, place + len(one.number))
        cells.append(
            pa.table(
                {
                    "place": places,
                    "due": np.full(len(places), due),
                    "number": one.number,
                    "n": one.n,
                    "nn": one.nn,
                    "employers": one.employers,
                }
            )
        )
        rows.append(one.counts.set_column(0, "place", pc.add(one.counts.column("population"), place)))
        place += len(places)
    connection.register("cells", pa.concat_tables(cells))
    connection.register("counts", pa.concat_tables(rows))
    run_query(connection, "shares/store", {})
    connection.unregister("cells")
    connection.unregister("counts")
