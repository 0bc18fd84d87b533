"""Runs the spiders: one subprocess per API host, each board of it judged and kept by itself.

Scrapy stays in its own process: a second crawl in one process is impossible, and a crash there must not
take the batch along. The parent reads only the files that the child leaves behind.
"""

import contextlib
import logging
import shutil
import subprocess
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from pipelines.collect.judge import Judgement, judge
from pipelines.collect.landing import (
    CrawlRecord,
    keep,
    moment,
    read_records,
    remove_remains,
    stamp,
    write_atomically,
)
from pipelines.config import Config
from spiders.boards import Board

logger = logging.getLogger(__name__)

SECONDS_PER_BOARD = 900
"""A board that needs longer than this is broken or hostile; the whole crawl of a host is ended then."""
LOOK_EVERY = 0.2
"""Seconds between two looks at what the spider has done."""
PACKERS = 4
"""Boards of a host that are put into landing at a time: compressing and waiting for the disk leave the spider alone."""
KEEP_REJECTED = 3
GONE = ".gone-"
"""Begins the names of work folders whose crawls are in landing."""
PATIENCE = 120.0
"""Seconds for one answer, see ``spiders.settings``."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class CrawlRefused(ValueError):
    """A crawl that must not start; the message says what to set first."""

    exit_code = 2


def crawl(
    config: Config,
    boards: Mapping[str, Board],
    on_record: Callable[[CrawlRecord], None] = lambda _: None,
    patience: float = PATIENCE,
) -> list[CrawlRecord]:
    """Crawl the boards, hosts in parallel, and keep what the judge lets through.

    ``on_record`` is called as each board is decided. Returns one record per board, in the boards' order. A board
    that an interrupted crawl of the same day had done is not crawled again: its record stands. One whose source
    asks for a longer pause than has passed is left out.
    """
    _refuse_anonymous(config, boards.values())
    remove_remains(config.landing)
    recover(config)
    done = _done_before_the_interruption(config, boards)
    due = [board for name, board in boards.items() if name not in done and not _asks_to_wait(config, board)]
    decided: dict[str, CrawlRecord] = dict(done)
    groups = by_host(due)
    with (
        _remembered(config, boards),
        ThreadPoolExecutor(max_workers=max(1, min(config.hosts_in_parallel, len(groups)))) as pool,
    ):
        jobs = [
            pool.submit(_crawl_host, config, platform, host, group, patience)
            for (platform, host), group in groups.items()
        ]
        for job in as_completed(jobs):
            for record in job.result():
                decided[record.source] = record
                on_record(record)
    return [decided[name] for name in boards if name in decided]


@contextlib.contextmanager
def _remembered(config: Config, boards: Iterable[str]) -> Iterator[None]:
    """Note that a crawl is under way; the note outlives a killed process, and only that."""
    note = _note(config)
    earlier = _interrupted(config)
    since = earlier["since"] if earlier else moment(config.observed_at)
    note.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(note, orjson.dumps({"since": since, "boards": list(boards)}))
    yield
    note.unlink(missing_ok=True)


def _interrupted(config: Config) -> dict[str, Any] | None:
    """What a crawl that was ended this very day had set out to do; None where there was none."""
    note = _note(config)
    if not note.exists():
        return None
    told: dict[str, Any] = orjson.loads(note.read_bytes())
    return told if datetime.fromisoformat(told["since"]).date() == config.today else None


def _done_before_the_interruption(config: Config, boards: Iterable[str]) -> dict[str, CrawlRecord]:
    """Records of the boards that an interrupted crawl of this day had finished; the rejected are tried again."""
    told = _interrupted(config)
    done: dict[str, CrawlRecord] = {}
    for name in boards if told else ():
        for record in read_records(config.landing, name)[-1:]:
            if record.kind == "crawl" and told and record.observed_at >= told["since"] and record.verdict != "rejected":
                done[name] = record
    if done:
        logger.info("going on with an interrupted crawl: %d boards are done", len(done))
    return done


def _note(config: Config) -> Path:
    return config.cache / "under_way.json"


def _asks_to_wait(config: Config, board: Board) -> bool:
    """Whether the board's source asks for a longer pause between crawls than has passed."""
    usable = [r for r in read_records(config.landing, board.name) if r.kind == "crawl" and r.verdict != "rejected"]
    hours = fewest_hours_between().get(board.platform) if usable else None
    if not hours:
        return False
    next_time = datetime.fromisoformat(usable[-1].observed_at) + timedelta(hours=hours)
    # An hour's grace, so that a daily job that starts a little earlier is not put off by a day.
    if config.observed_at.astimezone(UTC) >= next_time - timedelta(hours=min(1.0, hours / 2)):
        return False
    logger.info("%s: not due before %s, as %s asks", board.name, moment(next_time), board.platform)
    return True


