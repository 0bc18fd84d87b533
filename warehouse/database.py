"""Opens the warehouse for the one writer, and the published copy for everybody else."""

import contextlib
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

MEMORY = "4GB"
LOCKED = re.compile(r"(?:set lock on file|Conflicting lock)")
NO_ROOM = re.compile(r"No space left|File too large|[Qq]uota exceeded|Read-only file system")
DAMAGED = re.compile(r"Could not read|Cannot read|[Cc]orrupt|[Cc]hecksum|not a valid DuckDB|[Ss]erializ", re.IGNORECASE)
HOLDER = re.compile(r"Conflicting lock is held in (.*?\(PID \d+\))")


class WarehouseLocked(RuntimeError):
    """Another process has the warehouse file open."""

    exit_code = 1


class WarehouseUnreadable(RuntimeError):
    """The warehouse file is damaged or was written by another DuckDB."""

    exit_code = 1


class NoRoom(RuntimeError):
    """The disk is full or cannot be written, or memory ran out."""

    exit_code = 1


class NotPublished(FileNotFoundError):
    """There is no published copy yet."""

    exit_code = 1


@contextlib.contextmanager
def open_writer(path: Path) -> Iterator[DuckDBPyConnection]:
    """The warehouse, with its schema in place, closed with the block.

    Raises ``WarehouseLocked`` when another process holds the file, ``WarehouseUnreadable`` when it is
    damaged, ``NoRoom`` when the disk or the memory is full; also when that shows only within the block.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_a_small_limit(path)
    with named_trouble(path), _opened(path, read_only=False) as connection:
        _settle(connection)
        _lay_schema(connection, path)
        yield connection


@contextlib.contextmanager
def open_reader(path: Path) -> Iterator[DuckDBPyConnection]:
    """The warehouse read-only, as it stands: its schema is not laid. Raises as ``open_writer`` does."""
    with named_trouble(path), _opened(path, read_only=True) as connection:
        _settle(connection)
        try:
            yield connection
        except duckdb.CatalogException as error:
            raise _of_another_version(path, error) from None


@contextlib.contextmanager
def open_published(path: Path) -> Iterator[DuckDBPyConnection]:
    """The published copy, read-only, without access to any other file. Raises ``NotPublished``."""
    if not path.exists():
        raise NotPublished(f"{path}: nothing is published yet; run `skilltide publish` (or `skilltide demo`)")
    with named_trouble(path), _opened(path, read_only=True) as connection:
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
        # After a full disk DuckDB has ended the transaction itself; the first error is the one to tell.
        with contextlib.suppress(duckdb.Error):
            connection.execute("rollback")
        raise
    connection.execute("commit")


def run_folder(connection: DuckDBPyConnection, folder: str) -> None:
    """Run every file of ``sql/<folder>`` in the order of the file names, each in a transaction."""
    for path in sql_files(folder):
        with transaction(connection):
            connection.execute(path.read_text(encoding="utf-8"))


@contextlib.contextmanager
def own_relations(connection: DuckDBPyConnection) -> Iterator[None]:
    """Give the errors of relations that another version has laid down otherwise their name: ``WarehouseUnreadable``."""
    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        found = connection.execute("select path from duckdb_databases() where database_name = current_database()")
        raise _of_another_version(Path(str(found.fetchall()[0][0])), error) from error


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
        raise _trouble(path, error) or _of_another_version(path, error) from None


def _settle(connection: DuckDBPyConnection) -> None:
    connection.execute(f"set memory_limit = '{MEMORY}'; set TimeZone = 'UTC'; set preserve_insertion_order = false")
    connection.execute("set autoinstall_known_extensions = false; set enable_progress_bar = false")


def _refuse_a_small_limit(path: Path) -> None:
    """Raise ``NoRoom`` where a limit on the size of files cuts writes short within the file that is there already.

    DuckDB writes some of its blocks anew in their place; half of one would leave a warehouse that nobody can read.
    """
    try:
        import resource
    except ImportError:
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    if limit != resource.RLIM_INFINITY and path.exists() and path.stat().st_size > limit:
        raise NoRoom(
            f"{path}: holds {path.stat().st_size:,} bytes, and a file may have {limit:,} here (`ulimit -f`); raise "
            "that limit and run this again: nothing is lost"
        )


def _opened(path: Path, *, read_only: bool) -> DuckDBPyConnection:
    # Set before the file is opened: for one of another kind DuckDB would fetch an extension from the net.
    offline: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        return duckdb.connect(str(path), read_only=read_only, config=offline)
    except duckdb.Error as error:
        raise _trouble(path, error) or _unreadable(path, error) from None


@contextlib.contextmanager
def named_trouble(path: Path) -> Iterator[None]:
    """Give DuckDB's errors about files, locks, disk and memory their names; errors in queries stay what they are."""
    try:
        yield
    except duckdb.Error as error:
        if trouble := _trouble(path, error):
            raise trouble from error
        raise


def is_trouble(error: duckdb.Error) -> bool:
    """Whether the error is about the warehouse's own file, the disk or memory, and not about data or a query."""
    return _trouble(Path(), error) is not None


def _of_another_version(path: Path, error: duckdb.Error) -> WarehouseUnreadable:
    return WarehouseUnreadable(
        f"{path}: was made by another version of skilltide ({str(error).splitlines()[0]}); "
        "`skilltide rebuild` makes it anew from landing"
    )


def _trouble(path: Path, error: duckdb.Error) -> RuntimeError | None:
    text = str(error)
    first = text.splitlines()[0]
    if LOCKED.search(text):
        holder = HOLDER.search(text)
        who = holder.group(1) if holder else "another process"
        return WarehouseLocked(f"{path}: held open by {who}; close it there, or wait, and run this again")
    if NO_ROOM.search(text):
        return NoRoom(f"the disk is full or cannot be written ({first}); make room and run this again: nothing is lost")
    if isinstance(error, duckdb.OutOfMemoryException):
        return NoRoom(f"memory ran out ({first}); give the machine more and run this again: nothing is lost")
    broken = isinstance(error, (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException))
    if broken or (type(error) in {duckdb.IOException, duckdb.Error} and DAMAGED.search(text)):
        return _unreadable(path, error)
    return None


def _unreadable(path: Path, error: duckdb.Error) -> WarehouseUnreadable:
    return WarehouseUnreadable(
        f"{path}: cannot be read ({str(error).splitlines()[0]}); `skilltide rebuild` makes the warehouse anew from "
        "landing, `skilltide publish` the published copy"
    )
