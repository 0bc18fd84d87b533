"""Tells what the warehouse and the published copy hold, without changing or creating either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import open_published, open_reader, query
from warehouse.publishing import RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseState:
    """``uncleaned`` and ``unread`` count postings that the given rules and catalogue have not seen yet;
    ``records`` maps each crawl record that loading has seen to why its data file was refused, or None."""

    today: date | None
    postings: int
    uncleaned: int
    unread: int
    catalogue: str | None
    records: Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedState:
    """``last_crawl`` is the moment of the newest crawl (UTC, without zone); imported history does not count."""

    postings: int
    vacancies: int
    crawls: int
    last_crawl: datetime | None
    catalogue: str | None


def warehouse_state(path: Path, *, rules: str, catalogue: str) -> WarehouseState:
    """Raises what opening does (``WarehouseLocked``, ``WarehouseUnreadable``)."""
    with open_reader(path) as connection:
        records = dict(connection.execute(query("state/records")).fetchall())
        parameters = {"rules": rules, "catalogue": catalogue}
        (row,) = connection.execute(query("state/warehouse"), parameters).fetchall()
    today, postings, uncleaned, unread, found = row
    return WarehouseState(
        today=today, postings=postings, uncleaned=uncleaned, unread=unread, catalogue=found, records=records
    )


def published_state(path: Path) -> PublishedState:
    """Raises ``NotPublished``, or ``WarehouseUnreadable`` when the copy is damaged."""
    with open_published(path) as connection:
        ((postings, vacancies, crawls, last, catalogue),) = connection.execute(query("state/published")).fetchall()
    return PublishedState(postings=postings, vacancies=vacancies, crawls=crawls, last_crawl=last, catalogue=catalogue)


def published_differences(warehouse: Path, folder: Path) -> list[str]:
    """The published relations, and Parquet files of them, whose rows are not those of the warehouse."""
    with open_reader(warehouse) as connection:
        wanted = {name: _digest(connection, name) for name in RELATIONS}
        parquet = {name: _digest(connection, f"'{folder}/parquet/{name}.parquet'") for name in RELATIONS}
    with open_published(folder / "skilltide.duckdb") as connection:
        copied = {name: _digest(connection, name) for name in RELATIONS}
    differing = [name for name in RELATIONS if copied[name] != wanted[name]]
    return differing + [f"parquet/{name}.parquet" for name in RELATIONS if parquet[name] != wanted[name]]


def sample_digest(warehouse: Path, sources: Sequence[str]) -> tuple[object, ...]:
    """Numbers and digests of the postings and content versions of some sources."""
    with open_reader(warehouse) as connection:
        (row,) = connection.execute(query("state/sample"), {"sources": list(sources)}).fetchall()
    return tuple(row)


def _digest(connection: DuckDBPyConnection, relation: str) -> tuple[int, int] | None:
    """The number of rows and a digest of them in any order; None where the relation cannot be read."""
    try:
        ((count, digest),) = connection.execute(
            f"select count(*), coalesce(sum(hash(part)::hugeint), 0) from {relation} as part"
        ).fetchall()
    except (duckdb.IOException, duckdb.CatalogException, duckdb.InvalidInputException):
        return None
    return int(count), int(digest)
