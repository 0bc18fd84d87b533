"""The steps of the daily job as plain functions; Prefect's flows and the command line both call these.

Each step can be killed at any moment and run again: it finds what is still to do by itself.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.cleaning import clean_batch, role_table, rules_version
from pipelines.collect.crawling import crawl as crawl_boards
from pipelines.collect.failure_kinds import failure_table
from pipelines.collect.landing import CrawlRecord
from pipelines.config import Config
from pipelines.linking.run import link
from pipelines.progress import counted
from pipelines.scaling.shards import read_shard
from pipelines.scaling.workers import Spread, here, workers_of
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.extraction import extract_batch
from pipelines.skills.measured import measured as reading_measured
from pipelines.trends.changes import all_changes, trends_version
from pipelines.trends.coverage import curve_of
from pipelines.trends.lifetimes import lifetime_row
from pipelines.vintages import kept_vintages, measured_errors
from reports.market.build import Written, write_edition, write_editions
from reports.market.edition import Edition, read_editions
from reports.market.method import read_measurements
from spiders.boards import Board, read_boards
from warehouse import batches
from warehouse.checking import FailedCheck, run_checks
from warehouse.database import open_writer
from warehouse.loading import LoadResult, load_landing
from warehouse.marts import (
    asked_together,
    build_marts,
    compared,
    is_compared,
    is_covered,
    store_changes,
    store_coverage,
    store_lifetimes,
    usual_periods,
    watched_lifetimes,
)
from warehouse.publishing import publish as publish_copy

logger = logging.getLogger(__name__)

BATCH = 5_000

MEASURED = tuple(Path(__file__).parent / place / "measured.toml" for place in ("skills", "linking"))
"""Where the figures of the method box lie, if they have been measured."""


class ChecksFailed(RuntimeError):
    """The warehouse holds rows that must not be published; ``failed`` names the checks."""

    exit_code = 1

    def __init__(self, failed: list[FailedCheck]) -> None:
        self.failed = failed
        lines = [f"  {check.name}: {check.count} rows; {check.meaning}" for check in failed]
        super().__init__(
            "nothing was published: these checks found rows that must not be there (skilltide check shows "
            "them)\n" + "\n".join(lines)
        )


class UnknownBoards(ValueError):
    """Boards that the table does not hold."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: numbers of postings cleaned, read for skills and newly linked."""

    cleaned: int
    extracted: int
    linked: int


@dataclass(frozen=True, slots=True)
class Reported:
    """The editions of a report that were written, the default one first."""

    written: tuple[Written, ...]
    address: str | None
    """Where the folder of reports is served, if the list of editions says so."""

    @property
    def page(self) -> Path:
        """The first page."""
        return self.written[0].page

    @property
    def shut(self) -> tuple[str, ...]:
        """Why the health gate of any edition is shut, each reason once; empty when all is well."""
        return tuple(dict.fromkeys(reason for one in self.written for reason in one.report.gate.reasons))


def chosen_boards(config: Config, names: list[str] | None = None) -> Mapping[str, Board]:
    """The named boards, or all of the table that are on. Raises ``UnknownBoards``."""
    boards = read_boards(config.boards)
    if not names:
        return {name: board for name, board in boards.items() if board.enabled is not False}
    if missing := [name for name in names if name not in boards]:
        like = [near for name in missing for near in get_close_matches(name.casefold(), boards, 1, 0.7)]
        meant = f" (did you mean {', '.join(like)}?)" if like else ""
        raise UnknownBoards(
            f"no board named {', '.join(missing)}{meant}; `skilltide boards list` shows the {len(boards)} there are"
        )
    return {name: boards[name] for name in names}


def crawl(
    config: Config, names: list[str] | None = None, tell: Callable[[int, int], None] = lambda done, of: None
) -> list[CrawlRecord]:
    """Crawl boards and keep what can be believed; one record per board.

    ``tell`` is called with the number of boards decided and of all, at most a hundred times.
    """
    boards = chosen_boards(config, names)
    if shard := read_shard(config.shard):
        boards = shard.part(boards)
    done = 0

    def decided(record: CrawlRecord) -> None:
        nonlocal done
        done += 1
        _say(record)
        if done * 100 // len(boards) > (done - 1) * 100 // len(boards):
            tell(done, len(boards))

    return crawl_boards(config, boards, on_record=decided)


