"""Proves that what is kept is what was kept: checksums, the published copy, and a sample replayed from landing."""

import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.collect.landing import CrawlRecord, file_digest, read_records
from pipelines.config import Config
from warehouse.database import open_writer
from warehouse.loading import load_landing
from warehouse.month_packs import DamagedPack, check_pack, known_packs, unpack
from warehouse.state import published_differences, sample_digest

SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing proved or not: ``wrong`` names what differs; empty when all is as it should be."""

    what: str
    looked_at: int
    wrong: list[str]


def verify(config: Config, *, sample: int = SAMPLE, seed: int = 0) -> Iterator[Proof]:
    """Prove landing's checksums, then that published = warehouse, then warehouse = landing on some sources.

    What is not there yet is not proved. Raises what opening the warehouse does.
    """
    yield _landing(config.landing)
    if not config.warehouse.exists():
        return
    if config.published.exists():
        differing = published_differences(config.warehouse, config.published.parent)
        yield Proof("published copy and Parquet files are the warehouse's", 1, differing)
    yield _replayed(config, sample, seed)


def _landing(landing: Path) -> Proof:
    wrong: list[str] = []
    looked_at = 0
    for folder in sorted(path for path in landing.glob("*/") if path.is_dir()):
        try:
            records = [record for record in read_records(landing, folder.name) if record.file]
            packed = _packed(folder)
        except (ValueError, TypeError, OSError) as error:
            wrong.append(f"{folder.name}: {error}")
            continue
        for record in records:
            looked_at += 1
            if problem := _problem(folder, record, packed):
                wrong.append(f"{folder.name}/{record.file}: {problem}")
    return Proof("landing files have their checksums", looked_at, wrong)


def _problem(folder: Path, record: CrawlRecord, packed: dict[str, str]) -> str | None:
    path = folder / str(record.file)
    if path.exists():
        return None if file_digest(path) == record.sha256 else "is damaged (checksum differs)"
    if path.name not in packed:
        return "is missing"
    return None if packed[path.name] == record.sha256 else "its pack holds another file of that name"


def _packed(folder: Path) -> dict[str, str]:
    """Digests of the files of all packs of a source, after every one was read back."""
    found: dict[str, str] = {}
    for manifest in known_packs(folder).values():
        check_pack(folder, manifest)
        contents = unpack(folder / manifest.pack, range(len(manifest.files)))
        for entry, content in zip(manifest.files, contents, strict=True):
            if hashlib.sha256(content).hexdigest() != entry.content:
                raise DamagedPack(f"{manifest.pack}: {entry.file} is not what it was")
            found[entry.file] = entry.sha256
    return found


def _replayed(config: Config, sample: int, seed: int) -> Proof:
    """Load some sources anew, and compare."""
    sources = sorted(path.name for path in config.landing.glob("*/") if path.is_dir())
    chosen = sorted(random.Random(seed).sample(sources, min(sample, len(sources))))  # noqa: S311  a sample, no secret
    wrong = []
    with TemporaryDirectory(prefix="skilltide-") as room:
        for source in chosen:
            landing = Path(room) / source / "landing"
            shutil.copytree(config.landing / source, landing / source)
            warehouse = Path(room) / source / "warehouse.duckdb"
            with open_writer(warehouse) as connection:
                load_landing(connection, landing)
            if sample_digest(warehouse, [source]) != sample_digest(config.warehouse, [source]):
                wrong.append(f"{source}: the warehouse does not hold what landing gives; run `skilltide rebuild`")
            shutil.rmtree(Path(room) / source)
    return Proof(f"a replay of {', '.join(chosen)} gives what the warehouse holds", len(chosen), wrong)
