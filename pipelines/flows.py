"""Prefect's view of the steps: thin flows and tasks, no logic.

A deployment names a flow by module (``pipelines.flows.refresh``). One task per step: Prefect costs some
ten milliseconds a task, so never one per posting. Everything here also runs without Prefect (``steps``).
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast
from uuid import UUID

from prefect import flow, get_run_logger, task
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from pipelines import steps
from pipelines.collect.landing import CrawlRecord
from pipelines.config import Config, ensure_writable, read_config
from pipelines.operation.flows import run_name
from pipelines.run_lock import run_lock
from reports.market.build import front_in_markdown
from reports.market.report import Report

A_DAY = 23 * 3600
"""Seconds after which a run that hangs is ended: it must not keep the next day's out."""


@task(retries=2, retry_delay_seconds=[60, 600], cache_policy=NO_CACHE)
def crawl(config: Config, boards: list[str] | None) -> list[CrawlRecord]:
    """Retried, because the network comes back; what was crawled before is kept."""
    shown = cast(UUID, create_progress_artifact(0.0, key="boards-crawled", description="boards judged so far"))

    def tell(done: int, of: int) -> None:
        update_progress_artifact(shown, 100.0 * done / of)

    return steps.crawl(config, boards, tell)


@task(cache_policy=NO_CACHE)
def load_and_build(config: Config) -> None:
    """Not retried: the same files give the same error."""
    loaded = steps.load(config)
    get_run_logger().info("%s", loaded)
    built = steps.build(config)
    refused = [{"landing file": name, "why": why} for name, why in loaded.refused.items()]
    numbers = {"files": loaded.files, "postings": loaded.postings, "new": loaded.new, "changed": loaded.changed}
    create_table_artifact(
        key="loaded-and-built", table=[{**numbers, **asdict(built)}, *refused], description=str(loaded)
    )


@task(cache_policy=NO_CACHE)
def publish(config: Config) -> str:
    """Refuses when a check fails; the old copy stays."""
    return str(steps.publish(config))


@task(cache_policy=NO_CACHE)
def write_report(config: Config) -> steps.Reported:
    """Reads the published copy alone; leaves the front page as an artifact of the run."""
    reported = steps.report(config)
    for one in reported.written:
        _show(one.report, _address(reported, one.page, config))
    return reported


@flow(name="skilltide-refresh", flow_run_name=run_name, log_prints=False, timeout_seconds=A_DAY)
def refresh(
    data: str | None = None,
    boards: str | None = None,
    only: list[str] | None = None,
    contact: str | None = None,
    today: str | None = None,
) -> State[str]:
    """The daily job. Ends Completed; named "Partial" when some boards could not be believed."""
    config = read_config(data=data, boards=boards, contact=contact, today=today)
    ensure_writable(config)
    with run_lock(config.data, "refresh"):
        records = crawl(config, only)
        load_and_build(config)
        publish(config)
        reported = write_report(config)
    return _ended(records, reported)


@flow(name="skilltide-report", flow_run_name=run_name, log_prints=False, timeout_seconds=A_DAY)
def report(data: str | None = None, today: str | None = None) -> State[str]:
    """Write the report again from what is published. Named "Withheld" when its health gate is shut."""
    return _ended((), write_report(read_config(data=data, today=today)))


@flow(name="skilltide-rebuild", flow_run_name=run_name, log_prints=False, timeout_seconds=A_DAY)
def rebuild(data: str | None = None, today: str | None = None) -> str:
    """Replay landing into a new warehouse and publish it."""
    config = read_config(data=data, today=today)
    ensure_writable(config)
    with run_lock(config.data, "rebuild"):
        steps.rebuild(config)
        return publish(config)


def _show(report: Report, address: str) -> None:
    """The front page's sentences with a link, in the run's artifacts."""
    name = "".join(one if one.isalnum() else "-" for one in report.edition.name)
    create_link_artifact(key=f"report-{name}", link=address, link_text=report.title, description=report.front.changed)
    create_markdown_artifact(key=f"front-{name}", markdown=front_in_markdown(report, address))


def _address(reported: steps.Reported, page: Path, config: Config) -> str:
    if reported.address is None:
        return page.resolve().as_uri()
    return reported.address.rstrip("/") + "/" + page.relative_to(config.reports).as_posix()


def _ended(records: Sequence[CrawlRecord], reported: steps.Reported) -> State[str]:
    doubtful = [record for record in records if record.verdict != "accepted"]
    page = str(reported.page)
    if reported.shut:
        get_run_logger().warning("read this report with care: %s", " ".join(reported.shut))
    if not doubtful:
        if reported.shut:
            return Completed(name="Withheld", message=f"{' '.join(reported.shut)} {page}", data=page)
        return Completed(message=page, data=page)
    create_table_artifact(
        key="boards-not-believed",
        table=[
            {
                "board": record.source,
                "verdict": record.verdict,
                "why": record.failure,
                "detail": record.reason,
            }
            for record in doubtful
        ],
        description=f"{len(doubtful)} of {len(records)} boards",
    )
    name = "Withheld" if reported.shut else "Partial"
    told = " ".join([f"{len(doubtful)} boards not believed;", *reported.shut, page])
    return Completed(name=name, message=told, data=page)
