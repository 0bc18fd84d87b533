"""Answers questions in SQL from the published copy, which is opened read-only: nothing can be changed."""

import contextlib
import csv
import json
import re
from pathlib import Path
from typing import Any, TextIO

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import open_published

FORMS = ("table", "csv", "json")
FORMULA = re.compile(r"^[=+\-@\t\r]")
HELP = """End a query with a semicolon. .tables lists the relations, .schema NAME its columns, .quit leaves."""


class QueryRefused(ValueError):
    """A query that cannot be run; the message is the database's own."""

    exit_code = 1


def answer(published: Path, query: str, *, form: str, limit: int, out: TextIO) -> None:
    """Run one query and write its answer as a table (the first ``limit`` rows), CSV or JSON."""
    with open_published(published) as connection:
        _write(_run(connection, query), form, limit, out)


def converse(published: Path, out: TextIO) -> None:
    """A session on the terminal: queries of several lines, until .quit or the end of input."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  line editing and history, where the platform has it
    print(f"skilltide sql, read-only on {published}\n{HELP}", file=out)
    with open_published(published) as connection:
        lines: list[str] = []
        while (line := _ask("...> " if lines else "sql> ")) is not None:
            if not lines and line.startswith("."):
                if line.split()[0] in {".quit", ".exit"}:
                    return
                _command(connection, line, out)
                continue
            lines.append(line)
            if line.rstrip().endswith(";"):
                _try(connection, "\n".join(lines), out)
                lines = []


def _ask(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


def _command(connection: DuckDBPyConnection, line: str, out: TextIO) -> None:
    name, *arguments = line.split()
    if name == ".tables":
        _try(connection, "select distinct relation, relation_meaning from data_dictionary order by all", out)
    elif name == ".schema" and len(arguments) == 1:
        relation = arguments[0].replace("'", "''")
        query = f'select "column", "type", meaning from data_dictionary where relation = \'{relation}\''
        _try(connection, query, out)
    else:
        print(HELP, file=out)


def _try(connection: DuckDBPyConnection, query: str, out: TextIO) -> None:
    try:
        _write(_run(connection, query), "table", 200, out)
    except QueryRefused as error:
        print(error, file=out)


def _run(connection: DuckDBPyConnection, query: str) -> DuckDBPyConnection:
    try:
        statements = duckdb.extract_statements(query)
        if len(statements) != 1:
            raise QueryRefused(f"one query at a time, please (found {len(statements)})")
        return connection.execute(query)
    except duckdb.Error as error:
        text = str(error)
        if "read-only" in text:
            text = "the published copy is read-only; to change data, import it and build"
        raise QueryRefused(text) from None


def _write(result: DuckDBPyConnection, form: str, limit: int, out: TextIO) -> None:
    columns = [column[0] for column in result.description or []]
    try:
        rows = result.fetchmany(limit + 1) if form == "table" else result.fetchall()
    except duckdb.Error as error:
        raise QueryRefused(str(error)) from None
    if form == "table":
        _write_table(columns, rows, limit, out)
    elif form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_harmless(value) for value in row] for row in rows])
    else:
        json.dump([dict(zip(columns, row, strict=True)) for row in rows], out, default=str, ensure_ascii=False)
        out.write("\n")


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
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
