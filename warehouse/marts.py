"""Rebuilds the published relations from what is cleaned and extracted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.counting import Numbers
from warehouse.database import own_relations, query, run_query, sql_files, transaction
from warehouse.pairs import count_pairs
from warehouse.shares import count_shares


def build_marts(connection: DuckDBPyConnection, today: date) -> None:
    """Rebuild every relation of ``sql/marts``; ``today`` decides which months are complete."""
    with transaction(connection):
        connection.execute("delete from store.as_of")
        connection.execute("insert into store.as_of values (?)", [today])
    for path in sql_files("marts"):
        build_mart(connection, path)


def build_mart(connection: DuckDBPyConnection, path: Path) -> None:
    """Run one file of ``sql/marts``, and count what it finds to be due.

    Raises ``WarehouseUnreadable`` if another version of the program has laid its relations down otherwise.
    """
    with own_relations(connection), transaction(connection):
        connection.execute(path.read_text(encoding="utf-8"))
    if path.stem in COUNTED:
        COUNTED[path.stem](connection)


COUNTED: dict[str, Callable[[DuckDBPyConnection], None]] = {
    "060_due_share": count_shares,
    "072_skill_pair": count_pairs,
}
"""The marts that SQL begins and numbers finish."""

LIFETIMES = pa.schema(
    [("slice", pa.string()), ("n", pa.int64()), ("closed", pa.int64())]
    + [(name, pa.float64()) for name in ("median_days", "median_low", "median_high", "quarter_closed_days")]
    + [(name, pa.float64()) for name in ("three_quarters_closed_days", "open_after_30", "open_after_90")]
)
"""The columns of ``vacancy_lifetime``."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Two spans of months to compare, as first days of their first and last months."""

    later_first: date
    later_last: date
    earlier_first: date
    earlier_last: date

    @property
    def names(self) -> tuple[str, str]:
        """``2026-08 to 2026-10`` of the later and of the earlier one."""
        return (
            f"{self.later_first:%Y-%m} to {self.later_last:%Y-%m}",
            f"{self.earlier_first:%Y-%m} to {self.earlier_last:%Y-%m}",
        )


def usual_periods(connection: DuckDBPyConnection) -> Periods | None:
    """The last three closed months, and the same a year before; None while there are not three in a row."""
    found = connection.execute(query("change/periods")).fetchall()
    if not found:
        return None
    ((first, last),) = found
    return Periods(first, last, year_before(first), year_before(last))


def is_population(connection: DuckDBPyConnection, name: str) -> bool:
    """Whether a copy knows the population."""
    return connection.execute(query("change/population"), {"name": name}).fetchone() is not None


def compared(
    connection: DuckDBPyConnection, periods: Periods, only: str | None = None
) -> Iterator[tuple[str, pa.Table, pa.Table]]:
    """For each population (or ``only`` one) large enough in both periods: its name, and its openings by source,
    employer and period. A read-only connection will do.

    The first table has source, employer, later and n, one row per opening; the second those with skill and k for what
    it asks for.
    """
    run_query(connection, "change/units", {**asdict(periods), "only": only})
    units = connection.sql(query("change/cells")).to_arrow_table()
    asked = connection.sql(query("change/asked")).to_arrow_table()
    names = pa.array([skill for (skill,) in connection.execute(query("change/skills")).fetchall()], pa.string())
    asked = asked.set_column(
        asked.schema.get_field_index("skill"),
        "skill",
        pa.DictionaryArray.from_arrays(asked.column("skill").combine_chunks(), names),
    )
    asked = asked.combine_chunks()
    begins = np.searchsorted(asked.column("unit").to_numpy(), np.arange(units.num_rows + 1))
    member = connection.sql(query("change/members")).to_arrow_table()
    number, unit = member.column("number").to_numpy(), member.column("unit").to_numpy()
    for slice_number, name in connection.execute(query("change/slices")).fetchall():
        members = unit[slice(*np.searchsorted(number, (slice_number, slice_number + 1)))]
        yield name, units.take(members), asked.take(_rows_of(members, begins)).drop_columns("unit")


def _rows_of(members: Numbers, begins: Numbers) -> Numbers:
    """The rows of some openings in a table ordered by opening, where those of opening i begin at ``begins[i]``."""
    first, many = begins[members], begins[members + 1] - begins[members]
    ends = np.cumsum(many)
    return np.asarray(np.arange(many.sum()) + np.repeat(first - ends + many, many))


