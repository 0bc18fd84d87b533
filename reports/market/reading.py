"""Asks the published copy; the only place where the market report meets the database.

The copy is opened read-only and nothing else is read: same file, same answers.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from reports.market import questions
from reports.tables import Row
from warehouse.database import open_published

Parameters = Mapping[str, str | None]


class OtherCopy(RuntimeError):
    """A published copy that does not hold what is asked; the message says what to do."""

    exit_code = 1


@contextmanager
def opened(published: Path) -> Iterator[DuckDBPyConnection]:
    """The published copy, read-only. Raises what ``open_published`` raises when it is not there."""
    with open_published(published) as connection:
        yield connection


def question(name: str) -> str:
    """The SQL of questions/``name``.sql."""
    return (files(questions) / f"{name}.sql").read_text(encoding="utf-8")


def ask(connection: DuckDBPyConnection, sql: str, parameters: Parameters | None = None) -> list[Row]:
    """The rows of a query as mappings; of ``parameters``, those are bound that the query names as ``$name``.

    Raises ``OtherCopy`` when the copy lacks a relation, a column or a macro.
    """
    named = {name: value for name, value in (parameters or {}).items() if _is_named(sql, name)}
    try:
        cursor = connection.execute(sql, named)
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        lacking = str(error).splitlines()[0]
        raise OtherCopy(
            f"the published copy was made by another version ({lacking}); run `skilltide build` and `skilltide publish`"
        ) from error
    keys = [column[0] for column in cursor.description or ()]
    return [dict(zip(keys, values, strict=True)) for values in cursor.fetchall()]


def filled_in(sql: str, parameters: Parameters) -> str:
    """The query with its parameters written out, so that a reader can run it as it stands."""
    for name, value in parameters.items():
        literal = "null" if value is None else "'" + value.replace("'", "''") + "'"
        sql = re.sub(rf"\${name}\b", lambda _, text=literal: text, sql)  # type: ignore[misc]
    return sql


def _is_named(sql: str, name: str) -> bool:
    return re.search(rf"\${name}\b", sql) is not None


def only(rows: list[Row]) -> Row:
    """The one row of a query that must give one."""
    (row,) = rows
    return row
