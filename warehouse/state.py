"""Tells what the warehouse and the published copy hold, without changing or creating either."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.database import open_published, open_reader, query


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
