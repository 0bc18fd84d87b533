"""Finding skills in many postings: one core, two cores, and a Dask cluster of two workers one of which is killed.

The very same function does the work each time, and a digest of all hits must be the same. The postings are the
demo's two years, repeated up to the number wanted; they come as batches of 5,000, as in a build.

    python benchmarks/scaling.py [--postings 40000]

Times are on the clock, so on a shared machine only their ratios in one run mean anything.
"""

import argparse
import contextlib
import hashlib
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from pipelines import steps
from pipelines.config import Config, read_config
from pipelines.scaling.workers import workers_of
from pipelines.skills.extraction import extract_batch, shipped_extractor
from warehouse import batches
from warehouse.database import open_writer

HOUSE = Path(__file__).resolve().parents[1]

COLUMNS = ["posting_id", "title", "text", "company", "tags"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=40_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = read_config(data=folder)
        texts = _texts(config)
        print(f"{options.postings:,} postings of {_mean(texts):.1f} kB, batches of {steps.BATCH:,}")
        one, digest = _timed(config, texts, options.postings)
        rate = options.postings / one
        print(f"one core: {one:.1f} s, {rate:,.0f}/s; a million: {1e6 / rate / 60:.1f} min")
        two, same = _timed(replace(config, workers=2), texts, options.postings)
        assert same == digest, "two cores found other hits"
        print(f"two cores: {two:.1f} s, the same hits")
        ratios = {"two cores to one": one / two}
        with contextlib.suppress(ImportError):
            import distributed  # noqa: F401

            with _cluster() as (address, workers):
                killer = threading.Timer(two / 3, workers[0].kill)
                killer.start()
                dask, same = _timed(replace(config, dask=address), texts, options.postings)
                killer.cancel()
                assert same == digest, "Dask found other hits"
                print(f"Dask, two workers, one killed: {dask:.1f} s, the same hits; lost: {workers[0].poll()}")
                ratios["Dask with one of two workers killed to one core"] = one / dask
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak of this process: {peak:,.0f} MB")
        print(json.dumps({"ratios": ratios}))


def _texts(config: Config) -> list[pa.Table]:
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


def _timed(config: Config, texts: list[pa.Table], wanted: int) -> tuple[float, str]:
    digest = hashlib.sha256()
    begun = time.monotonic()
    with workers_of(config) as spread:
        for _, hits in spread(extract_batch, _repeated(texts, wanted)):
            for column in hits.columns:
                digest.update(repr(column.to_pylist()[:2_000]).encode())
            digest.update(str(hits.num_rows).encode())
    return time.monotonic() - begun, digest.hexdigest()


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


if __name__ == "__main__":
    main()
