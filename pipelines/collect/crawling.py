"""Runs the spiders: one subprocess per API host, each board of it judged and kept by itself.

Scrapy stays in its own process: a second crawl in one process is impossible, and a crash there must not
take the batch along. The parent reads only the files that the child leaves behind.
"""

import logging
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from pipelines.collect.judge import Judgement, judge
from pipelines.collect.landing import CrawlRecord, keep, moment, read_records, remove_remains, stamp
from pipelines.config import Config
from spiders.boards import Board

logger = logging.getLogger(__name__)

SECONDS_PER_BOARD = 900
"""A board that needs longer than this is broken or hostile; the whole crawl of a host is ended then."""
KEEP_REJECTED = 3
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class CrawlRefused(ValueError):
    """A crawl that must not start; the message says what to set first."""

    exit_code = 2


def crawl(
    config: Config, boards: Mapping[str, Board], on_record: Callable[[CrawlRecord], None] = lambda _: None
) -> list[CrawlRecord]:
    """Crawl the boards, hosts in parallel, and keep what the judge lets through.

    ``on_record`` is called as each board is decided. Returns one record per board, in the boards' order.
    """
    _refuse_anonymous(config, boards.values())
    remove_remains(config.landing)
    recover(config)
    decided: dict[str, CrawlRecord] = {}
    groups = by_host(boards.values())
    with ThreadPoolExecutor(max_workers=max(1, min(config.hosts_in_parallel, len(groups)))) as pool:
        jobs = [pool.submit(_crawl_host, config, platform, host, group) for (platform, host), group in groups.items()]
        for job in as_completed(jobs):
            for record in job.result():
                decided[record.source] = record
                on_record(record)
    return [decided[name] for name in boards]


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
        run = work / "run.json"
        if run.exists():
            told = orjson.loads(run.read_bytes())
            boards = [Board(**row) for row in told["boards"]]
            observed_at = datetime.fromisoformat(told["observed_at"])
            finished = [board for board in boards if _stats_path(work, board).exists()]
            records += [_decide(config, work, board, observed_at) for board in finished]
            logger.info("kept %d of %d boards of an interrupted crawl", len(finished), len(boards))
        shutil.rmtree(work)
    return records


def _crawl_host(config: Config, platform: str, host: str, boards: list[Board]) -> list[CrawlRecord]:
    work = config.cache / "crawl" / f"{stamp(config.observed_at)}-{platform}-{host.replace(':', '_') or 'api'}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    rows = [{name: getattr(board, name) for name in Board.__dataclass_fields__} for board in boards]
    (work / "run.json").write_bytes(orjson.dumps({"observed_at": moment(config.observed_at), "boards": rows}))
    trouble = _run_spider(config, platform, boards, work)
    records = [_decide(config, work, board, config.observed_at, trouble) for board in boards]
    shutil.rmtree(work)
    return records


def _run_spider(config: Config, platform: str, boards: list[Board], work: Path) -> str | None:
    """Run the subprocess to its end; returns what went wrong with the process as a whole, if anything."""
    command = [sys.executable, "-m", "spiders", "crawl", platform]
    command += ["--only", ",".join(board.name for board in boards), "--out", str(work)]
    command += ["--observed-at", moment(config.observed_at), "--cache", str(config.cache / "http")]
    if config.boards:
        command += ["--boards", str(config.boards)]
    if config.contact:
        command += ["--contact", config.contact]
    with (work / "spider.log").open("wb") as log:
        try:
            # Output goes to a file, not a pipe: an orphan holding our pipe would keep a killed run "running".
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=SECONDS_PER_BOARD * len(boards),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "the crawl ran out of time and was ended"
    if done.returncode == 0:
        return None
    last = (work / "spider.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    return f"the spider process ended with code {done.returncode}" + (f": {last[0][:300]}" if last else "")


def _decide(config: Config, work: Path, board: Board, observed_at: datetime, trouble: str | None = None) -> CrawlRecord:
    """Judge one board's crawl and move it into landing, or its body aside."""
    path = _stats_path(work, board)
    if path.exists():
        stats = orjson.loads(path.read_bytes())
        verdict = judge(stats, board.expect_min, board.expect_max, read_records(config.landing, board.name))
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
        return keep(config.landing, record, None, observed_at)
    return keep(config.landing, record, lines, observed_at)


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
    live = [board.name for board in boards if urlsplit(board.origin or "").hostname not in LOOPBACK]
    if live and not config.contact:
        raise CrawlRefused(
            f"{len(live)} boards are on the open net ({live[0]} …), and the user agent has no contact "
            "address yet: set one with --contact you@example.org or SKILLTIDE_CONTACT"
        )


def _stats_path(work: Path, board: Board) -> Path:
    return work / f"{board.name}.stats.json"
