"""Finding skills in many postings: one core, two cores, and a Dask cluster of two workers one of which is killed.

The very same function does the work each time, and a digest of all hits must be the same. The postings are the
corpora's hiring threads, or where these are not here the demo's two years, repeated up to the number wanted; they come
as batches of 5,000, as in a build.

    python benchmarks/scaling.py [--postings 150000] [--texts FILE.jsonl] [--shared ../shared] [--only two dask]

With ``--texts`` the postings are those lines ({"title", "text", "company"}). Times on the clock mean little
on a shared machine; processor time tells what spreading costs: the workers' beyond that of one core is what they have
to find out each for themselves, the main process's is what sends, receives and keeps the order.
"""

import argparse
import contextlib
import gzip
import hashlib
import importlib.util
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from pipelines import steps
from pipelines.config import Config, read_config
from pipelines.scaling.workers import workers_of
from pipelines.skills.extraction import extract_batch, shipped_extractor
from warehouse import batches
from warehouse.database import open_writer

HOUSE = Path(__file__).resolve().parents[1]

JOINED = 3.0
"""Seconds that joining the cluster takes: a worker that dies before has nothing to lose."""
COLUMNS = ["posting_id", "title", "text", "company", "tags"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=150_000)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--shared", type=Path, default=HOUSE.parent / "shared")
    parser.add_argument("--only", nargs="+", choices=("two", "dask"), default=("two", "dask"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = read_config(data=folder)
        threads = sorted((options.shared / "corpora" / "hn-hiring").glob("20*.jsonl.gz"))
        if options.texts:
            texts = _batches([json.loads(line) for line in options.texts.read_text(encoding="utf-8").splitlines()])
        else:
            texts = _batches(list(_threads(threads))) if threads else _demo(config)
        held = sum(table.num_rows for table in texts)
        print(
            f"{options.postings:,} postings ({held:,} different) of {_mean(texts):.1f} kB, batches of {steps.BATCH:,}"
        )
        one = _timed(config, texts, options.postings)
        rate = options.postings / one.clock
        print(f"one core: {one}; {rate:,.0f}/s, a million in {1e6 / rate / 60:.1f} min", flush=True)
        ratios = {}
        if "two" in options.only:
            two = _timed(replace(config, workers=2), texts, options.postings)
            assert two.digest == one.digest, "two cores found other hits"
            print(f"two cores: {two}; the same {two.hits:,} hits", flush=True)
            ratios["two cores to one"] = one.clock / two.clock
            ratios["processor time of one core to that of two"] = one.processor / two.processor
        if "dask" in options.only and importlib.util.find_spec("distributed"):
            with _cluster() as (address, workers):
                killer = threading.Timer(JOINED + one.clock / 4, workers[0].kill)
                killer.start()
                dask = _timed(replace(config, dask=address), texts, options.postings)
                killer.cancel()
                assert dask.digest == one.digest, "Dask found other hits"
                lost = "killed" if workers[0].poll() == -signal.SIGKILL else "done before it could be killed"
            print(f"Dask, two workers, one {lost}: {dask}; the same {dask.hits:,} hits", flush=True)
            ratios["Dask with one of two workers killed to one core"] = one.clock / dask.clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak of this process: {peak:,.0f} MB")
        print(json.dumps({"ratios": ratios}))


@dataclass(frozen=True, slots=True)
class Timed:
    """One way's seconds: on the clock, of the processor in this process and in its children; and what it found."""

    clock: float
    here: float
    children: float
    hits: int
    digest: str

    @property
    def processor(self) -> float:
        return self.here + self.children

    def __str__(self) -> str:
        told = f"{self.clock:.1f} s on the clock, processor {self.processor:.1f} s"
        return told + (f" ({self.here:.1f} in the main process)" if self.children else "")


def _threads(paths: list[Path]) -> Iterator[dict[str, str]]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield {
                    "title": ", ".join(row["roles"] or []) or row["text"][:80],
                    "text": row["text"],
                    "company": row["company"],
                }


def _batches(rows: list[dict[str, str]]) -> list[pa.Table]:
    columns = {
        "posting_id": pa.array(range(len(rows)), pa.int64()),
        "title": pa.array([row.get("title") or "" for row in rows]),
        "text": pa.array([row["text"] for row in rows]),
        "company": pa.array([row.get("company") for row in rows], pa.string()),
        "tags": pa.array([[] for _ in rows], pa.list_(pa.string())),
    }
    whole = pa.table(columns)
    return [whole.slice(first, steps.BATCH) for first in range(0, len(rows), steps.BATCH)]


def _demo(config: Config) -> list[pa.Table]:
    subprocess.run(
        [sys.executable, "-m", "demo", "history", "--out", str(config.landing)],
        cwd=HOUSE, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    steps.load(config)
    with open_writer(config.warehouse) as connection, workers_of(config) as spread:
        steps._clean(connection, spread)
        version = shipped_extractor().catalogue.version
        return [table.select(COLUMNS) for table in batches.pending_texts(connection, version, steps.BATCH)]


def _mean(texts: list[pa.Table]) -> float:
    return sum(table["text"].nbytes for table in texts) / sum(table.num_rows for table in texts) / 1000


def _repeated(texts: list[pa.Table], wanted: int) -> Iterator[pa.Table]:
    while wanted > 0:
        for table in texts:
            yield table.slice(0, max(0, wanted))
            wanted -= table.num_rows
            if wanted <= 0:
                return


def _timed(config: Config, texts: list[pa.Table], wanted: int) -> Timed:
    digest, hits = hashlib.sha256(), 0
    clock, here, children = time.monotonic(), time.process_time(), _of_children()
    with workers_of(config) as spread:
        for _, found in spread(extract_batch, _repeated(texts, wanted)):
            # Buffers, not values: the digest must cost next to nothing, or it hides what is measured.
            for column in found.combine_chunks().columns:
                for buffer in pa.concat_arrays(column.chunks).buffers() if column.num_chunks else ():
                    digest.update(buffer or b"")
            hits += found.num_rows
    return Timed(
        time.monotonic() - clock, time.process_time() - here, _of_children() - children, hits, digest.hexdigest()
    )


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextlib.contextmanager
def _cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "PYTHONPATH": str(HOUSE)},
    }
    local = ["--no-dashboard", "--host", "127.0.0.1"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", *local]
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", str(port), *local]
    processes = [subprocess.Popen(command, **quiet) for command in (scheduler, worker, worker)]  # type: ignore[call-overload]
    try:
        from distributed import Client

        with Client(address, timeout=60, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2, timeout=60)
        yield address, processes[1:]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
