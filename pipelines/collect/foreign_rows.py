"""Reads the rows of foreign files: CSV, Parquet, JSON or JSON lines, plain or gzip-compressed.

Rows come out as plain dicts; what they mean is decided in ``importing``.
"""

import codecs
import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

BROKEN_GZIP = (EOFError, gzip.BadGzipFile, zlib.error)
LONGEST_FIELD = 2**31 - 1
"""Characters of a field of a CSV file, as many as the module counts on every system; adverts pass the usual 131,072."""


class ImportRefused(ValueError):
    """A file or mapping that cannot be imported; the message says what to change."""

    exit_code = 2


def read_rows(path: Path, left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """Rows of a CSV, Parquet, JSON or JSON-lines file, plain or gzip-compressed, by its ending."""
    endings = [ending for ending in path.suffixes if ending != ".gz"]
    kind = endings[-1].lower() if endings else ""
    if kind == ".parquet":
        return _parquet_rows(path)
    if kind in {".csv", ".tsv"}:
        return _csv_rows(path, "\t" if kind == ".tsv" else ",")
    if kind in {".jsonl", ".ndjson", ".json"}:
        return _json_rows(path, left_out)
    raise ImportRefused(
        f"{path}: cannot tell what this is; known: .jsonl, .json, .csv, .tsv, .parquet, and .gz of them"
    )


def _json_rows(path: Path, left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as handle:
            first = handle.read(1)
            handle.seek(0)
            lines: Iterable[bytes | dict[str, Any]] = orjson.loads(handle.read()) if first == b"[" else handle
            for line in lines:
                row = _row(line)
                if row is None:
                    left_out["broken_line"] += 1
                elif row:
                    yield row
    except orjson.JSONDecodeError as error:
        raise ImportRefused(f"{path}: not valid JSON: {error}") from None
    except BROKEN_GZIP as error:
        raise ImportRefused(f"{path}: the compressed file is broken or cut off: {error}") from None


def _row(line: bytes | dict[str, Any]) -> dict[str, Any] | None:
    if isinstance(line, dict):
        return line
    if not isinstance(line, bytes):
        return None
    if not line.strip():
        return {}
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return row if isinstance(row, dict) else None


def _csv_rows(path: Path, delimiter: str) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with (
            opener(path, "rb") as binary,
            io.TextIOWrapper(binary, encoding=_encoding(path), newline="", errors="replace") as handle,
        ):
            yield from _of_any_length(csv.DictReader(handle, delimiter=delimiter))
    except csv.Error as error:
        raise ImportRefused(f"{path}: not a readable CSV file: {error}") from None
    except BROKEN_GZIP as error:
        raise ImportRefused(f"{path}: the compressed file is broken or cut off: {error}") from None


def _encoding(path: Path) -> str:
    """UTF-16 where the file says so, as a spreadsheet's "Unicode text" does, else UTF-8."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as handle:
        return "utf-16" if handle.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"


def _of_any_length(reader: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows whose fields may be longer than other readers of this process allow: the module knows one limit for all."""
    while True:
        usual = csv.field_size_limit(LONGEST_FIELD)
        try:
            row = next(reader, None)
        finally:
            csv.field_size_limit(usual)
        if row is None:
            return
        yield row


def _parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    try:
        for batch in ParquetFile(path).iter_batches(10_000):
            yield from batch.to_pylist()
    except ArrowInvalid as error:
        raise ImportRefused(f"{path}: not a readable Parquet file: {error}") from None
