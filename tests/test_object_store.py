"""An object store for real: S3's protocol on loopback, pushed to by one machine and pulled from by another.

Needs ``moto[server]`` and ``s3fs``, which are no part of the test tools; skipped where they are absent.
"""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import steps
from pipelines.__main__ import main
from pipelines.config import Config
from pipelines.operation.compaction import compact
from tests.operation_market import DAY, at, config_of, land, postings, two_boards
from tests.test_prefect import free_port, running, wait_for
from tests.torture.commands import published

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        any(importlib.util.find_spec(name) is None for name in ("moto", "s3fs")),
        reason="needs moto[server] and s3fs",
    ),
]
ADDRESS = "s3://observatory/skilltide"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Two boards, one of them with a packed month."""
    config = two_boards(tmp_path / "data")
    land(config.landing, "acme", at(DAY, 9), postings("acme", range(100, 130)))
    compact(config.landing, DAY.replace(month=10))
    return config


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What a user would set, for commands in processes of their own: s3fs keeps threads that a test must not."""
    return {
        **os.environ,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}",
        "AWS_ACCESS_KEY_ID": "anybody",
        "AWS_SECRET_ACCESS_KEY": "anything",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


@pytest.fixture
def server(tmp_path: Path, environment: dict[str, str]) -> Iterator[None]:
    port = environment["AWS_ENDPOINT_URL"].rsplit(":", 1)[1]
    with running(["moto.server", "-H", "127.0.0.1", "-p", port], environment, tmp_path / "s3.log"):
        make = "import s3fs; s3fs.S3FileSystem().mkdir('observatory')"
        made = [sys.executable, "-c", make]
        wait_for("the bucket", lambda: subprocess.run(made, env=environment, capture_output=True).returncode == 0)
        yield


def store(what: str, data: Path, environment: dict[str, str], address: str = ADDRESS) -> tuple[int, str]:
    command = [sys.executable, "-m", "pipelines", "store", what, address, "--data", str(data)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.usefixtures("server")
def test_landing_travels_over_s3_and_gives_the_same_tables(
    config: Config, tmp_path: Path, environment: dict[str, str]
) -> None:
    for step in (steps.load, steps.build, steps.publish):
        step(config)
    code, said = store("push", config.data, environment)
    assert code == 0, said
    other = config_of(tmp_path / "other")
    code, said = store("pull", other.data, environment)
    assert code == 0, said
    kept = {path.relative_to(config.landing): path.read_bytes() for path in config.landing.glob("*/*")}
    assert {path.relative_to(other.landing): path.read_bytes() for path in other.landing.glob("*/*")} == kept
    for step in (steps.load, steps.build, steps.publish):
        step(other)
    assert published(other.data) == published(config.data)
    assert "carried 0 files" in store("pull", other.data, environment)[1]
    code, said = store("push", config.data, environment, "s3://no-such-bucket/skilltide")
    assert code == 1, said
    assert "skilltide: s3://no-such-bucket/skilltide: " in said


def test_a_store_that_does_not_answer_is_named(config: Config, environment: dict[str, str]) -> None:
    code, said = store("push", config.data, {**environment, "AWS_MAX_ATTEMPTS": "1"})
    assert code == 1, said
    assert "Traceback" not in said
    assert f"skilltide: {ADDRESS}: " in said


def test_a_machine_without_s3fs_is_told_what_to_install(
    config: Config, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert main(["store", "push", ADDRESS, "--data", str(config.data)]) == 1
    assert "pip install" in capsys.readouterr().err