def is_compared(connection: DuckDBPyConnection, periods: Periods, rules: str) -> bool:
    """Whether ``skill_change`` holds this comparison already, made from the same openings by the same ``rules``."""
    return _kept(connection, "skill_change") == _digest(connection, "change", {**asdict(periods), "rules": rules})


def _kept(connection: DuckDBPyConnection, relation: str) -> str | None:
    """The digest of what a relation was made from."""
    found = connection.execute("select digest from store.kept where relation = ?", [relation]).fetchone()
    return None if found is None else str(found[0])


def _digest(connection: DuckDBPyConnection, folder: str, parameters: dict[str, object]) -> str:
    ((digest,),) = connection.execute(query(f"{folder}/digest"), parameters).fetchall()
    return str(digest)


def labelled(connection: DuckDBPyConnection, told: pa.Table) -> list[dict[str, Any]]:
    """The rows of a comparison with their skills' labels, the clearest changes first."""
    connection.register("changes", told)
    rows: list[dict[str, Any]] = connection.sql(query("change/labelled")).to_arrow_table().to_pylist()
    connection.unregister("changes")
    return rows


def store_changes(
    connection: DuckDBPyConnection, changes: Iterable[pa.Table], periods: Periods | None, rules: str
) -> None:
    """Replace ``skill_change`` by these counts with their intervals, tests and verdicts, made by ``rules``."""
    with transaction(connection):
        connection.execute("delete from skill_change")
        connection.execute("delete from store.kept where relation = 'skill_change'")
        if periods is not None:
            digest = _digest(connection, "change", {**asdict(periods), "rules": rules})
            connection.execute("insert into store.kept values ('skill_change', ?)", [digest])
        told = [table for table in changes if table.num_rows]
        if told and periods is not None:
            connection.register("changes", pa.concat_tables(told))
            connection.execute(query("change/store"), {"period": periods.names[0], "earlier": periods.names[1]})
            connection.unregister("changes")


def is_covered(connection: DuckDBPyConnection, rules: str) -> bool:
    """Whether ``skill_coverage`` was made from the same openings by the same ``rules`` already."""
    return _kept(connection, "skill_coverage") == _digest(connection, "coverage", {"rules": rules})


def asked_together(connection: DuckDBPyConnection) -> Iterator[tuple[str, pa.Table]]:
    """For each population large enough: its name, and the pairs (opening, skill) of its latest openings."""
    connection.execute(query("coverage/units"))
    for (name,) in connection.execute(query("coverage/slices")).fetchall():
        yield name, connection.sql(query("coverage/asked"), params={"slice": name}).to_arrow_table()


def store_coverage(connection: DuckDBPyConnection, curves: Iterable[tuple[str, pa.Table, int]], rules: str) -> None:
    """Replace ``skill_coverage`` by curves made by ``rules``: for each population its curve (rank, skill, reached, met)
    and number of openings."""
    with transaction(connection):
        connection.execute("delete from skill_coverage")
        digest = _digest(connection, "coverage", {"rules": rules})
        connection.execute("insert or replace into store.kept values ('skill_coverage', ?)", [digest])
        for name, curve, openings in curves:
            connection.register("curve", curve)
            connection.execute(query("coverage/store"), {"slice": name, "n": openings})
            connection.unregister("curve")


def watched_lifetimes(connection: DuckDBPyConnection) -> Iterator[tuple[str, pa.Table]]:
    """For each population large enough: its name, and its openings by the ages at which they were seen."""
    connection.execute(query("lifetimes/units"))
    for (name,) in connection.execute(query("lifetimes/slices")).fetchall():
        yield name, connection.sql(query("lifetimes/counts"), params={"slice": name}).to_arrow_table()


def store_lifetimes(connection: DuckDBPyConnection, rows: list[dict[str, Any]]) -> None:
    """Replace ``vacancy_lifetime``."""
    with transaction(connection):
        connection.execute("delete from vacancy_lifetime")
        if rows:
            connection.register("lifetimes", pa.Table.from_pylist(rows, LIFETIMES))
            connection.execute(query("lifetimes/store"))
            connection.unregister("lifetimes")


def year_before(month: date) -> date:
    """The same month of the year before."""
    return month.replace(year=month.year - 1)
