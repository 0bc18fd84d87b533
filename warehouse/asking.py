"""Answers questions in SQL from the published copy, which is opened read-only: nothing can be changed."""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import open_published

FORMS = ("table", "csv", "json")
FORMULA = re.compile(r"^[=+\-@\t\r]")


class QueryRefused(ValueError):
    """A query that cannot be run; the message is the database's own."""

    exit_code = 1


def answer(
    published: Path,
    query: str,
    *,
    form: str,
    limit: int,
    out: TextIO,
    values: Mapping[str, str] | None = None,
    parquet: Path | None = None,
) -> None:
    """Run one query and write its answer as a table (the first ``limit`` rows), CSV or JSON.

    ``values`` are those of its ``$name`` parameters. With ``parquet`` the answer goes into that file instead. Raises
    ``QueryRefused``.
    """
    with open_published(published) as connection:
        if parquet is None:
            write(run(connection, query, values), form, limit, out)
        else:
            _write_parquet(connection, query, values, parquet)
            print(parquet, file=out)


def run(connection: DuckDBPyConnection, query: str, values: Mapping[str, str] | None = None) -> DuckDBPyConnection:
    """Run one query. Raises ``QueryRefused`` with the database's own words, or better ones."""
    if any("\ud800" <= letter <= "\udfff" for text in (query, *(values or {}).values()) for letter in text):
        raise QueryRefused("the query holds bytes that are no UTF-8; write it anew")
    try:
        _refuse_several(query)
        return connection.execute(query, dict(values) if values else None)
    except duckdb.Error as error:
        raise _refusal(error) from None


def _refuse_several(query: str) -> None:
    statements = duckdb.extract_statements(query)
    if len(statements) != 1:
        raise QueryRefused(f"one query at a time, please (found {len(statements)})")


def _refusal(error: duckdb.Error) -> QueryRefused:
    text = str(error)
    if "read-only" in text:
        text = "the published copy is read-only; to change data, import it and build"
    return QueryRefused(text)


def write(result: DuckDBPyConnection, form: str, limit: int, out: TextIO) -> None:
    """Write an answer in one of ``FORMS``; only a table is cut at ``limit`` rows."""
    columns = [column[0] for column in result.description or []]
    try:
        rows = result.fetchmany(limit + 1) if form == "table" else result.fetchall()
    except duckdb.Error as error:
        raise _refusal(error) from None
    if form == "table":
        _write_table(columns, rows, limit, out)
    elif form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_harmless(value) for value in row] for row in rows])
    else:
        json.dump([dict(zip(columns, row, strict=True)) for row in rows], out, default=str, ensure_ascii=False)
        out.write("\n")


def _write_parquet(connection: DuckDBPyConnection, query: str, values: Mapping[str, str] | None, path: Path) -> None:
    from pyarrow.parquet import write_table

    partial = path.with_name(f".{path.name}.partial")
    try:
        _refuse_several(query)
        rows = connection.sql(query, params=dict(values) if values else None)
        if rows is None:
            raise QueryRefused("this statement gives no rows, so there is nothing to write")
        write_table(rows.to_arrow_table(), partial, compression="zstd")
        partial.replace(path)
    except duckdb.Error as error:
        raise _refusal(error) from None
    except OSError as error:
        raise QueryRefused(f"{path}: cannot be written ({error.strerror or error})") from None
    finally:
        partial.unlink(missing_ok=True)


def _write_table(columns: list[str], rows: list[tuple[Any, ...]], limit: int, out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    numbers = [all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(columns))]
    for column, number in zip(columns, numbers, strict=True):
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows[:limit]:
        table.add_row(*[Text(_shown(value)) for value in row])
    # Into a file or a pipe, a table is not folded to the width of a screen that is not there.
    Console(file=out, width=None if out.isatty() else 10_000, highlight=False).print(table)
    if len(rows) > limit:
        print(f"the first {limit} rows; --limit shows more, --csv and --json show all", file=out)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
