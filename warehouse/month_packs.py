"""Reads and writes month packs: the data files of one source and month in one Parquet file, each line once.

An advert stands open for weeks, so the daily files of a month repeat themselves; a pack holds every distinct line
once, with the files it stands in and its places there. Unpacked, each file has the very bytes it had before it was
compressed. A pack counts when its manifest (``<month>.month.json``) names it; a data file that lies in the folder
by itself goes before its packed copy.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

VERSION = 1
SCHEMA = pa.schema(
    [
        pa.field("line", pa.large_string(), nullable=False),
        pa.field("file", pa.list_(pa.int32()), nullable=False),
        pa.field("place", pa.list_(pa.int32()), nullable=False),
    ]
)
"""One row per distinct line: ``file`` counts the manifest's files, ``place`` the lines of that file, both from 0."""


class DamagedPack(ValueError):
    """A pack that is not what its manifest says; the message names it and the mend."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One data file of a pack: its name, the digest of its compressed bytes (as its crawl record has it), the digest
    and the number of its plain bytes."""

    file: str
    sha256: str
    content: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack holds, and the digest of the pack itself."""

    pack: str
    sha256: str
    files: Sequence[PackedFile]
    version: int = VERSION

    def of(self, file: str) -> PackedFile | None:
        """The entry of a data file, or None where it is not in the pack."""
        return next((entry for entry in self.files if entry.file == file), None)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()


def month_of(file: str) -> str:
    """``2026-08`` of ``2026-08-24T041500Z-1a2b3c4d.jsonl.gz``."""
    return file[:7]


def manifest_path(folder: Path, month: str) -> Path:
    return folder / f"{month}.month.json"


def read_manifest(folder: Path, month: str) -> Manifest | None:
    """The manifest of a month; None where it is not packed. Raises ``DamagedPack``."""
    path = manifest_path(folder, month)
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_bytes())
        if told.pop("version") != VERSION:
            raise ValueError(f"version is not {VERSION}")
        return Manifest(told["pack"], told["sha256"], [PackedFile(**entry) for entry in told["files"]])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedPack(f"{path}: not a manifest ({error!r}); restore it from a backup") from None


def packed_file(data: Path) -> PackedFile | None:
    """The entry of a data file that lies in its month's pack; None where there is none. Raises ``DamagedPack``."""
    manifest = read_manifest(data.parent, month_of(data.name))
    return manifest.of(data.name) if manifest else None


def check_pack(folder: Path, manifest: Manifest) -> None:
    """Raises ``DamagedPack`` where the pack is missing or its digest is not the manifest's."""
    path = folder / manifest.pack
    if not path.exists():
        raise DamagedPack(f"{path}: is missing; restore it from a backup")
    with path.open("rb") as handle:
        if hashlib.file_digest(handle, "sha256").hexdigest() != manifest.sha256:
            raise DamagedPack(f"{path}: is damaged (checksum differs); restore it from a backup")


def write_pack(path: Path, contents: Iterable[bytes]) -> None:
    """Write the plain contents of data files, in the manifest's order. Raises ``UnicodeDecodeError``."""
    found: dict[bytes, int] = {}
    files: list[list[int]] = []
    places: list[list[int]] = []
    for number, content in enumerate(contents):
        for place, line in enumerate(content.split(b"\n")):
            row = found.setdefault(line, len(found))
            if row == len(files):
                files.append([])
                places.append([])
            files[row].append(number)
            places[row].append(place)
    lines = [line.decode() for line in found]
    table = pa.table({"line": lines, "file": files, "place": places}, schema=SCHEMA)
    pq.write_table(table, path, compression="zstd", row_group_size=20_000, use_dictionary=False)
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def unpack(path: Path, numbers: Sequence[int]) -> Iterator[bytes]:
    """The plain contents of the files of these numbers. Raises ``DamagedPack`` where the pack cannot be read."""
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise DamagedPack(f"{path}: cannot be read ({error}); restore it from a backup") from None
    rows = pc.list_parent_indices(table["file"]).to_numpy()
    files = pc.list_flatten(table["file"]).to_numpy()
    places = pc.list_flatten(table["place"]).to_numpy()
    for number in numbers:
        here = np.flatnonzero(files == number)
        order = here[np.argsort(places[here])]
        lines: list[str] = table["line"].take(pa.array(rows[order])).to_pylist()
        yield "\n".join(lines).encode()


@contextmanager
def in_plain(paths: Iterable[Path]) -> Iterator[Mapping[Path, Path]]:
    """Where the data files can be read for the time of the block: themselves, or plain copies of packed ones.

    Raises ``DamagedPack`` where an unpacked file is not what it was.
    """
    packed: dict[tuple[Path, str], list[str]] = {}
    where: dict[Path, Path] = {}
    for path in paths:
        where[path] = path
        if not path.exists():
            packed.setdefault((path.parent, month_of(path.name)), []).append(path.name)
    if not packed:
        yield where
        return
    with TemporaryDirectory(prefix="skilltide-") as room:
        for number, ((folder, month), names) in enumerate(packed.items()):
            for name, content in _contents(folder, month, names):
                # No compression, and another name: the reader goes by the ending.
                plain = Path(room) / f"{number}-{name.removesuffix('.gz')}"
                plain.write_bytes(content)
                where[folder / name] = plain
        yield where


def _contents(folder: Path, month: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    manifest = read_manifest(folder, month)
    if manifest is None:
        raise DamagedPack(f"{manifest_path(folder, month)}: is missing; restore it from a backup")
    places = {entry.file: place for place, entry in enumerate(manifest.files)}
    for name, content in zip(names, unpack(folder / manifest.pack, [places[name] for name in names]), strict=True):
        if hashlib.sha256(content).hexdigest() != manifest.files[places[name]].content:
            raise DamagedPack(f"{folder / manifest.pack}: {name} is not what it was; restore the pack from a backup")
        yield name, content


def known_packs(folder: Path) -> dict[str, Any]:
    """The manifests of a source by month."""
    months = sorted(path.name[:7] for path in folder.glob("*.month.json"))
    return {month: read_manifest(folder, month) for month in months}
