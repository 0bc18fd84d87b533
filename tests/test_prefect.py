"""Prefect for real: a server, a deployment of the shipped table, a worker, and a schedule that fires.

`pip check` passes on set-ups where flows crash or schedules never fire, so only this shows that they work.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1]
PATIENCE = 180.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(what: str, seen: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Ask until the answer is truthy; an error counts as not yet."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            if answer := seen():
                return answer
        time.sleep(0.5)
    raise AssertionError(f"{what} did not happen within {patience:.0f} s")


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  loopback
        return json.loads(answer.read() or b"null")


@contextlib.contextmanager
def running(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", *arguments], env=environment, stdout=output, stderr=output, cwd=HOUSE
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{free_port()}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
        "DO_NOT_TRACK": "1",
        "SKILLTIDE_HOME": str(HOUSE),
        "SKILLTIDE_DATA": str(tmp_path / "data"),
        "SKILLTIDE_BOARDS": str(tmp_path / "boards.toml"),
    }


@pytest.mark.slow
def test_a_scheduled_refresh_fires_and_publishes(tmp_path: Path, environment: dict[str, str]) -> None:
    api = environment["PREFECT_API_URL"]
    port = api.rsplit(":", 1)[1].removesuffix("/api")

    def prefect(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            env=environment,
            cwd=HOUSE,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    market = subprocess.Popen(
        [sys.executable, "-m", "demo", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=HOUSE
    )
    with (
        market,
        running(["prefect", "server", "start", "--port", port], environment, tmp_path / "server.log"),
    ):
        try:
            assert market.stdout is not None
            origin = json.loads(market.stdout.readline())["origin"]
            wait_for("the server's start", lambda: ask(f"{api}/health"))
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "demo",
                    "boards",
                    "--origin",
                    origin,
                    "--out",
                    environment["SKILLTIDE_BOARDS"],
                ],
                check=True,
                cwd=HOUSE,
            )
            prefect("work-pool", "create", "skilltide", "--type", "process")
            prefect("deploy", "--all")
            # The shipped schedules fire at night; the same deployment gets one that fires now.
            prefect("deployment", "schedule", "create", "skilltide-refresh/daily", "--interval", "20")
            worker = ["prefect", "worker", "start", "--pool", "skilltide"]
            with running(worker, environment, tmp_path / "worker.log"):
                query = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
                ended = wait_for("a scheduled run", lambda: ask(f"{api}/flow_runs/filter", query))
                artifacts = {one["key"]: one["data"] for one in ask(f"{api}/artifacts/filter", {})}
        finally:
            market.terminate()
    log = (tmp_path / "worker.log").read_text()
    assert ended[0]["state"]["type"] == "COMPLETED", log
    assert ended[0]["auto_scheduled"]
    assert ended[0]["state"]["name"] == "Partial", "the market's broken boards are to be seen in the state"
    assert (tmp_path / "data" / "published" / "skilltide.duckdb").exists()
    assert list((tmp_path / "data" / "reports").glob("*/index.html"))
    assert "index.html" in artifacts["report-market"]
    assert "What changed for real" in artifacts["front-market"]
