"""Examines a data directory and the program around it: what is wrong, and what to do now.

One function, one thing looked at; none of them changes or creates anything.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from pipelines.cleaning import rules_version
from pipelines.collect.landing import CrawlRecord, read_records
from pipelines.config import Config
from pipelines.operation.runs import Run, read_runs
from pipelines.run_lock import looked_at, owner
from pipelines.skills.extraction import shipped_extractor
from spiders.boards import Board, BoardTableError, read_boards
from warehouse.database import NotPublished, WarehouseLocked, WarehouseUnreadable
from warehouse.state import PublishedState, WarehouseState, published_state, warehouse_state

OK, NOTE, WRONG = "ok", "note", "wrong"
STALE_DAYS = 3
"""A board of a daily job that has not been believed for so long needs a look."""
LEAST_FREE = 1 << 30
COPIES = 3
"""A build grows the warehouse, a publish writes a copy and Parquet files beside the old ones."""
SHOWN = 5
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
AHEAD = timedelta(days=1)
"""`--today` sets a run to midnight, so crawls of the same day are no sign of a wrong clock."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``state`` is ok, note (worth knowing) or wrong; ``to_do`` says what mends it."""

    part: str
    state: str
    says: str
    to_do: str | None = None


@dataclass
class Patient:
    """A data directory and what was read of it, each part at most once."""

    config: Config
    worker: str | None = None
    """The process that works here now."""
    left_behind: str | None = None
    """The process that was killed here."""
    warehouse: WarehouseState | None = None
    trouble: Exception | None = None
    """Why the warehouse could not be read."""
    refusals: list[str] = field(default_factory=list)

    @cached_property
    def sources(self) -> dict[str, list[CrawlRecord]]:
        """The crawl records of every source of landing, oldest first; unreadable ones are in ``refusals``."""
        found: dict[str, list[CrawlRecord]] = {}
        for folder in sorted(self.config.landing.glob("*/")):
            try:
                found[folder.name] = read_records(self.config.landing, folder.name)
            except (ValueError, TypeError, OSError) as error:
                self.refusals.append(f"{folder.name}: {str(error)[:120]}")
        return found

    @cached_property
    def runs(self) -> Sequence[Run]:
        return read_runs(self.config.data, at_work=self.worker is not None)

    @cached_property
    def published(self) -> PublishedState | None:
        try:
            return published_state(self.config.published)
        except NotPublished:
            return None


def examine(config: Config) -> list[Finding]:
    """Look at everything; the findings come in the order of the work, from the program to the report."""
    return examine_patient(config)[1]


def examine_patient(config: Config) -> tuple[Patient, list[Finding]]:
    """The findings, with what they were found in."""
    patient = _admit(config)
    return patient, [finding for look in LOOKS for finding in look(patient)]


def next_steps(findings: Sequence[Finding]) -> list[str]:
    """What to do, the worst first, each once."""
    ordered = sorted((finding for finding in findings if finding.to_do), key=lambda finding: finding.state != WRONG)
    return list(dict.fromkeys(finding.to_do for finding in ordered if finding.to_do))


def _admit(config: Config) -> Patient:
    patient = Patient(config)
    with looked_at(config.data) as worker:
        patient.worker = worker
        patient.left_behind = None if worker else owner(config.data)
        if worker is None and config.warehouse.exists():
            try:
                patient.warehouse = warehouse_state(
                    config.warehouse, rules=rules_version(), catalogue=shipped_extractor().catalogue.version
                )
            except (WarehouseLocked, WarehouseUnreadable) as error:
                patient.trouble = error
    return patient


def _program(_: Patient) -> Iterator[Finding]:
    """Python, and every library that the program asks for."""
    unfit = []
    for text in requires("skilltide") or ():
        need = Requirement(text)
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(need.name)
        except PackageNotFoundError:
            unfit.append(f"{need.name} is missing")
            continue
        if not need.specifier.contains(found, prereleases=True):
            unfit.append(f"{need.name} {found} is not {need.specifier}")
    told = f"skilltide {version('skilltide')}, Python {sys.version.split()[0]}, DuckDB {version('duckdb')}"
    if unfit:
        mend = "install again with the pins: pip install --constraint constraints.txt ."
        yield Finding("program", WRONG, f"{told}: {'; '.join(unfit)}", mend)
    else:
        yield Finding("program", OK, told)


def _directory(patient: Patient) -> Iterator[Finding]:
    data = patient.config.data
    if not data.exists():
        mend = "run `skilltide demo`, or `skilltide refresh` with your boards; or name the right directory with --data"
        yield Finding("data", WRONG, f"{data}: there is no such directory", mend)
        return
    if not data.is_dir() or not os.access(data, os.W_OK | os.X_OK) or _mounted_read_only(data):
        mend = f"give this user the right to write in {data} (chown, chmod, or mount it for writing)"
        yield Finding("data", WRONG, f"{data}: cannot be written", mend)
        return
    yield Finding("data", OK, str(data.resolve()))


