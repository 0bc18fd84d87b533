"""Prefect's view of what keeps the house in order: probing, packing, proving. Thin, as ``pipelines.flows``."""

from collections.abc import Mapping
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from pipelines import steps
from pipelines.collect.board_finding import Trial, try_board
from pipelines.config import Config, ensure_writable, now, read_config
from pipelines.operation.compaction import compact, remove_report_remains
from pipelines.operation.doctor import WRONG, examine
from pipelines.operation.verification import verify
from pipelines.run_lock import run_lock
from spiders.boards import Board

HOURS = 3600
UNTOLD = {"data", "boards", "contact"}
"""Parameters left out of a run's name: paths are the same every day, and an address is nobody's business."""


def run_name() -> str:
    """What ran, from the flow and those of its parameters that were given: ``refresh today=2026-08-24``."""
    name = str(flow_run.flow_name).removeprefix("skilltide-")
    given: Mapping[str, Any] = flow_run.parameters or {}
    told = [f"{key}={value}" for key, value in sorted(given.items()) if value is not None and key not in UNTOLD]
    return " ".join([name, *told])[:200]


@task(retries=1, retry_delay_seconds=60, cache_policy=NO_CACHE, task_run_name="probe {board.name}")
def probe_board(board: Board, contact: str | None) -> Trial:
    """Tried again once: one answer is not much to judge a board by."""
    return try_board(board, contact)


@flow(name="skilltide-probe", flow_run_name=run_name, log_prints=False, timeout_seconds=6 * HOURS)
def probe(
    data: str | None = None, boards: str | None = None, only: list[str] | None = None, contact: str | None = None
) -> State[str]:
    """Fetch boards once each, one after another, and show what a crawl would bring. Named "Partial" if some fail."""
    config = read_config(data=data, boards=boards, contact=contact)
    trials = {name: probe_board(board, config.contact) for name, board in steps.chosen_boards(config, only).items()}
    rows = [
        {"board": name, "postings": trial.postings, "failure": trial.failure, "reason": trial.reason}
        for name, trial in trials.items()
    ]
    failed = [row for row in rows if row["failure"]]
    create_table_artifact(key="boards-probed", table=rows, description=f"{len(failed)} of {len(rows)} boards failed")
    message = f"{len(failed)} of {len(rows)} boards failed"
    return Completed(name="Partial" if failed else "Completed", message=message, data=message)


@task(cache_policy=NO_CACHE)
def pack(config: Config) -> str:
    """Pack closed months, and remove what killed reports left."""
    remove_report_remains(config.reports, now())
    return str(compact(config.landing, config.today))


@task(cache_policy=NO_CACHE)
def prove(config: Config) -> list[dict[str, str | int]]:
    """Checksums, the published copy, and a sample replayed from landing."""
    return [
        {"what": proof.what, "looked at": proof.looked_at, "wrong": "; ".join(proof.wrong)} for proof in verify(config)
    ]


@flow(name="skilltide-housekeeping", flow_run_name=run_name, log_prints=False, timeout_seconds=6 * HOURS)
def housekeeping(data: str | None = None, today: str | None = None) -> State[str]:
    """Pack landing, prove everything, and say what is wrong. Fails when something is, so that somebody is told."""
    config = read_config(data=data, today=today)
    ensure_writable(config)
    with run_lock(config.data, "housekeeping"):
        told = pack(config)
        proofs = prove(config)
    create_table_artifact(key="proved", table=proofs, description=told)
    findings = examine(config)
    create_table_artifact(
        key="doctor",
        table=[{"part": f.part, "state": f.state, "says": f.says, "to do": f.to_do or ""} for f in findings],
        description="skilltide doctor",
    )
    wrong = [str(proof["wrong"]) for proof in proofs if proof["wrong"]]
    wrong += [finding.says for finding in findings if finding.state == WRONG]
    return Failed(message="; ".join(wrong)[:1000]) if wrong else Completed(message=told, data=told)
