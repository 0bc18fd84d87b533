"""Cores and a Dask cluster: the same bytes as one process, and a lost worker costs nothing but time."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pyarrow as pa
import pytest

from pipelines import steps
from pipelines.__main__ import main
from pipelines.config import Config
from pipelines.scaling.workers import ClusterUnfit, WorkerLost, workers_of
from tests.operation_market import at, config_of, land, postings
from tests.torture.commands import stored

HOUSE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with two hundred postings that are not built yet."""
    data = tmp_path_factory.mktemp("scaling") / "data"
    config = config_of(data)
    land(config.landing, "acme", at(config.today), postings("acme", range(100, 300)))
    steps.load(config)
    return data


@pytest.fixture
def config(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    shutil.copytree(loaded, tmp_path / "data")
    monkeypatch.setattr(steps, "BATCH", 20)
    return config_of(tmp_path / "data")


@pytest.fixture(scope="module")
def alone(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one process makes of it."""
    data = tmp_path_factory.mktemp("alone") / "data"
    shutil.copytree(loaded, data)
    steps.build(config_of(data))
    return stored(data)


@pytest.mark.long
def test_two_cores_give_the_same_bytes(config: Config, alone: dict[str, str]) -> None:
    built = steps.build(replace(config, workers=2))
    assert (built.cleaned, built.extracted) == (200, 200)
    assert stored(config.data) == alone


def die(batch: pa.Table) -> pa.Table:
    """Work that is ended from outside in the middle, as for want of memory."""
    if batch["number"][0].as_py() == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch


def numbered(count: int) -> list[pa.Table]:
    return [pa.table({"number": [number]}) for number in range(count)]


def slow(batch: pa.Table) -> pa.Table:
    time.sleep(0.05 if batch["number"][0].as_py() % 2 else 0.0)
    return batch


@pytest.mark.long
def test_the_order_is_kept_and_few_batches_are_under_way(config: Config) -> None:
    pulled = 0

    def source() -> Iterator[pa.Table]:
        nonlocal pulled
        for batch in numbered(12):
            pulled += 1
            yield batch

    with workers_of(replace(config, workers=2)) as spread:
        for place, (batch, done) in enumerate(spread(slow, source())):
            assert batch["number"][0].as_py() == done["number"][0].as_py() == place
            assert pulled <= place + 4


@pytest.mark.long
def test_a_lost_worker_process_is_named_and_the_next_run_goes_on(config: Config, alone: dict[str, str]) -> None:
    with pytest.raises(WorkerLost, match="fewer"), workers_of(replace(config, workers=2)) as spread:
        list(spread(die, numbered(8)))
    killer = threading.Thread(target=_kill_a_child)
    killer.start()
    with contextlib.suppress(WorkerLost):
        steps.build(replace(config, workers=2))
    killer.join()
    steps.build(replace(config, workers=2))
    assert stored(config.data) == alone


def _kill_a_child() -> None:
    """End the first worker process of ours that shows itself."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if any("spawn_main" in word for word in child.cmdline()):
                    time.sleep(1.0)
                    child.kill()
                    return
        time.sleep(0.05)


@pytest.mark.long
def test_workers_end_when_their_parent_is_killed(config: Config) -> None:
    code = (
        "import sys, time; from dataclasses import replace\n"
        "from pipelines.config import read_config; from pipelines.scaling.workers import workers_of\n"
        "from tests.test_scaling import numbered, slow\n"
        "if __name__ == '__main__':\n"
        "    with workers_of(replace(read_config(data='x'), workers=2)) as spread:\n"
        "        list(spread(slow, numbered(4))); print('ready', flush=True); time.sleep(60)\n"
    )
    script = config.data / "parent.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    with subprocess.Popen([sys.executable, str(script)], cwd=HOUSE, env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        children = psutil.Process(parent.pid).children(recursive=True)
        assert len(children) >= 2
        parent.kill()
    _, alive = psutil.wait_procs(children, timeout=15)
    assert not alive


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers as processes of their own, on loopback."""
    pytest.importorskip("distributed")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    local = ["--no-dashboard", "--host", "127.0.0.1"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    here = {"cwd": tmp_path, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli"]
    scheduler = [*dask[:2], "distributed.cli.dask_scheduler", "--port", str(port), *local]
    worker = [*dask[:2], "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", *local]
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(subprocess.Popen(command, **here)) for command in (scheduler, worker, worker)]  # type: ignore[call-overload]
        try:
            yield address, processes[1:]
        finally:
            for process in reversed(processes):
                process.kill()


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_dask_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    config: Config, alone: dict[str, str], cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    done = 0
    clean, kill = steps.clean_batch, workers[0].kill
    store = steps.batches.store_cleaned

    def store_and_kill(*arguments: object) -> None:
        nonlocal done
        done += 1
        if done == 3:
            kill()
        store(*arguments)  # type: ignore[arg-type]

    from distributed import Client

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    steps.batches.store_cleaned = store_and_kill
    try:
        built = steps.build(replace(config, dask=address))
    finally:
        steps.batches.store_cleaned = store
    assert clean is steps.clean_batch
    assert (built.cleaned, built.extracted) == (200, 200)
    assert workers[0].poll() is not None
    assert stored(config.data) == alone


@pytest.mark.long
def test_a_cluster_that_is_not_there_is_named(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed")
    from pipelines.scaling import workers

    monkeypatch.setattr(workers, "PATIENCE", 1)
    where = ["--data", str(config.data), "--dask", "tcp://127.0.0.1:1"]
    assert main(["build", *where]) == 1
    assert "no Dask scheduler answers" in capsys.readouterr().err
    with pytest.raises(ClusterUnfit), workers_of(replace(config, dask="nonsense://x")):
        pass