def _mounted_read_only(folder: Path) -> bool:
    flags = getattr(os, "statvfs", None)
    return bool(flags and flags(folder).f_flag & getattr(os, "ST_RDONLY", 0))


def _disk(patient: Patient) -> Iterator[Finding]:
    data = patient.config.data
    if not data.exists():
        return
    free = shutil.disk_usage(data).free
    size = patient.config.warehouse.stat().st_size if patient.config.warehouse.exists() else 0
    wanted = max(LEAST_FREE, COPIES * size)
    told = f"{free / 1e9:.1f} GB free, warehouse {size / 1e9:.2f} GB"
    if free < wanted:
        mend = (
            f"free {(wanted - free) / 1e9:.1f} GB, or move the directory; `skilltide compact` shrinks landing, and "
            "cache/ may be deleted"
        )
        yield Finding("disk", WRONG, f"{told}; a run may need {wanted / 1e9:.1f} GB", mend)
    else:
        yield Finding("disk", OK, told)


def _lock(patient: Patient) -> Iterator[Finding]:
    if patient.worker:
        yield Finding("lock", NOTE, f"process {patient.worker} works here now", "wait until it has ended")
    elif patient.left_behind:
        told = f"process {patient.left_behind} was killed while it worked here"
        yield Finding("lock", NOTE, told, "nothing is lost: run `skilltide refresh`, it goes on from there")
    else:
        yield Finding("lock", OK, "nobody works here")


def _last_runs(patient: Patient) -> Iterator[Finding]:
    if not patient.runs:
        yield Finding("runs", NOTE, "no run is in the journal yet")
        return
    last = patient.runs[-1]
    told = f"{last.what}, begun {last.begun}: {last.outcome}" + (f" ({last.error})" if last.error else "")
    if last.outcome == "failed":
        yield Finding("runs", WRONG, told, f"mend what the message says, then run `skilltide {last.what}` again")
    elif last.outcome in {"killed", "stopped"}:
        mend = (
            f"run `skilltide {last.what}` again; if it was killed for memory, give the machine more or fewer --workers"
        )
        yield Finding("runs", NOTE, told, mend)
    else:
        yield Finding("runs", OK, told)


def _boards(patient: Patient) -> Iterator[Finding]:
    """The table of boards, and boards that have not been believed for days."""
    try:
        boards = {
            name: board for name, board in read_boards(patient.config.boards).items() if board.enabled is not False
        }
    except BoardTableError as error:
        yield Finding("boards", WRONG, str(error), "correct the table of boards")
        return
    if not patient.config.contact and any(_is_live(board) for board in boards.values()):
        mend = "set SKILLTIDE_CONTACT (or --contact) to an address where employers can reach you"
        yield Finding("boards", NOTE, f"{len(boards)} boards; no contact address, so none can be crawled", mend)
    crawled = {name: records for name, records in patient.sources.items() if name in boards}
    old = [name for name, records in crawled.items() if _is_stale(records, patient.config.observed_at)]
    if old:
        told = f"{len(old)} of {len(crawled)} crawled boards not believed for {STALE_DAYS} days: {_some(old)}"
        mend = "`skilltide boards list` and source_health (`skilltide sql --question which_boards_need_a_look`) say why"
        every = len(old) == len(crawled)
        if every:
            mend = "the daily job does not run, or the net is down: look at its log and run `skilltide refresh`"
        yield Finding("boards", WRONG if every else NOTE, told, mend)
    else:
        yield Finding("boards", OK, f"{len(boards)} boards in the table, {len(crawled)} crawled so far")


def _is_live(board: Board) -> bool:
    return urlsplit(board.origin or "").hostname not in LOOPBACK


def _is_stale(records: Sequence[CrawlRecord], at: datetime) -> bool:
    believed = [record.observed_at for record in records if record.verdict == "accepted" and record.kind == "crawl"]
    crawled = [record for record in records if record.kind == "crawl"]
    last = believed[-1] if believed else ""
    return bool(crawled) and (not last or datetime.fromisoformat(last) < at - timedelta(days=STALE_DAYS))