def load(config: Config) -> LoadResult:
    """Load every landing file that is not in the warehouse yet."""
    with open_writer(config.warehouse) as connection:
        return load_landing(connection, config.landing)


def build(config: Config) -> Built:
    """Clean and read what is new or changed, then rebuild the marts for the run's day."""
    with open_writer(config.warehouse) as connection:
        with workers_of(config) as spread:
            cleaned = _clean(connection, spread)
            extracted = _extract(connection, spread)
        linked = link(connection, config.links)
        batches.store_failure_kinds(connection, failure_table())
        batches.store_measures(connection, measured_errors(reading_measured()))
        batches.store_vintages(connection, kept_vintages(config.vintages))
        build_marts(connection, config.today)
        periods = usual_periods(connection)
        if periods is None or not is_compared(connection, periods, trends_version()):
            told = list(all_changes(compared(connection, periods))) if periods else []
            store_changes(connection, told, periods, trends_version())
        store_lifetimes(connection, [lifetime_row(*one) for one in watched_lifetimes(connection)])
        if not is_covered(connection, trends_version()):
            curves = [(name, *curve_of(asked)) for name, asked in asked_together(connection)]
            store_coverage(connection, curves, trends_version())
    return Built(cleaned, extracted, linked)


def check(config: Config) -> list[FailedCheck]:
    """Run the SQL checks; an empty list is good."""
    with open_writer(config.warehouse) as connection:
        return run_checks(connection)


def publish(config: Config) -> Path:
    """Replace the published copy, unless a check fails (``ChecksFailed``)."""
    if failed := check(config):
        raise ChecksFailed(failed)
    publish_copy(config.warehouse, config.published.parent)
    return config.published


def report(config: Config, skill: str | None = None, edition: Edition | None = None) -> Reported:
    """Write the market report from the published copy: one edition, or all of the list.

    Keeps the numbers of each as a vintage. Of a shut health gate the caller must make noise: see ``Reported.shut``.
    """
    measured = read_measurements([path for path in MEASURED if path.exists()])
    kept = config.vintages
    editions = read_editions(config.editions)
    if edition is None:
        written = write_editions(
            config.published,
            config.reports,
            today=config.today,
            editions=editions,
            skill=skill,
            kept=kept,
            measured=measured,
        )
    else:
        written = [
            write_edition(
                config.published,
                config.reports,
                today=config.today,
                edition=edition,
                kept=kept,
                measured=measured,
                address=editions.address,
            )
        ]
    return Reported(tuple(written), editions.address)


def rebuild(config: Config) -> Built:
    """Delete the warehouse and replay all of landing; published tables come out the same."""
    for path in (config.warehouse, config.warehouse.with_name(config.warehouse.name + ".wal")):
        path.unlink(missing_ok=True)
    load(config)
    return build(config)


def refresh(
    config: Config, names: list[str] | None = None, skill: str | None = None
) -> tuple[list[CrawlRecord], Reported]:
    """The daily job: crawl, load, build, publish, report."""
    records = crawl(config, names)
    load(config)
    build(config)
    publish(config)
    return records, report(config, skill)


def _clean(connection: DuckDBPyConnection, spread: Spread = here) -> int:
    rules, done = rules_version(), 0
    batches.store_roles(connection, role_table())
    total = batches.count_pending_postings(connection, rules)
    pending = counted(batches.pending_postings(connection, rules, BATCH), "cleaning", total)
    for raw, cleaned in spread(clean_batch, pending):
        batches.store_cleaned(connection, cleaned)
        done += raw.num_rows
    return done


def _extract(connection: DuckDBPyConnection, spread: Spread = here) -> int:
    catalogue, done = load_catalogue(), 0
    batches.store_catalogue(connection, catalogue.skill_table(), catalogue.alias_table(), catalogue.version)
    total = batches.count_pending_texts(connection, catalogue.version)
    pending = counted(batches.pending_texts(connection, catalogue.version, BATCH), "skills", total)
    for texts, hits in spread(extract_batch, pending):
        batches.store_hits(connection, texts, hits, catalogue.version)
        done += texts.num_rows
    return done


def _say(record: CrawlRecord) -> None:
    level = logging.INFO if record.verdict == "accepted" else logging.WARNING
    why = f" ({record.failure}: {record.reason})" if record.failure else ""
    logger.log(level, "%s: %s, %d postings%s", record.source, record.verdict, record.postings, why)
