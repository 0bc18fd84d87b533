"""Bounds what one day may ask of a host and spend on a board, over all crawls of that day.

What was spent is kept in a small file per day and host, one line per answer, written at once, so that a killed
crawl has spent what it spent. Days that are over are removed.
"""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import IO

from spiders.failures import BoardFailure

HOST_REQUESTS, HOST_BYTES = 50_000, 8 << 30
"""Of one host in a day: several hundred boards of one platform share it."""
BOARD_REQUESTS, BOARD_BYTES = 5_000, 1 << 30
"""Of one board in a day, unless the table gives it another budget; the largest real one seen has 4 MB."""


class DailyBudget:
    """What is left of a day's budget. ``folder`` None: the crawl keeps no account, only its own counts."""

    def __init__(self, folder: Path | None, day: date) -> None:
        self._folder = folder / day.isoformat() if folder else None
        self._requests: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._files: dict[str, IO[bytes]] = {}
        self._read: set[str] = set()
        if folder and folder.is_dir():
            for old in folder.iterdir():
                if old.name < day.isoformat():
                    shutil.rmtree(old, ignore_errors=True)

    def check(self, host: str, board: str, requests: int | None = None, size: int | None = None) -> None:
        """Raises ``BoardFailure`` (``budget``) when the host or the board has had its share of the day.

        ``requests`` and ``size`` (bytes) are the board's own budget, where it has one.
        """
        self._take_in(host)
        for name, key, most_requests, most_bytes in (
            ("host", f"host {host}", HOST_REQUESTS, HOST_BYTES),
            ("board", f"board {board}", requests or BOARD_REQUESTS, size or BOARD_BYTES),
        ):
            if self._requests[key] >= most_requests:
                raise BoardFailure("budget", f"the {name}'s {most_requests} requests of the day are spent ({host})")
            if self._bytes[key] >= most_bytes:
                raise BoardFailure("budget", f"the {name}'s {most_bytes >> 20} MB of the day are spent ({host})")

    def spend(self, host: str, board: str, requests: int, size: int) -> None:
        """Count requests and bytes to both."""
        self._take_in(host)
        self._count(host, board, requests, size)
        if self._folder:
            handle = self._files.get(host)
            if handle is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                # Unbuffered and appending: two crawls of one host add their lines without losing any.
                handle = self._files[host] = self._path(host).open("ab", buffering=0)
            handle.write(f"{board} {requests} {size}\n".encode())

    def close(self) -> None:
        """Close the day's files."""
        for handle in self._files.values():
            handle.close()
        self._files.clear()

    def _take_in(self, host: str) -> None:
        if host in self._read:
            return
        self._read.add(host)
        if self._folder and self._path(host).exists():
            for line in self._path(host).read_text(encoding="utf-8").splitlines():
                board, requests, size = line.split(" ")
                self._count(host, board, int(requests), int(size))

    def _count(self, host: str, board: str, requests: int, size: int) -> None:
        for key in (f"host {host}", f"board {board}"):
            self._requests[key] += requests
            self._bytes[key] += size

    def _path(self, host: str) -> Path:
        return (self._folder or Path()) / f"{host.replace(':', '_') or 'none'}.txt"
