"""Shows how far long work has come: a bar on a terminal, plain log lines elsewhere."""

import logging
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item", bound=Sized)
SECONDS_BETWEEN_LINES = 10.0


def counted(batches: Iterable[Item], label: str, total: int) -> Iterator[Item]:
    """Pass batches through, showing how many of ``total`` rows have gone by (a batch counts its length)."""
    if not total:
        yield from batches
    elif sys.stderr.isatty():
        yield from _bar(batches, label, total)
    else:
        yield from _lines(batches, label, total)


def _bar(batches: Iterable[Item], label: str, total: int) -> Iterator[Item]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(label, total=total)
        for batch in batches:
            yield batch
            bars.advance(task, len(batch))


def _lines(batches: Iterable[Item], label: str, total: int) -> Iterator[Item]:
    done, said = 0, time.monotonic()
    for batch in batches:
        yield batch
        done += len(batch)
        if done >= total or time.monotonic() - said > SECONDS_BETWEEN_LINES:
            logger.info("%s: %s of %s", label, f"{done:,}", f"{total:,}")
            said = time.monotonic()
