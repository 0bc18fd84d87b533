"""Runs a pure function over batches: in this process, on several cores, or on a Dask cluster; always in order.

The functions are the very same ones, from an Arrow table to an Arrow table, so the results are the same bytes. Only
as many batches are under way as the workers need, so memory does not grow with the number of postings.
"""

import contextlib
import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pyarrow as pa

from pipelines.cleaning import rules_version
from pipelines.config import Config
from pipelines.scaling.parent_watch import end_with_parent
from pipelines.skills.extraction import shipped_extractor

logger = logging.getLogger(__name__)

Work = Callable[[pa.Table], pa.Table]
Spread = Callable[[Work, Iterable[pa.Table]], Iterator[tuple[pa.Table, pa.Table]]]
"""Gives each batch with what the function made of it, in the order of the batches."""

AHEAD = 2
"""Batches under way for each worker: one at work, one waiting."""
PATIENCE = 20
"""Seconds for a Dask scheduler to answer."""
RETRIES = 3
"""How often Dask tries a batch again whose worker was lost."""


class WorkerLost(RuntimeError):
    """A worker process ended in the middle of its work."""

    exit_code = 1


class ClusterUnfit(RuntimeError):
    """The Dask cluster cannot be reached, or its workers run another version."""

    exit_code = 1


@contextlib.contextmanager
def workers_of(config: Config) -> Iterator[Spread]:
    """The workers that the settings ask for; they are gone with the block.

    Raises ``ClusterUnfit``; within the block ``WorkerLost``.
    """
    if config.dask:
        with _dask(config.dask) as spread:
            yield spread
    elif config.workers > 1:
        with _cores(config.workers) as spread:
            yield spread
    else:
        yield here


def here(work: Work, batches: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
    """In this process, one batch after another."""
    for batch in batches:
        yield batch, work(batch)


@contextlib.contextmanager
def _cores(number: int) -> Iterator[Spread]:
    # Spawned, not forked: this process has threads (DuckDB's, Prefect's) that a fork would tear.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(number, mp_context=context, initializer=end_with_parent, initargs=(os.getpid(),))

    def spread(work: Work, batches: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
        try:
            yield from _in_order(lambda batch: pool.submit(_worked, work, _packed(batch)), batches, number * AHEAD)
        except BrokenProcessPool:
            raise WorkerLost(
                "a worker process was ended from outside, most likely for want of memory; run it again, with fewer "
                "--workers if it comes again: what was done is kept"
            ) from None

    try:
        yield spread
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _dask(address: str) -> Iterator[Spread]:
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ClusterUnfit("--dask needs the Dask client: pip install 'skilltide[dask]'") from None
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterUnfit(
            f"no Dask scheduler answers at {address} ({error}); start one, or leave --dask out"
        ) from None
    with client, dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
        _refuse_other_versions(client)
        number = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        logger.info("working on %d Dask workers", number)

        def submit(work: Work, batch: pa.Table) -> Any:
            # Within the task, not scattered: what was scattered is lost for good with its worker. Not "pure": Dask
            # would hash the whole batch to find out whether it has met it before.
            return client.submit(_worked, work, _packed(batch), pure=False, retries=RETRIES)

        def spread(work: Work, batches: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
            yield from _in_order(lambda batch: submit(work, batch), batches, number * AHEAD)

        yield spread


def versions() -> tuple[str, str]:
    """What decides the result of the work: versions of the cleaning rules and of the catalogue."""
    return rules_version(), shipped_extractor().catalogue.version


def _refuse_other_versions(client: Any) -> None:
    theirs = client.run(versions)
    if not theirs:
        raise ClusterUnfit("the Dask scheduler has no workers; start some with `dask worker`")
    if unlike := sorted(name for name, found in theirs.items() if tuple(found) != versions()):
        raise ClusterUnfit(
            f"{len(unlike)} Dask workers run another skilltide ({unlike[0]} …); install the same version everywhere"
        )


def _packed(table: pa.Table) -> bytes:
    """A table as Arrow's stream. Pickling would send the whole of what a table is only a slice of."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def _unpacked(packed: bytes) -> pa.Table:
    with pa.ipc.open_stream(packed) as stream:
        return stream.read_all()


def _worked(work: Work, packed: bytes) -> bytes:
    """In a worker: the function on what was sent."""
    return _packed(work(_unpacked(packed)))


def _in_order(
    submit: Callable[[pa.Table], Future[bytes]], batches: Iterable[pa.Table], most: int
) -> Iterator[tuple[pa.Table, pa.Table]]:
    under_way: deque[tuple[pa.Table, Future[bytes]]] = deque()
    for batch in batches:
        under_way.append((batch, submit(batch)))
        if len(under_way) >= most:
            first, done = under_way.popleft()
            yield first, _unpacked(done.result())
    while under_way:
        first, done = under_way.popleft()
        yield first, _unpacked(done.result())
