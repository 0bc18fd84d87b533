"""``skilltide serve``: a Prefect server and a worker on this machine, as children that live and die with it."""

import ctypes
import json
import logging
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from importlib.resources import files
from pathlib import Path
from types import FrameType

from pipelines.config import Config

logger = logging.getLogger(__name__)

POOL = "skilltide"
PATIENCE = 300.0
"""Seconds until the server answers: its first start makes a database."""
GRACE = 30
PR_SET_PDEATHSIG = 1


class ServingFailed(RuntimeError):
    """The server or the worker did not start, or ended by itself."""

    exit_code = 1


def serve(
    config: Config, *, port: int, environment: Mapping[str, str], until: Callable[[], bool] = lambda: False
) -> None:
    """Start both, deploy the schedules, and wait until told to stop (SIGTERM, Ctrl-C, or ``until``).

    Raises ``ServingFailed``.
    """
    folder = config.data.resolve()
    env = surroundings(config, port, environment)
    with ExitStack() as stack:
        stack.enter_context(_stopped_by(signal.SIGTERM))
        server = _child(stack, ["server", "start", "--host", "127.0.0.1", "--port", str(port)], env, folder, "server")
        _wait_for(f"{env['PREFECT_API_URL']}/health", server)
        _prefect(env, "work-pool", "create", POOL, "--type", "process", "--overwrite")
        _prefect(env, "deploy", "--all", "--prefect-file", str(deployments_file()))
        worker = _child(stack, ["worker", "start", "--pool", POOL], env, folder, "worker")
        print(f"http://127.0.0.1:{port}: server and worker run; data in {folder}; Ctrl-C ends both", flush=True)
        while not until():
            for name, child in (("server", server), ("worker", worker)):
                if child.poll() is not None:
                    raise ServingFailed(f"the {name} ended (code {child.returncode}); see {folder / 'logs' / name}.log")
            time.sleep(0.5)


def surroundings(config: Config, port: int, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of server and worker: this data directory, loopback, and nothing sent home."""
    folder = config.data.resolve()
    env = {
        **environment,
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "SKILLTIDE_HOME": str(folder),
        "SKILLTIDE_DATA": str(folder),
    }
    for name, value in (("SKILLTIDE_BOARDS", config.boards), ("SKILLTIDE_CONTACT", config.contact)):
        if value:
            env[name] = str(Path(value).resolve()) if isinstance(value, Path) else value
    return env


def deployments_file() -> Path:
    """``prefect.yaml``: inside an installed package, else beside the packages in a checkout."""
    packed = Path(str(files("pipelines") / "prefect.yaml"))
    return packed if packed.exists() else packed.parents[1] / "prefect.yaml"


def _child(
    stack: ExitStack, arguments: list[str], env: dict[str, str], folder: Path, name: str
) -> subprocess.Popen[bytes]:
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    log = stack.enter_context((folder / "logs" / f"{name}.log").open("ab"))
    child = subprocess.Popen(
        [sys.executable, "-m", "prefect", *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )
    stack.callback(_end, child)
    return child


def _end_with_parent() -> None:
    """In the child: be told to stop when the parent dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


class _stopped_by:
    """Turns a signal into KeyboardInterrupt for the time of a block, so that everything is closed in order."""

    def __init__(self, number: signal.Signals) -> None:
        self.number = number

    def __enter__(self) -> None:
        self.before = signal.signal(self.number, self._stop)

    def __exit__(self, *_: object) -> None:
        signal.signal(self.number, self.before)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise ServingFailed(f"the Prefect server ended with code {server.returncode}; is the port taken?")
        with (
            suppress(urllib.error.URLError, ConnectionError, TimeoutError, json.JSONDecodeError),
            urllib.request.urlopen(url, timeout=5) as answer,  # noqa: S310  our own server on loopback
        ):
            if json.loads(answer.read()) is True:
                return
        time.sleep(0.5)
    raise ServingFailed(f"the Prefect server did not answer within {PATIENCE:.0f} s")


def _prefect(env: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stdout + done.stderr).strip().splitlines()[-3:]
        raise ServingFailed(f"prefect {' '.join(arguments[:2])} failed: {' '.join(last)}")