def _landing(patient: Patient) -> Iterator[Finding]:
    config, sources = patient.config, patient.sources
    if not config.landing.exists():
        yield Finding("landing", NOTE, "nothing has been crawled or imported yet", "run `skilltide refresh`")
        return
    missing = [
        f"{source}/{record.file}"
        for source, records in sources.items()
        for record in records
        if record.file and not _is_kept(config.landing / source, record.file)
    ]
    if patient.refusals:
        mend = "restore these crawl records from a backup, or move them away"
        yield Finding("landing", WRONG, f"crawl records that cannot be read: {_some(patient.refusals)}", mend)
    if missing:
        mend = "restore the missing landing files from a backup, then prove them with `skilltide verify`"
        yield Finding("landing", WRONG, f"data files that their records name are missing: {_some(missing)}", mend)
    ahead = [name for name, records in sources.items() if records and _is_ahead(records[-1], config.observed_at)]
    if ahead:
        mend = "set the machine's clock right; crawls of the future keep their date until it has come"
        yield Finding("landing", WRONG, f"the clock jumped: newer than now are crawls of {_some(ahead)}", mend)
    if not (patient.refusals or missing or ahead):
        total = sum(map(len, sources.values()))
        yield Finding("landing", OK, f"{total:,} crawls and imports of {len(sources)} sources")


def _is_kept(folder: Path, file: str) -> bool:
    """Whether the data file is there, by itself or in its month's pack."""
    return (folder / file).exists() or (folder / f"{file[:7]}.month.json").exists()


def _is_ahead(record: CrawlRecord, at: datetime) -> bool:
    return datetime.fromisoformat(record.observed_at) > at + AHEAD


def _warehouse(patient: Patient) -> Iterator[Finding]:
    if isinstance(patient.trouble, WarehouseUnreadable):
        mend = "run `skilltide rebuild`: landing holds everything it is made of"
        yield Finding("warehouse", WRONG, str(patient.trouble), mend)
        return
    if patient.trouble:
        yield Finding("warehouse", NOTE, str(patient.trouble), "close it there")
        return
    if patient.worker:
        yield Finding("warehouse", NOTE, "not looked at while a run works on it")
        return
    state = patient.warehouse
    known = state.records if state else {}
    pending = [name for name in _record_names(patient.config.landing) if name not in known]
    refused = [f"{name}: {why}" for name, why in known.items() if why]
    if refused:
        mend = "restore the files from a backup, then run `skilltide load`"
        yield Finding("warehouse", WRONG, f"{len(refused)} landing files were refused: {_some(refused, 2)}", mend)
    if pending:
        mend = "run `skilltide refresh`, or `skilltide load`, `build` and `publish`"
        yield Finding("warehouse", NOTE, f"{len(pending)} crawl records are not loaded: {_some(pending)}", mend)
    if state:
        yield from _built(state)


def _built(state: WarehouseState) -> Iterator[Finding]:
    told = f"{state.postings:,} postings, built for {state.today}, catalogue {state.catalogue}"
    if state.uncleaned or state.unread:
        due = f"{state.uncleaned:,} postings to clean and {state.unread:,} to read for skills"
        why = " (the catalogue or the cleaning rules have changed)" if state.unread == state.postings else ""
        yield Finding("warehouse", NOTE, f"{told}: {due}{why}", "run `skilltide build` and `skilltide publish`")
    else:
        yield Finding("warehouse", OK, told)


def _record_names(landing: Path) -> Iterator[str]:
    return (path.relative_to(landing).as_posix() for path in landing.glob("*/*.crawl.json"))


def _published(patient: Patient) -> Iterator[Finding]:
    try:
        state = patient.published
    except (WarehouseUnreadable, WarehouseLocked) as error:
        yield Finding("published", WRONG, str(error), "run `skilltide publish`: it writes the copy anew")
        return
    if state is None:
        if patient.sources:
            yield Finding(
                "published", NOTE, "nothing is published yet", "run `skilltide build` and `skilltide publish`"
            )
        return
    written = datetime.fromtimestamp(patient.config.published.stat().st_mtime, UTC)
    told = f"{state.vacancies:,} openings from {state.postings:,} postings, written {written:%Y-%m-%d %H:%M} UTC"
    behind = sum(map(len, patient.sources.values())) - state.crawls
    if behind > 0:
        mend = "run `skilltide load`, `skilltide build` and `skilltide publish`; `skilltide check` shows what stops it"
        yield Finding("published", NOTE, f"{told}; {behind} crawls behind landing", mend)
    else:
        yield Finding("published", OK, told)


def _report(patient: Patient) -> Iterator[Finding]:
    config = patient.config
    if not config.published.exists():
        return
    pages = sorted(config.reports.glob("**/index.html"), key=lambda page: page.stat().st_mtime)
    if not pages:
        yield Finding("report", NOTE, "no report has been written", "run `skilltide report`")
    elif pages[-1].stat().st_mtime < config.published.stat().st_mtime:
        yield Finding("report", NOTE, f"{pages[-1]} is older than what is published", "run `skilltide report`")
    else:
        yield Finding("report", OK, str(pages[-1]))


def _some(names: Sequence[str], shown: int = SHOWN) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


LOOKS: tuple[Callable[[Patient], Iterator[Finding]], ...] = (
    *(_program, _directory, _disk, _lock, _last_runs, _boards, _landing, _warehouse, _published, _report),
)
