"""One batch at a time per data directory; readers of the published copy need no lock."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.config import now
from pipelines.operation.runs import note_begin, note_end

PATIENCE = 3.0
"""Seconds that a run waits for the lock: `skilltide doctor` holds it for a moment while it reads the warehouse."""


class AlreadyRunning(RuntimeError):
    """Another batch works in the same data directory."""

    exit_code = 1


@contextlib.contextmanager
def run_lock(data: Path, what: str = "a run") -> Iterator[None]:
    """Hold the directory's lock, and write in its journal when ``what`` began and how it ended.

    The system releases the lock when the process ends, however it ends. Raises ``AlreadyRunning`` when another
    process holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    with _held(data, PATIENCE):
        (data / PROCESS).write_text(str(os.getpid()), encoding="ascii")
        try:
            with _journal(data, what):
                yield
        finally:
            (data / PROCESS).unlink(missing_ok=True)


@contextlib.contextmanager
def looked_at(data: Path) -> Iterator[str | None]:
    """Hold the lock for a moment to read the warehouse: gives None, or who works here and holds it now.

    Nothing is created where there is no data directory yet or where it cannot be written.
    """
    if not (data / LOCK).exists() or not os.access(data / LOCK, os.W_OK):
        yield None
        return
    try:
        with _held(data, 0):
            yield None
    except AlreadyRunning:
        yield owner(data) or "unknown"


def owner(data: Path) -> str | None:
    """The process that works here, or that was killed here; None after a run that ended by itself."""
    try:
        return (data / PROCESS).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


LOCK, PROCESS = ".run.lock", ".run.pid"


@contextlib.contextmanager
def _held(data: Path, patience: float) -> Iterator[None]:
    lock = FileLock(data / LOCK, timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise AlreadyRunning(
            f"{data}: another skilltide run (process {owner(data) or 'unknown'}) is working here; "
            "wait for it, or end it"
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _journal(data: Path, what: str) -> Iterator[None]:
    name = note_begin(data, what, now())
    try:
        yield
    except BaseException as error:
        # A disk that is full must not hide the error that it caused.
        with contextlib.suppress(OSError):
            note_end(data, name, now(), error)
        raise
    note_end(data, name, now())
