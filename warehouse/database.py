"""Opens the warehouse for the one writer, and the published copy for everybody else."""

import contextlib
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

MEMORY = "4GB"
HOLDER = re.compile(r"Conflicting lock is held in (.*?\(PID \d+\))")


class WarehouseLocked(RuntimeError):
    """Another process has the warehouse file open."""

    exit_code = 1


class WarehouseUnreadable(RuntimeError):
    """The warehouse file is damaged or was written by another DuckDB."""

    exit_code = 1


class NotPublished(FileNotFoundError):
    """There is no published copy yet."""

    exit_code = 1


@contextlib.contextmanager
def open_writer(path: Path) -> Iterator[DuckDBPyConnection]:
    """The warehouse, with its schema in place, closed with the block.

    Raises ``WarehouseLocked`` when another process holds the file, ``WarehouseUnreadable`` when it is
    damaged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error as error:
        raise _trouble(path, error) from None
    with connection:
        _settle(connection)
        _lay_schema(connection, path)
        yield connection


@contextlib.contextmanager
def open_reader(path: Path) -> Iterator[DuckDBPyConnection]:
    """The warehouse read-only, as it stands: its schema is not laid. Raises as ``open_writer`` does."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise _trouble(path, error) from None
    with connection:
        _settle(connection)
        try:
            yield connection
        except duckdb.Error as error:
            raise _trouble(path, error) from None


@contextlib.contextmanager
def open_published(path: Path) -> Iterator[DuckDBPyConnection]:
    """The published copy, read-only, without access to any other file. Raises ``NotPublished``."""
    if not path.exists():
        raise NotPublished(f"{path}: nothing is published yet; run `skilltide publish` (or `skilltide demo`)")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise _trouble(path, error) from None
    with connection:
        _settle(connection)
        connection.execute("set enable_external_access = false; set lock_configuration = true")
        yield connection


@contextlib.contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """All of the block or nothing of it."""
    connection.execute("begin transaction")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def run_folder(connection: DuckDBPyConnection, folder: str) -> None:
    """Run every file of ``sql/<folder>`` in the order of the file names, each in a transaction."""
    for path in sql_files(folder):
        with transaction(connection):
            connection.execute(path.read_text(encoding="utf-8"))


def run_query(connection: DuckDBPyConnection, name: str, parameters: dict[str, object]) -> None:
    """Run the statements of ``sql/<name>.sql``, each with those of the parameters that it names."""
    for statement in connection.extract_statements(query(name)):
        connection.execute(statement, {key: parameters[key] for key in statement.named_parameters})


def sql_files(folder: str) -> list[Path]:
    """The packaged SQL files of a folder, in order."""
    return sorted(Path(str(files("warehouse") / "sql" / folder)).glob("*.sql"))


def query(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return Path(str(files("warehouse") / "sql" / f"{name}.sql")).read_text(encoding="utf-8")


def _lay_schema(connection: DuckDBPyConnection, path: Path) -> None:
    try:
        run_folder(connection, "schema")
    except duckdb.Error as error:
        raise WarehouseUnreadable(
            f"{path}: was made by another version of skilltide ({str(error).splitlines()[0]}); "
            "`skilltide rebuild` makes it anew from landing"
        ) from None


def _settle(connection: DuckDBPyConnection) -> None:
    connection.execute(f"set memory_limit = '{MEMORY}'; set TimeZone = 'UTC'; set preserve_insertion_order = false")
    connection.execute("set autoinstall_known_extensions = false; set enable_progress_bar = false")


def _trouble(path: Path, error: duckdb.Error) -> RuntimeError:
    text = str(error)
    if "lock" in text.lower():
        holder = HOLDER.search(text)
        who = holder.group(1) if holder else "another process"
        return WarehouseLocked(f"{path}: held open by {who}; close it there, or wait, and run this again")
    return WarehouseUnreadable(
        f"{path}: cannot be opened ({text.splitlines()[0]}); `skilltide rebuild` makes it anew from landing"
    )
