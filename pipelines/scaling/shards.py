"""Divides boards among several machines that crawl: by rule, so that no board is crawled twice and none is forgotten.

The boards of one API host stay together: only inside one crawl does the pause between two requests to a host hold.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.collect.crawling import by_host
from spiders.boards import Board

WRITTEN = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


class NoShard(ValueError):
    """A shard that is not written as 2/3."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of ``of`` parts; ``number`` counts from 1."""

    number: int
    of: int

    def part(self, boards: Mapping[str, Board]) -> dict[str, Board]:
        """The boards of this part, in the order given."""
        mine = {key for key in by_host(boards.values()) if self._holds(*key)}
        kept = {board.name for key, group in by_host(boards.values()).items() if key in mine for board in group}
        return {name: board for name, board in boards.items() if name in kept}

    def _holds(self, platform: str, host: str) -> bool:
        # Not hash(): it differs from process to process.
        return zlib.crc32(f"{platform} {host}".encode()) % self.of == self.number - 1


def read_shard(text: str | None) -> Shard | None:
    """``2/3`` as a shard; None without one. Raises ``NoShard``."""
    if not text:
        return None
    found = WRITTEN.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        raise NoShard(f"--shard {text!r}: write it as 2/3, the second part of three")
    return Shard(int(found[1]), int(found[2]))
