"""Loads landing files: each once, whole or not at all, in any order with the same result.

A day costs in proportion to what is new: an advert seen again moves its last-seen date, its text is not
written again.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.database import is_trouble, query, run_query, transaction
from warehouse.month_packs import DamagedPack, in_plain, packed_file

logger = logging.getLogger(__name__)

BATCH_BYTES = 32 << 20
"""Compressed bytes read in one transaction: bounds memory, and spares small files a transaction each."""
BATCH_FILES = 500
MOMENT = pa.timestamp("us")
RECORDS = pa.schema({"data": pa.string(), "source": pa.string(), "observed_at": MOMENT, "archive": pa.bool_()})
CRAWLS = pa.schema(
    [(name, pa.string()) for name in ("source", "platform", "kind", "verdict", "failure", "reason", "file", "record")]
    + [("observed_at", MOMENT), ("archive", pa.bool_()), ("partial", pa.bool_()), ("bytes", pa.int64())]
    + [(name, pa.int32()) for name in ("postings", "expect_min", "expect_max", "gone", "requests", "dropped")]
    + [(name, pa.int32()) for name in ("unknown_fields", "with_description", "with_date", "with_location")]
)
"""The columns of ``crawl``."""
GONE = pa.schema({"source": pa.string(), "native_id": pa.string(), "observed_at": MOMENT})


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
            records.append(_Record(name, values, data, _size(data)))
        except (ValueError, KeyError, TypeError) as error:
            result.refused[name] = f"not a crawl record: {error!r}"
            logger.error("%s: not a crawl record (%r); it was left out", path, error)
    return sorted(records, key=lambda record: (record.values["observed_at"], record.name))


def _size(data: Path | None) -> int:
    """Compressed bytes; those of a packed file are about a fifth of its plain ones."""
    if data is None:
        return 0
    if data.exists():
        return data.stat().st_size
    packed = packed_file(data)
    return packed.bytes // 5 if packed else 0


def _problem(data: Path, expected: str) -> str | None:
    if not data.exists():
        try:
            packed = packed_file(data)
        except DamagedPack as error:
            return str(error)
        if packed is not None:
            return None if packed.sha256 == expected else "its month's pack holds another file of that name"
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
        with (
            in_plain(record.data for record in batch if record.data is not None) as where,
            transaction(connection),
        ):
            rows = _merge(connection, batch, where)
    except (duckdb.Error, DamagedPack) as error:
        if isinstance(error, duckdb.Error) and is_trouble(error):
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


def _merge(connection: DuckDBPyConnection, batch: list[_Record], where: Mapping[Path, Path]) -> int:
    """Load the files of a batch, each read at its place in ``where``; returns the number of rows read."""
    files = pa.Table.from_pylist(
        [
            {
                "data": str(where[record.data]),
                "source": record.values["source"],
                "observed_at": _moment(record.values),
                "archive": record.values["archive"],
            }
            for record in batch
            if record.data is not None
        ],
        RECORDS,
    )
    rows = 0
    if files.num_rows:
        connection.register("incoming_record", files)
        connection.execute(query("load/incoming"), {"files": files.column("data").to_pylist()})
        for step in ("late_moment", "earlier_sight", "posting_seen", "sighting_run", "posting_version"):
            connection.execute(query(f"load/{step}"))
        _merge_gone(connection, batch)
        ((rows,),) = connection.execute("select count(*) from incoming").fetchall()
        connection.execute("drop table incoming")
        connection.unregister("incoming_record")
    # In one go: a statement for each record costs milliseconds, and a first load has thousands.
    connection.register("incoming_crawl", pa.Table.from_pylist([_crawl_row(record) for record in batch], CRAWLS))
    run_query(connection, "load/crawl", {})
    connection.unregister("incoming_crawl")
    return int(rows)


def _merge_gone(connection: DuckDBPyConnection, batch: list[_Record]) -> None:
    """Take in what sources said of closed postings; only a crawl that is believed may say so."""
    told = [
        {"source": values["source"], "native_id": str(native_id), "observed_at": _moment(values)}
        for values in (record.values for record in batch)
        if values["verdict"] == "accepted" and not values["archive"]
        for native_id in values.get("stats", {}).get("gone") or []
    ]
    if told:
        connection.register("incoming_gone", pa.Table.from_pylist(told, GONE))
        connection.execute(query("load/gone"))
        connection.unregister("incoming_gone")


def _crawl_row(record: _Record) -> dict[str, Any]:
    values = record.values
    stats = values.get("stats", {})
    filled = stats.get("filled", {})
    stated = (
        *("source", "platform", "kind", "verdict", "failure", "reason", "postings", "expect_min", "expect_max"),
        *("archive", "file"),
    )
    return {
        **{name: values[name] for name in stated},
        "observed_at": _moment(values),
        "partial": bool(stats.get("partial")),
        "gone": len(stats.get("gone") or []),
        "requests": stats.get("requests"),
        "bytes": stats.get("bytes"),
        "dropped": sum(stats.get("dropped", {}).values()),
        "unknown_fields": len(stats.get("unknown_fields", {})),
        "with_description": filled.get("description"),
        "with_date": filled.get("posted_at"),
        "with_location": filled.get("locations"),
        "record": record.name,
    }


def _moment(values: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(_timestamp(values))


def _timestamp(values: dict[str, Any]) -> str:
    return str(values["observed_at"]).removesuffix("Z")


def _counts(connection: DuckDBPyConnection) -> tuple[int, int]:
    """Numbers of postings and of content versions."""
    ((postings, versions),) = connection.execute(
        "select (select count(*) from store.posting_seen), (select count(*) from store.posting_version)"
    ).fetchall()
    return int(postings), int(versions)
