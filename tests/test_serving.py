"""``skilltide serve`` for real: schedules deployed, a run by its worker, a cancelled run that leaves a clean state, and
three simulated weeks against its server."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from pipelines.operation.runs import read_runs
from tests.test_prefect import ask, free_port, wait_for
from tests.torture.commands import SECOND_DAY, Market, published

HOUSE = Path(__file__).parents[1]


class Served:
    """A running ``skilltide serve`` and its market."""

    def __init__(self, folder: Path, market: Market) -> None:
        self.folder, self.market, self.port = folder, market, free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        command = [sys.executable, "-m", "pipelines", "serve", "--port", str(self.port), "--data", str(folder / "data")]
        self.process = subprocess.Popen(
            [*command, "--boards", str(folder / "boards.toml")], cwd=HOUSE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert f":{self.port}" in self.process.stdout.readline()

    def start(self, flow: str, deployment: str, **parameters: Any) -> str:
        # A busy machine's server may answer 503 for a moment: its database is one file.
        found = wait_for("the deployment", lambda: ask(f"{self.api}/deployments/name/{flow}/{deployment}"))
        address, body = f"{self.api}/deployments/{found['id']}/create_flow_run", {"parameters": parameters}
        return str(wait_for("the run's start", lambda: ask(address, body))["id"])

    def run(self, name: str) -> Any:
        return ask(f"{self.api}/flow_runs/{name}")

    def ended(self, name: str) -> Any:
        final = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}

        def look() -> Any:
            run = self.run(name)
            return run if run["state"]["type"] in final else None

        return wait_for("the run's end", look, 240)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "data").mkdir()
    with Market(folder) as market:
        served = Served(folder, market)
        try:
            yield served
        finally:
            served.process.kill()
            assert served.process.stdout is not None
            served.process.stdout.close()
            served.process.wait()


@pytest.mark.long
def test_the_shipped_schedules_are_deployed_and_the_worker_runs_one(served: Served) -> None:
    shipped = yaml.safe_load((HOUSE / "prefect.yaml").read_text())["deployments"]
    names = {one["name"] for one in ask(f"{served.api}/deployments/filter", {})}
    assert names == {one["name"] for one in shipped}
    run = served.ended(served.start("skilltide-refresh", "daily", today=SECOND_DAY))
    assert (run["state"]["type"], run["state"]["name"]) == ("COMPLETED", "Partial"), run["state"]
    assert run["name"] == f"refresh today={SECOND_DAY}"
    keys = {artifact["key"] for artifact in ask(f"{served.api}/artifacts/filter", {})}
    assert {"boards-not-believed", "loaded-and-built", "boards-crawled"} <= keys
    kept = served.ended(served.start("skilltide-housekeeping", "housekeeping", today=SECOND_DAY))
    assert kept["state"]["type"] == "COMPLETED", kept["state"]


@pytest.mark.long
def test_a_cancelled_run_leaves_a_clean_state(served: Served) -> None:
    data = served.folder / "data"
    before = published(data)
    replies = served.market.boards.replies
    (quick,) = replies["/v1/boards/maker2/jobs"]
    replies["/v1/boards/maker2/jobs"] = [type(quick)(quick.body, wait=60.0)]
    run = served.start("skilltide-refresh", "daily", today="2026-08-26")
    served.market.boards.asked.clear()
    wait_for("the slow board", lambda: any("maker2" in path for path in served.market.boards.paths()), 120)
    spiders = [one for one in psutil.process_iter(["cmdline"]) if str(data) in " ".join(one.info["cmdline"] or ())]
    assert any("spiders" in " ".join(one.info["cmdline"]) for one in spiders)
    ask(f"{served.api}/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    assert served.ended(run)["state"]["type"] == "CANCELLED"
    crawling = [one for one in spiders if "spiders" in " ".join(one.info["cmdline"])]
    _, alive = psutil.wait_procs(crawling, timeout=30)
    assert not alive
    assert published(data) == before
    assert read_runs(data, at_work=False)[-1].outcome in {"killed", "stopped"}
    replies["/v1/boards/maker2/jobs"] = [quick]
    again = served.ended(served.start("skilltide-refresh", "daily", today="2026-08-26"))
    assert again["state"]["type"] == "COMPLETED", again["state"]


AUTOMATION = """
import sys
from prefect.automations import Automation, EventTrigger, Posture
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.events.actions import SendNotification

block = CustomWebhookNotificationBlock(
    name="failed", url=sys.argv[1], method="POST", json_data={"subject": "{{subject}}", "body": "{{body}}"},
    allow_private_urls=True,
)
Automation(
    name="skilltide failed",
    trigger=EventTrigger(
        expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
        match={"prefect.resource.id": "prefect.flow-run.*"}, posture=Posture.Reactive, threshold=1,
    ),
    actions=[SendNotification(
        block_document_id=block.save("skilltide-failed", overwrite=True),
        subject="skilltide: {{ flow_run.name }}", body="{{ flow_run.state.message }}",
    )],
).create()
"""


@pytest.mark.long
def test_a_failed_run_is_told_by_an_automation(served: Served, tmp_path: Path) -> None:
    environment = {**os.environ, "PREFECT_API_URL": served.api, "PREFECT_HOME": str(tmp_path / "prefect")}
    hook = f"{served.market.boards.origin}/told"
    made = subprocess.run(
        [sys.executable, "-c", AUTOMATION, hook], env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr[-2000:]
    run = served.ended(served.start("skilltide-refresh", "daily", today="yesterday"))
    assert run["state"]["type"] == "FAILED"

    def told() -> list[bytes]:
        return [asked.body for asked in served.market.boards.asked if asked.path == "/told"]

    (body, *_) = wait_for("the notification", told, 90)
    message = json.loads(body)
    assert message["subject"] == "skilltide: refresh today=yesterday"
    assert "is not a day" in message["body"]


@pytest.mark.long
def test_three_weeks(served: Served, tmp_path: Path) -> None:
    environment = {**os.environ, "PREFECT_API_URL": served.api, "PREFECT_HOME": str(tmp_path / "prefect")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.three_weeks", str(tmp_path)],
        cwd=HOUSE, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    print(done.stdout)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["states"].get("FAILED/Failed", 0) == 0
    assert told["crawls"]["rejected"] >= 21 + 4, "the broken board every day, and all on the day of the outage"
    assert told["reports"] == 21
    postings, _, of_board, openings = told["numbers"]
    assert postings > 100
    assert openings < of_board, "a repost is the same opening"


@pytest.mark.long
def test_when_serve_is_killed_its_children_go_too(served: Served) -> None:
    children = psutil.Process(served.process.pid).children(recursive=True)
    assert len(children) >= 2
    served.process.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
