"""Where a person's files lie and how they are kept: on this machine, readable by their owner alone, written whole."""

import contextlib
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.person.wording import say

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
KINDS: dict[str, type] = {"every": int, "support": bool, "stop": bool, "setting": bool}
"""What the values of a record are that are no text."""
LONGEST_CADENCE = 3_650
"""Days, ten years: a moment so much later can still be told."""
DEEPEST = 20
"""Lists and tables in one another that a file may have: what walks through deeper ones would fall over."""


class PersonRefused(ValueError):
    """Input of the person that cannot be used; the message says what, where and what to do now."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class PersonFiles:
    """The files of one person, all in ``folder``."""

    folder: Path

    @property
    def profile(self) -> Path:
        return self.folder / "person.toml"

    @property
    def contacts(self) -> Path:
        return self.folder / "contacts.csv"

    @property
    def touches(self) -> Path:
        """Each contact made, one JSON object a line."""
        return self.folder / "contacts.jsonl"

    @property
    def log(self) -> Path:
        """Applications and steps, one JSON object a line."""
        return self.folder / "log.jsonl"

    @property
    def stories(self) -> Path:
        return self.folder / "stories.toml"

    @property
    def learning(self) -> Path:
        return self.folder / "learning.toml"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"


def write_private(path: Path, content: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    private_folder(path.parent)
    half = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with _opened(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as file:
            file.write(content.encode("utf-8"))
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def append_record(path: Path, record: dict[str, Any]) -> None:
    """Add one JSON object as a line."""
    private_folder(path.parent)
    # A line that an earlier run was killed in the middle of must not swallow this one.
    torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    with _opened(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND) as file:
        file.write(b"\n" * torn + json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")


def read_records(path: Path) -> list[dict[str, Any]]:
    """The objects of such a file, oldest first. Raises ``PersonRefused`` with the number of a line that is none."""
    if not path.exists():
        return []
    records: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            is_ours = _is_ours(record)
        except (ValueError, RecursionError):
            is_ours = False
        if not is_ours:
            raise PersonRefused(say("keeping.broken_line", path=path, number=number))
        records.append(record)
    return records


def _is_ours(record: Any) -> bool:
    """Whether it is as the commands write them; people mend these files by hand. ValueError: a day that is none."""
    if not isinstance(record, dict) or not all(isinstance(one, KINDS.get(name, str)) for name, one in record.items()):
        return False
    return bool(date.fromisoformat(record.get("day", ""))) and 1 <= record.get("every", 1) <= LONGEST_CADENCE


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file that a person writes. Raises ``PersonRefused`` where it is none or nested too deep."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise PersonRefused(say("keeping.too_deep", path=path, most=DEEPEST)) from None
    except ValueError as error:  # not TOML, not UTF-8, or a number of thousands of digits
        raise PersonRefused(say("keeping.not_toml", path=path, error=error)) from None
    level: list[Any] = [table]
    for _ in range(DEEPEST):
        inside = (one.values() if isinstance(one, dict) else one for one in level)
        level = [one for values in inside for one in values if isinstance(one, dict | list)]
    if level:
        raise PersonRefused(say("keeping.too_deep", path=path, most=DEEPEST))
    return table


def private_folder(folder: Path) -> None:
    """Create a folder that its owner alone may enter; one that is there keeps its mode, it may be the person's desk."""
    for missing in reversed([one for one in (folder, *folder.parents) if not one.is_dir()]):
        missing.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[Any]:
    # Windows would write another line end than the one that is meant.
    flags |= getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, OWNER_ONLY), "ab" if flags & os.O_APPEND else "wb") as file:
        with contextlib.suppress(OSError):
            path.chmod(OWNER_ONLY)  # one that was there before keeps its old mode otherwise
        yield file
