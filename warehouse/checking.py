"""Looks for rows that must not be there; nothing is published while one is found."""

from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import sql_files

SHOWN = 5


class NotBuilt(RuntimeError):
    """The relations to check are not there."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that found rows: its name (a sentence), its meaning, the first rows as text, their number."""

    name: str
    meaning: str
    rows: str
    count: int


def run_checks(connection: DuckDBPyConnection) -> list[FailedCheck]:
    """Run every file of ``sql/checks``: each selects offending rows. An empty list is good."""
    failed = []
    for path in sql_files("checks"):
        text = path.read_text(encoding="utf-8")
        try:
            found = connection.execute(text).fetchall()
        except duckdb.CatalogException:
            raise NotBuilt("the warehouse has not been built yet; run `skilltide build` first") from None
        if found:
            rows = "\n".join(str(row) for row in found[:SHOWN])
            meaning = text.splitlines()[0].removeprefix("-- ")
            failed.append(FailedCheck(path.stem, meaning, rows, len(found)))
    return failed
