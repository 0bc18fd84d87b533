"""Counts which skills are asked for together, opening by opening, in each population of ``skill_pair`` that is due.

An opening that asks for ten skills has forty-five pairs. They are formed by laying the column of skills beside itself,
one place further each time, and counted in a square table: a table of hashes took five times as long.
"""

from collections.abc import Iterator
from itertools import count

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.counting import Numbers
from warehouse.database import own_relations, query, run_query, transaction

FEWEST = 30
"""Openings that must ask for both skills."""
AT_ONCE = 1_000_000
"""Hits whose pairs are formed in one pass, which bounds memory."""


def count_pairs(connection: DuckDBPyConnection) -> None:
    """Fill ``skill_pair`` from the openings that ``sql/marts/072_skill_pair.sql`` has found to be due."""
    with own_relations(connection), transaction(connection):
        _count_due(connection)


def _count_due(connection: DuckDBPyConnection) -> None:
    asked = connection.sql(query("pairs/asked")).to_arrow_table()
    population, opening, skill = (column.to_numpy().astype(np.int64) for column in asked.columns)
    # Sorting one column of packed numbers is many times faster than sorting rows.
    packed = np.sort(population << 48 | opening << 16 | skill)
    population, opening, skill = packed >> 48, packed >> 16, packed & 0xFFFF
    pairs = []
    for number in np.flatnonzero(np.bincount(population)):
        part = slice(*np.searchsorted(population, (number, number + 1)))
        found = pairs_of(opening[part], skill[part])
        pairs.append(found.append_column("number", pa.array(np.full(found.num_rows, number))))
    if pairs:
        connection.register("pairs", pa.concat_tables(pairs))
        run_query(connection, "pairs/store", {})
        connection.unregister("pairs")
    run_query(connection, "pairs/drop", {})


def pairs_of(opening: Numbers, skill: Numbers) -> pa.Table:
    """The pairs ``one`` and ``two`` (the greater number) of skills that ``k`` openings, at least ``FEWEST``, ask for.

    The columns hold what each opening asks for, each skill once, sorted by opening and skill.
    """
    occurs = np.bincount(skill) > 0
    names, number = np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[skill]
    met = np.zeros(len(names) ** 2, dtype=np.int64)
    for part in _parts(opening):
        met += np.bincount(_places(opening[part], number[part], len(names)), minlength=len(met))
    found = np.flatnonzero(met >= FEWEST)
    return pa.table({"one": names[found // len(names)], "two": names[found % len(names)], "k": met[found]})


def _parts(opening: Numbers) -> Iterator[slice]:
    """Stretches of about ``AT_ONCE`` rows that end where an opening does."""
    begin = 0
    while begin < len(opening):
        end = min(begin + AT_ONCE, len(opening))
        end = int(np.searchsorted(opening, opening[end - 1], side="right"))
        yield slice(begin, end)
        begin = end


def _places(opening: Numbers, number: Numbers, names: int) -> Numbers:
    """The place of each pair in the square table."""
    places: list[Numbers] = []
    for distance in count(1):
        first = np.flatnonzero(opening[distance:] == opening[:-distance])
        if not len(first):
            return np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
        places.append(number[first] * names + number[first + distance])
    raise AssertionError("count has no end")