@cache
def fewest_hours_between() -> dict[str, float]:
    """Hours between two crawls that platforms ask for, by platform, as the spiders tell it."""
    told = subprocess.run(
        [sys.executable, "-m", "spiders", "platforms", "--json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    ).stdout
    rows: Sequence[Mapping[str, Any]] = orjson.loads(told)
    return {row["name"]: float(row["fewest_hours_between"]) for row in rows if row.get("fewest_hours_between")}


def by_host(boards: Iterable[Board]) -> dict[tuple[str, str], list[Board]]:
    """Boards that share a platform and an API host: the unit of politeness and of work."""
    groups: dict[tuple[str, str], list[Board]] = defaultdict(list)
    for board in boards:
        groups[board.platform, urlsplit(board.origin).netloc if board.origin else ""].append(board)
    return dict(groups)


def recover(config: Config) -> list[CrawlRecord]:
    """Keep the boards that an interrupted run had finished, and remove the rest of its work folder."""
    records = []
    for work in sorted(config.cache.glob("crawl/*")):
        told = (None if work.name.startswith(GONE) else _read_json(work / "run.json")) or {"boards": []}
        boards = [Board(**row) for row in told["boards"]]
        finished = [board for board in boards if _is_whole(work, board)]
        listings: dict[str, str] = {}
        for board in finished:
            observed_at = datetime.fromisoformat(told["observed_at"])
            records.append(_decide(config, work, board, observed_at, listings)())
        if boards:
            logger.info("kept %d of %d boards of an interrupted crawl", len(finished), len(boards))
        _remove(work)
    return records


def _remove(work: Path) -> None:
    """Remove a work folder under another name: one that a kill left half removed must not be taken for a crawl's."""
    gone = work if work.name.startswith(GONE) else work.rename(work.with_name(f"{GONE}{work.name}"))
    shutil.rmtree(gone)


def _is_whole(work: Path, board: Board) -> bool:
    """Whether a board was done and all that it left is there: a power failure takes what had not reached the disk."""
    stats, path = _read_json(_stats_path(work, board)), work / f"{board.name}.jsonl"
    if stats is None or not path.exists():
        return False
    with path.open("rb") as lines:
        return sum(line.endswith(b"\n") and b"\0" not in line for line in lines) == int(stats["items"])


def _read_json(path: Path) -> Any:
    """What a file of the work folder says; None where it is missing or not whole."""
    try:
        return orjson.loads(path.read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return None


def _crawl_host(config: Config, platform: str, host: str, boards: list[Board], patience: float) -> list[CrawlRecord]:
    work = config.cache / "crawl" / f"{stamp(config.observed_at)}-{platform}-{host.replace(':', '_') or 'api'}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    rows = [{name: getattr(board, name) for name in Board.__dataclass_fields__} for board in boards]
    (work / "run.json").write_bytes(orjson.dumps({"observed_at": moment(config.observed_at), "boards": rows}))
    waiting = deque(boards)  # the spider takes them in this order
    kept: list[Future[CrawlRecord]] = []
    listings: dict[str, str] = {}

    # Boards are judged and packed while the spider works on the next ones.
    with ThreadPoolExecutor(max_workers=PACKERS) as packers:

        def decide(trouble: str | None = None, *, all_boards: bool = False) -> None:
            while waiting and (all_boards or _stats_path(work, waiting[0]).exists()):
                board = waiting.popleft()
                kept.append(packers.submit(_decide(config, work, board, config.observed_at, listings, trouble)))

        trouble = _run_spider(config, platform, boards, work, patience, meanwhile=decide)
        decide(trouble, all_boards=True)
        records = [record.result() for record in kept]
    _remove(work)
    return records


def _run_spider(
    config: Config, platform: str, boards: list[Board], work: Path, patience: float, meanwhile: Callable[[], None]
) -> str | None:
    """Run the subprocess to its end, calling ``meanwhile`` every now and then.

    Returns what went wrong with the process as a whole, if anything.
    """
    command = [sys.executable, "-m", "spiders", "crawl", platform]
    command += ["--only", ",".join(board.name for board in boards), "--out", str(work)]
    command += ["--observed-at", moment(config.observed_at), "--cache", str(config.cache / "http")]
    command += ["--spent", str(config.cache / "spent"), "--patience", str(patience), "--until-eof"]
    if config.boards:
        command += ["--boards", str(config.boards)]
    if config.contact:
        command += ["--contact", config.contact]
    patience_left = float(SECONDS_PER_BOARD * len(boards))
    # Output goes to a file, not a pipe: an orphan holding our pipe would keep a killed run "running".
    with (
        (work / "spider.log").open("wb") as log,
        # Its input ends when this process does, however it ends; then the spider stops too.
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(LOOK_EVERY)
                    break
                meanwhile()
                patience_left -= LOOK_EVERY
                if patience_left <= 0:
                    return "the crawl ran out of time and was ended"
        finally:
            process.kill()  # does nothing to one that has ended
    if process.returncode == 0:
        return None
    last = (work / "spider.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    return f"the spider process ended with code {process.returncode}" + (f": {last[0][:300]}" if last else "")


def _decide(
    config: Config,
    work: Path,
    board: Board,
    observed_at: datetime,
    listings: dict[str, str],
    trouble: str | None = None,
) -> Callable[[], CrawlRecord]:
    """Judge one board's crawl; what is returned moves it into landing, or its body aside.

    ``listings`` names the boards of this run by the digest of what they listed, and takes this one in.
    """
    path = _stats_path(work, board)
    if path.exists():
        stats = orjson.loads(path.read_bytes())
        history = read_records(config.landing, board.name)
        verdict = judge(
            stats,
            board.expect_min,
            board.expect_max,
            [record for record in history if record.observed_at < moment(observed_at)],
            observed_at=observed_at,
            board=board,
            listings=listings,
        )
        if verdict.verdict != "rejected" and (identities := stats.get("seen", {}).get("identities")):
            listings.setdefault(identities, board.name)
    else:
        stats = {}
        verdict = Judgement("rejected", "interrupted", trouble or "the spider left no statistics")
    lines = work / f"{board.name}.jsonl"
    items = int(stats.pop("items", 0))
    record = CrawlRecord(
        source=board.name,
        platform=board.platform,
        kind="crawl",
        observed_at=moment(observed_at),
        verdict=verdict.verdict,
        failure=verdict.failure,
        reason=verdict.reason,
        postings=items,
        expect_min=board.expect_min,
        expect_max=board.expect_max,
        stats={key: value for key, value in stats.items() if key not in {"source", "platform"}},
    )
    if verdict.verdict == "rejected":
        _set_aside(config, lines, board, observed_at)
        return partial(keep, config.landing, record, None, observed_at)
    return partial(keep, config.landing, record, lines, observed_at)


def _set_aside(config: Config, lines: Path, board: Board, observed_at: datetime) -> None:
    """Keep the last few rejected bodies for whoever looks into it; they are never loaded."""
    if not lines.exists() or not lines.stat().st_size:
        return
    folder = config.rejected / board.name
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(lines, folder / f"{stamp(observed_at)}.jsonl")
    for old in sorted(folder.glob("*.jsonl"))[:-KEEP_REJECTED]:
        old.unlink()


def _refuse_anonymous(config: Config, boards: Iterable[Board]) -> None:
    # Where the token is itself an address, it says where the board lies; else it is on its platform's host.
    live = [board.name for board in boards if urlsplit(board.origin or board.token).hostname not in LOOPBACK]
    if live and not config.contact:
        raise CrawlRefused(
            f"{len(live)} boards are on the open net ({live[0]} …), and the user agent has no contact "
            "address yet: set one with --contact you@example.org or SKILLTIDE_CONTACT"
        )


def _stats_path(work: Path, board: Board) -> Path:
    return work / f"{board.name}.stats.json"
