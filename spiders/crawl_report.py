"""Writes what one board's crawl left: its postings and its statistics, as soon as the board is done.

``<board>.jsonl`` grows as ``<board>.jsonl.partial`` and gets its name only when it is complete; then
``<board>.stats.json`` appears at once, whole. So a killed process leaves finished boards and nothing half.
Nothing here waits for the disk: what a power failure may leave is told by the number of lines.
"""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import orjson

from spiders.boards import Board
from spiders.items import Posting
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally

WRITTEN_AT_ONCE = 1 << 20
"""Bytes of postings that are gathered before they are written."""


class CrawlReport:
    """The report of one board, open while it is crawled (a context manager).

    ``clock`` gives seconds that only grow; the difference is the board's elapsed time.
    """

    def __init__(self, board: Board, folder: Path, clock: Callable[[], float]) -> None:
        self.board = board
        self.tally = Tally()
        self.finish_reason = "finished"
        self._folder = folder
        self._clock = clock
        self._started = clock()
        self._checks = PostingChecks(self.tally)
        self._partial = folder / f"{board.name}.jsonl.partial"
        self._lines: IO[bytes] = self._partial.open("wb", buffering=WRITTEN_AT_ONCE)

    def __enter__(self) -> "CrawlReport":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.finish_reason = "shutdown"
        self._close()

    def take(self, posting: Posting) -> None:
        """Write the posting if it passes the checks."""
        if self._checks.accepts(posting):
            self._lines.write(orjson.dumps(posting, option=orjson.OPT_APPEND_NEWLINE))

    def _close(self) -> None:
        self._lines.close()
        name = self.board.name
        self._partial.replace(self._folder / f"{name}.jsonl")
        stats = {
            "source": name,
            "platform": self.board.platform,
            **self.tally.as_stats(self.finish_reason, self._clock() - self._started),
        }
        partial = self._folder / f"{name}.stats.json.partial"
        partial.write_bytes(orjson.dumps(stats, option=orjson.OPT_INDENT_2))
        partial.replace(self._folder / f"{name}.stats.json")


def stats_of(folder: Path, board: str) -> dict[str, Any]:
    """The statistics that a board's report left."""
    found: dict[str, Any] = orjson.loads((folder / f"{board}.stats.json").read_bytes())
    return found


def postings_of(folder: Path, board: str) -> list[bytes]:
    """The lines that a board's report left, one posting each."""
    return (folder / f"{board}.jsonl").read_bytes().splitlines()
