"""The landing folder: immutable files of postings, each with the record of the crawl that brought it.

A crawl becomes part of history at one moment: when its record is renamed into place, after its data file.
A data file without a record is the remains of a killed run, and nobody reads it.
"""

import contextlib
import hashlib
import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from isal import isal_zlib

VERDICTS = ("accepted", "suspicious", "rejected")
LEVEL = 3
"""The best of isal's: a sixth of the time of zlib's usual one for a tenth more bytes, until a month is packed anew."""
PACKED_AT_ONCE = 1 << 20
GZIP = 31
"""Window and form, as zlib numbers them; the header's time stamp is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlRecord:
    """What one crawl of one board (or one imported file) brought, and what the judge made of it."""

    source: str
    platform: str
    kind: str
    """``crawl`` or ``import``."""
    observed_at: str
    """ISO 8601, UTC, ending in Z."""
    verdict: str
    failure: str | None = None
    """Name of what went wrong, such as ``zero_items``."""
    reason: str | None = None
    """One sentence for people."""
    file: str | None = None
    sha256: str | None = None
    postings: int = 0
    expect_min: int = 0
    expect_max: int | None = None
    archive: bool = False
    """True for history: the advert's own date places it; when the file was read says nothing."""
    stats: dict[str, Any] = field(default_factory=dict)


def moment(observed_at: datetime) -> str:
    """``2026-11-23T04:15:00Z``."""
    return observed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(observed_at: datetime) -> str:
    """The same moment as the beginning of a file name: ``2026-11-23T041500Z``."""
    return observed_at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")


def keep(landing: Path, record: CrawlRecord, lines: Path | None, observed_at: datetime) -> CrawlRecord:
    """Put one crawl into landing and return its record with ``file`` and ``sha256`` filled in.

    ``lines`` is the plain JSON-lines file; None for a rejected crawl, of which only the record is kept.
    Keeping the same crawl twice gives the same two files.
    """
    folder = landing / record.source
    folder.mkdir(parents=True, exist_ok=True)
    values = asdict(record)
    stem = f"{stamp(observed_at)}-rejected"
    if lines is not None:
        packed = folder / f".{stamp(observed_at)}.{os.getpid()}.partial"
        try:
            values["sha256"] = _pack(lines, packed)
            stem = f"{stamp(observed_at)}-{values['sha256'][:8]}"
            values["file"] = f"{stem}.jsonl.gz"
            packed.replace(folder / values["file"])
        finally:
            packed.unlink(missing_ok=True)
    write_atomically(folder / f"{stem}.crawl.json", orjson.dumps(values, option=orjson.OPT_INDENT_2))
    return CrawlRecord(**values)


def read_records(landing: Path, source: str) -> list[CrawlRecord]:
    """All records of a source, oldest first."""
    paths = sorted((landing / source).glob("*.crawl.json"))
    return [CrawlRecord(**orjson.loads(path.read_bytes())) for path in paths]


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that any reader, at any moment, sees the old content or the new, whole."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(path.parent)


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def remove_remains(landing: Path) -> None:
    """Remove the partial files that a killed run left in landing."""
    for partial in landing.glob("*/.*.partial"):
        partial.unlink(missing_ok=True)


def _pack(lines: Path, target: Path) -> str:
    """Compress without a time stamp, so that the same postings give the same bytes; returns their sha256."""
    packer, digest = isal_zlib.compressobj(LEVEL, wbits=GZIP), hashlib.sha256()
    with target.open("wb") as packed, lines.open("rb") as source:
        while chunk := source.read(PACKED_AT_ONCE):
            digest.update(part := packer.compress(chunk))
            packed.write(part)
        digest.update(part := packer.flush())
        packed.write(part)
        packed.flush()
        os.fsync(packed.fileno())
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there a rename is durable enough without it.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
