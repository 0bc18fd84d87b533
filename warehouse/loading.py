"""Loads landing files: each once, whole or not at all, in any order with the same result.

A day costs in proportion to what is new: an advert seen again moves its last-seen date, its text is not
written again.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import is_trouble, query, transaction

logger = logging.getLogger(__name__)

BATCH_BYTES = 32 << 20
"""Compressed bytes read in one transaction: bounds memory, and spares small files a transaction each."""
BATCH_FILES = 500


@dataclass(slots=True)
class LoadResult:
    """What a load did. ``refused`` maps a record to the reason why its data file was not loaded."""

    files: int = 0
    postings: int = 0
    """Rows read; a posting seen in two files counts twice."""
    new: int = 0
    """Postings never seen before."""
    changed: int = 0
    """Known postings whose content changed."""
    refused: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        text = (
            f"loaded {self.files:,} new files with {self.postings:,} postings: "
            f"{self.new:,} new, {self.changed:,} changed"
        )
        return text + "".join(f"\nrefused {record}: {why}" for record, why in self.refused.items())


@dataclass(frozen=True, slots=True)
class _Record:
    """A crawl record not loaded yet: its path below landing, its content, and its data file's size."""

    name: str
    values: dict[str, Any]
    data: Path | None
    size: int


def load_landing(connection: DuckDBPyConnection, landing: Path) -> LoadResult:
    """Load every crawl record that is not in the warehouse, oldest first, and the postings it brought."""
    result = LoadResult()
    before = _counts(connection)
    for batch in _batches(_new_records(connection, landing, result)):
        _load_batch(connection, batch, result)
    after = _counts(connection)
    result.new = after[0] - before[0]
    result.changed = after[1] - before[1] - result.new
    return result


def _new_records(connection: DuckDBPyConnection, landing: Path, result: LoadResult) -> list[_Record]:
    rows = connection.execute("select record from store.landing_file where refused is null").fetchall()
    known = {name for (name,) in rows}
    records = []
    for path in landing.glob("*/*.crawl.json"):
        name = path.relative_to(landing).as_posix()
        if name in known:
            continue
        try:
            values = json.loads(path.read_bytes())
            data = path.with_name(values["file"]) if values["file"] else None
            if data is not None and (problem := _problem(data, values["sha256"])):
                _refuse(connection, name, values, problem, result)
                continue
            size = data.stat().st_size if data else 0
            records.append(_Record(name, values, data, size))
        except (ValueError, KeyError, TypeError) as error:
            result.refused[name] = f"not a crawl record: {error!r}"
            logger.error("%s: not a crawl record (%r); it was left out", path, error)
    return sorted(records, key=lambda record: (record.values["observed_at"], record.name))


def _problem(data: Path, expected: str) -> str | None:
    if not data.exists():
        return "its data file is missing; restore it, or crawl the board again"
    with data.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    return None if found == expected else "its data file is damaged (checksum differs); restore it from a backup"


def _refuse(connection: DuckDBPyConnection, name: str, values: dict[str, Any], why: str, result: LoadResult) -> None:
    """Remember the refusal; the file is tried again at every load, so restoring it is enough."""
    result.refused[name] = why
    logger.error("%s: %s", name, why)
    connection.execute(
        "insert or replace into store.landing_file values (?, ?, ?, ?, ?)",
        [name, values["source"], _timestamp(values), values["archive"], why],
    )


def _batches(records: Sequence[_Record]) -> Iterator[list[_Record]]:
    batch: list[_Record] = []
    size = 0
    for record in records:
        if batch and (size + record.size > BATCH_BYTES or len(batch) >= BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append(record)
        size += record.size
    if batch:
        yield batch


def _load_batch(connection: DuckDBPyConnection, batch: list[_Record], result: LoadResult) -> None:
    try:
        with transaction(connection):
            rows = _merge(connection, batch)
    except duckdb.Error as error:
        if is_trouble(error):
            raise  # a full disk says nothing about the landing files
        if len(batch) > 1:
            for record in batch:
                _load_batch(connection, [record], result)
            return
        (record,) = batch
        why = f"its data file cannot be read: {str(error).splitlines()[0]}"
        _refuse(connection, record.name, record.values, why, result)
        return
    result.files += len(batch)
    result.postings += rows


def _merge(connection: DuckDBPyConnection, batch: list[_Record]) -> int:
    """Load the files of a batch; returns the number of rows read."""
    connection.execute(
        "create or replace temp table incoming_record (data varchar, observed_at timestamp, archive boolean)"
    )
    files = [
        [str(record.data), _timestamp(record.values), record.values["archive"]]
        for record in batch
        if record.data is not None
    ]
    rows = 0
    if files:
        connection.executemany("insert into incoming_record values (?, ?, ?)", files)
        paths = [path for path, *_ in files]
        connection.execute(query("load/incoming"), {"files": paths})
        for step in ("posting_seen", "posting_version"):
            connection.execute(query(f"load/{step}"))
        ((rows,),) = connection.execute("select count(*) from incoming").fetchall()
        connection.execute("drop table incoming")
    connection.executemany(query("load/crawl"), [_crawl_row(record) for record in batch])
    connection.executemany(
        "insert or replace into store.landing_file values (?, ?, ?, ?, null)",
        [[r.name, r.values["source"], _timestamp(r.values), r.values["archive"]] for r in batch],
    )
    return int(rows)


def _crawl_row(record: _Record) -> list[Any]:
    values = record.values
    stats = values.get("stats", {})
    filled = stats.get("filled", {})
    return [
        values["source"],
        values["platform"],
        values["kind"],
        _timestamp(values),
        values["verdict"],
        values["failure"],
        values["reason"],
        values["postings"],
        values["expect_min"],
        values["expect_max"],
        values["archive"],
        stats.get("requests"),
        stats.get("bytes"),
        sum(stats.get("dropped", {}).values()),
        len(stats.get("unknown_fields", {})),
        filled.get("description"),
        filled.get("posted_at"),
        filled.get("locations"),
        values["file"],
        record.name,
    ]


def _timestamp(values: dict[str, Any]) -> str:
    return str(values["observed_at"]).removesuffix("Z")


def _counts(connection: DuckDBPyConnection) -> tuple[int, int]:
    """Numbers of postings and of content versions."""
    ((postings, versions),) = connection.execute(
        "select (select count(*) from store.posting_seen), (select count(*) from store.posting_version)"
    ).fetchall()
    return int(postings), int(versions)
