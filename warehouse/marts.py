"""Rebuilds the published relations from what is cleaned and extracted."""

from datetime import date

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.database import query, run_folder, transaction


def build_marts(connection: DuckDBPyConnection, today: date) -> None:
    """Rebuild every relation of ``sql/marts``; ``today`` decides which months are complete."""
    with transaction(connection):
        connection.execute("delete from store.as_of")
        connection.execute("insert into store.as_of values (?)", [today])
    run_folder(connection, "marts")


def change_counts(connection: DuckDBPyConnection) -> pa.Table:
    """Counts of each skill in both periods: slice, skill, label, type, k1, n1, k0, n0, and the periods."""
    return connection.sql(query("change_counts")).to_arrow_table()


def store_changes(connection: DuckDBPyConnection, changes: pa.Table) -> None:
    """Replace ``skill_change`` by the counts with their interval, test and verdict."""
    columns = ", ".join(changes.column_names)
    with transaction(connection):
        connection.execute("delete from skill_change")
        connection.register("changes", changes)
        connection.execute(f"insert into skill_change ({columns}) select {columns} from changes")
        connection.unregister("changes")
