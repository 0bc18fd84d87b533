"""One batch at a time per data directory; readers of the published copy need no lock."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout


class AlreadyRunning(RuntimeError):
    """Another batch works in the same data directory."""

    exit_code = 1


@contextlib.contextmanager
def run_lock(data: Path) -> Iterator[None]:
    """Hold the directory's lock; the system releases it when the process ends, however it ends.

    Raises ``AlreadyRunning`` at once when another process holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    owner = data / ".run.pid"
    lock = FileLock(data / ".run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        pid = owner.read_text(encoding="ascii") if owner.exists() else "unknown"
        raise AlreadyRunning(
            f"{data}: another skilltide run (process {pid}) is working here; wait for it, or end it"
        ) from None
    try:
        owner.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()
