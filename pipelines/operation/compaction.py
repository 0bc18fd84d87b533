"""Packs the daily data files of closed months: one Parquet file per source and month, and nothing is lost.

A daily file is removed only after the pack has been read back and the file's very bytes came out of it. The order
(pack, then manifest, then removal) makes it safe to be killed at any moment: the next compaction goes on.
"""

import gzip
import hashlib
import logging
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.collect.landing import read_records, remove_remains, write_atomically
from warehouse.month_packs import (
    DamagedPack,
    Manifest,
    PackedFile,
    check_pack,
    manifest_path,
    month_of,
    read_manifest,
    unpack,
    write_pack,
)

logger = logging.getLogger(__name__)

FEWEST_FILES = 2
SECONDS_A_DAY = 86_400


@dataclass(slots=True)
class Compacted:
    """What a compaction did: packs written, data files in them, bytes on the disk before and after, files left out."""

    packs: int = 0
    files: int = 0
    bytes_before: int = 0
    bytes_after: int = 0
    left_out: int = 0

    def __str__(self) -> str:
        told = (
            f"packed {self.files:,} data files into {self.packs:,} packs: "
            f"{self.bytes_before / 1e6:,.1f} MB became {self.bytes_after / 1e6:,.1f} MB"
        )
        return told + (f"; {self.left_out} damaged files were left as they are" if self.left_out else "")


def compact(landing: Path, before: date) -> Compacted:
    """Pack every source's months that ended before the month of ``before``."""
    done = Compacted()
    remove_remains(landing)
    for folder in sorted(path for path in landing.glob("*/") if path.is_dir()):
        for month, files in _closed(landing, folder.name, f"{before:%Y-%m}").items():
            _compact_month(folder, month, files, done)
    return done


def remove_report_remains(reports: Path, at: datetime) -> int:
    """Remove half-written files that killed reports left more than a day ago; returns how many.

    A report holds no lock, so a younger one may be at work on its own.
    """
    old = [path for path in reports.glob("**/.*.tmp") if at.timestamp() - path.stat().st_mtime > SECONDS_A_DAY]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _closed(landing: Path, source: str, this_month: str) -> dict[str, dict[str, str]]:
    """The data files that lie by themselves, with their digests, by month; only months that are over."""
    months: dict[str, dict[str, str]] = defaultdict(dict)
    for record in read_records(landing, source):
        if not record.file or not record.sha256 or month_of(record.file) >= this_month:
            continue
        if (landing / source / record.file).exists():
            months[month_of(record.file)][record.file] = record.sha256
    return dict(sorted(months.items()))


def _compact_month(folder: Path, month: str, files: dict[str, str], done: Compacted) -> None:
    earlier = read_manifest(folder, month)
    if earlier is None and len(files) < FEWEST_FILES:
        return
    kept = _entries(folder, files, done)
    already = {entry.file for entry in earlier.files} if earlier else set()
    entries = sorted([*(earlier.files if earlier else ()), *(e for e in kept if e.file not in already)], key=_by_name)
    unchanged = earlier is not None and len(entries) == len(earlier.files)
    manifest = earlier if earlier and unchanged else _write(folder, month, entries, earlier)
    _prove(folder, manifest, {entry.file for entry in kept})
    # From here on the pack is the truth; a kill leaves files that the next compaction removes.
    write_atomically(manifest_path(folder, month), manifest.as_bytes())
    for entry in kept:
        done.bytes_before += (folder / entry.file).stat().st_size
        (folder / entry.file).unlink()
    for remains in folder.glob(f"{month}.*.month.parquet"):
        if remains.name != manifest.pack:
            remains.unlink()
    done.packs += 1
    done.files += len(kept)
    done.bytes_after += (folder / manifest.pack).stat().st_size


def _by_name(entry: PackedFile) -> str:
    return entry.file


def _entries(folder: Path, files: dict[str, str], done: Compacted) -> list[PackedFile]:
    """The entries of files that are whole; damaged ones are named in the log and left where they are."""
    entries = []
    for name, expected in sorted(files.items()):
        packed = (folder / name).read_bytes()
        try:
            content = gzip.decompress(packed)
            content.decode()
        except (OSError, EOFError, zlib.error, UnicodeDecodeError):
            content = None
        if content is None or hashlib.sha256(packed).hexdigest() != expected:
            logger.error("%s: is damaged; it was not packed; restore it from a backup", folder / name)
            done.left_out += 1
            continue
        entries.append(PackedFile(name, expected, hashlib.sha256(content).hexdigest(), len(content)))
    return entries


def _write(folder: Path, month: str, entries: list[PackedFile], earlier: Manifest | None) -> Manifest:
    partial = folder / f".{month}.month.partial"
    try:
        write_pack(partial, _plain(folder, entries, earlier))
        with partial.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        pack = f"{month}.{digest[:8]}.month.parquet"
        partial.replace(folder / pack)
    finally:
        partial.unlink(missing_ok=True)
    return Manifest(pack, digest, entries)


def _plain(folder: Path, entries: list[PackedFile], earlier: Manifest | None) -> Iterator[bytes]:
    places = {entry.file: place for place, entry in enumerate(earlier.files)} if earlier else {}
    for entry in entries:
        if earlier and entry.file in places:
            yield from unpack(folder / earlier.pack, [places[entry.file]])
        else:
            yield gzip.decompress((folder / entry.file).read_bytes())


def _prove(folder: Path, manifest: Manifest, about_to_go: set[str]) -> None:
    """Read the pack back; raises ``DamagedPack`` unless every file comes out as it went in."""
    check_pack(folder, manifest)
    contents = unpack(folder / manifest.pack, range(len(manifest.files)))
    for entry, content in zip(manifest.files, contents, strict=True):
        if hashlib.sha256(content).hexdigest() != entry.content:
            raise DamagedPack(
                f"{folder / manifest.pack}: {entry.file} did not come out as it went in; nothing was removed"
            )
    missing = about_to_go - {entry.file for entry in manifest.files}
    if missing:
        raise DamagedPack(f"{folder / manifest.pack}: lacks {sorted(missing)[0]}; nothing was removed")
