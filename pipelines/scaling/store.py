"""Carries landing and the published copy to an object store and back, by any address that fsspec knows.

The batch always works on local files. Landing files never change, so a file that is there by name and size is
there; machines that crawl push, the machine that builds pulls. Data files go before the records that make them
count, and a half-written one never gets its name.
"""

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.collect.landing import remove_remains

logger = logging.getLogger(__name__)

COUNTING = (".crawl.json", ".month.json")
"""Endings of the files that make others count; they travel last."""
PARTS = ("landing", "published")


class StoreTrouble(RuntimeError):
    """The store cannot be reached or does not take the address."""

    exit_code = 1


@dataclass(slots=True)
class Carried:
    """Files and bytes that were carried; the others were there already."""

    files: int = 0
    bytes: int = 0

    def __str__(self) -> str:
        return f"carried {self.files:,} files, {self.bytes / 1e6:,.1f} MB"


def push(data: Path, address: str, parts: tuple[str, ...] = PARTS) -> Carried:
    """Carry what the store lacks. Raises ``StoreTrouble``."""
    store, root = _open(address)
    done = Carried()
    with _told_of(address):
        for part in parts:
            there = _listing(store, f"{root}/{part}")
            for path in _in_order(_local(data / part)):
                name = path.relative_to(data / part).as_posix()
                if there.get(name) == path.stat().st_size and part == "landing":
                    continue
                _put(store, path, f"{root}/{part}/{name}")
                done.files += 1
                done.bytes += path.stat().st_size
    return done


def pull(data: Path, address: str) -> Carried:
    """Carry landing files that this machine lacks. Raises ``StoreTrouble``."""
    store, root = _open(address)
    done = Carried()
    with _told_of(address):
        if not store.exists(root):
            raise StoreTrouble(f"{address}: nothing is there; `skilltide store push` puts it there")
    remove_remains(data / "landing")
    with _told_of(address):
        there = _listing(store, f"{root}/landing")
        for name in _in_order(there):
            target = data / "landing" / _safe(name)
            if target.exists() and target.stat().st_size == there[name]:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f".{target.name}.partial")
            store.get_file(f"{root}/landing/{name}", str(partial))
            partial.replace(target)
            done.files += 1
            done.bytes += there[name]
    return done


@contextlib.contextmanager
def _told_of(address: str) -> Iterator[None]:
    """Whatever a store raises is told as ``StoreTrouble``: each has errors of its own, and S3's are no OSErrors."""
    try:
        yield
    except StoreTrouble:
        raise
    except Exception as error:
        raise StoreTrouble(f"{address}: {error}; what was carried stays, run it again") from error


def _open(address: str) -> tuple[Any, str]:
    if not address.strip():
        raise StoreTrouble("the store has no address; give a folder, or such as s3://bucket/skilltide")
    try:
        import fsspec

        store, root = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError, OSError) as error:
        raise StoreTrouble(
            f"{address}: {error}; pip install fsspec and the file system of the store, as s3fs"
        ) from None
    with _told_of(address):
        if store.isfile(root):
            raise StoreTrouble(f"{address}: is a file; name a folder")
    return store, str(root).rstrip("/")


def _listing(store: Any, root: str) -> dict[str, int]:
    """Sizes of the files below a folder of the store, by their names below it."""
    store.invalidate_cache()
    found = store.find(root, detail=True) if store.exists(root) else {}
    below = len(root.strip("/")) + 1
    sizes = {path.strip("/")[below:]: int(told["size"]) for path, told in found.items()}
    return {name: size for name, size in sizes.items() if not name.endswith(".partial")}


def _local(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _put(store: Any, path: Path, target: str) -> None:
    from fsspec.asyn import AsyncFileSystem

    # An object store has no folders, and of a misspelt bucket's name the wish for one would make a bucket.
    if not isinstance(store, AsyncFileSystem):
        store.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
    # An upload to an object store appears whole; on a file system the rename makes it so.
    store.put_file(str(path), f"{target}.partial")
    store.mv(f"{target}.partial", target)


def _in_order(names: Any) -> Iterator[Any]:
    """Data first, then the records that make it count."""
    yield from sorted(names, key=lambda name: (str(name).endswith(COUNTING), str(name)))


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) != 2:
        raise StoreTrouble(f"{name!r}: not a landing file; nothing of it was taken")
    return path
