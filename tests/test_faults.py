"""The matrix of failures: each named, none believed, none closes a posting, and the boards beside go on."""

import gzip
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from pipelines.collect.crawling import crawl
from pipelines.collect.failure_kinds import FAILURE_KINDS, failure_table, known_kind
from pipelines.collect.judge import judge
from pipelines.collect.landing import CrawlRecord, keep, moment
from pipelines.config import Config
from spiders.boards import Board, read_boards
from spiders.host_breaker import OF_THE_HOST
from spiders.platforms.greenhouse import GreenhouseSpider
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally
from tests.fault_server import FAULTS, FaultServer, good
from warehouse.batches import store_failure_kinds
from warehouse.database import open_writer
from warehouse.loading import load_landing
from warehouse.marts import build_marts

HOUSE = Path(__file__).parents[1]
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
NAMED = {
    "silent": "timeout", "drip": "timeout",
    "forbidden": "http_403", "unauthorised": "http_401", "unknown": "http_404", "storm": "http_429", "down": "http_5xx",
    "bot": "bot_page", "login": "login_page", "home": "redirect_home", "circle": "redirect_loop",
    "metadata": "inside_address", "router": "inside_address", "html": "html_for_json",
    "cut_gzip": "truncated", "cut_body": "truncated", "cut_json": "truncated",
    "renamed": "schema_change", "untitled": "schema_change", "charset": "schema_change",
    "empty": "zero_items", "shrunk": "drop", "flooded": "flood",
    "blank_text": "blank_field", "blank_date": "blank_field", "blank_place": "blank_field",
    "repeated": "duplicate_flood", "copied": "duplicate_flood", "foreign": "foreign_items",
    "one_date": "stale_dates", "frozen": "stale_dates",
    "endless": "oversize", "endless_list": "oversize",
    "bomb_gzip": "oversize", "bomb_br": "oversize", "bomb_zstd": "oversize", "deep": "oversize", "many": "oversize",
    "reset": "connection_lost", "reset_midway": "truncated",
    "mistaken": "exception", "spending": "budget", "private": "robots_denied",
    "nowhere": "dns", "closed_port": "refused",
}  # fmt: skip
"""What each board of the fault server must be called."""
MISTAKE = """
import spiders.platforms.greenhouse as greenhouse
kept = greenhouse.pay_sentence
def pay_sentence(text):
    return 1 / 0 if "PLANTED MISTAKE" in text else kept(text)
greenhouse.pay_sentence = pay_sentence
"""


def boards_of(server: FaultServer) -> dict[str, Board]:
    """Each faulty board beside healthy ones, so that no host fails three times in a row."""
    found: dict[str, Board] = {}
    for place, name in enumerate([*FAULTS, "private"]):
        origin = server.origins[place % len(server.origins)]
        beside = [name, f"healthy{place}"] if NAMED[name] in OF_THE_HOST or place % 9 == 0 else [name]
        found |= {each: Board(name=each, platform="greenhouse", token=each, origin=origin) for each in beside}
    found["spending"] = replace(found["spending"], most_requests=1)
    return found


def table(folder: Path, boards: dict[str, Board]) -> Path:
    lines = []
    for board in boards.values():
        budget = f", budget = {{requests = {board.most_requests}}}" if board.most_requests else ""
        lines.append(
            f'{board.name} = {{platform = "greenhouse", token = "{board.token}", origin = "{board.origin}"{budget}}}'
        )
    path = folder / "boards.toml"
    path.write_text("\n".join(lines))
    return path


def config_at(folder: Path, boards: Path, at: datetime) -> Config:
    return Config(data=folder / "data", boards=boards, contact="test@example.org", hosts_in_parallel=6, observed_at=at)


def watched_before(config: Config, board: Board) -> None:
    """A good crawl of the board on each of the two days before, read by the spider and its checks."""
    spider, tally = GreenhouseSpider(), Tally()
    checks = PostingChecks(tally)
    rows = [row for row in spider.parse_body(board, good(board.name), board.origin or "", tally) if checks.accepts(row)]
    config.data.mkdir(exist_ok=True)
    lines = config.data / "good.jsonl"
    lines.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    stats = tally.as_stats("finished", 1.0)
    assert judge(stats, 1, None, [], board=board).verdict == "accepted"
    for days in (2, 1):
        at = config.observed_at - timedelta(days=days)
        record = CrawlRecord(
            source=board.name, platform=board.platform, kind="crawl", observed_at=moment(at), verdict="accepted",
            postings=stats["items"], stats=stats,
        )  # fmt: skip
        keep(config.landing, record, lines, at)


def repeat(config: Config, record: CrawlRecord, days: int) -> None:
    """The same crawl again some days later (or earlier), as its own record and file."""
    at = datetime.fromisoformat(record.observed_at) + timedelta(days=days)
    again = replace(record, observed_at=moment(at))
    if record.file is None:
        keep(config.landing, again, None, at)
        return
    plain = config.data / "again.jsonl"
    with gzip.open(config.landing / record.source / record.file) as packed:
        plain.write_bytes(packed.read())
    keep(config.landing, again, plain, at)


@pytest.mark.slow
def test_every_failure_is_named_and_none_closes_a_posting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "planted").mkdir()
    (tmp_path / "planted" / "sitecustomize.py").write_text(MISTAKE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "planted"), str(HOUSE)]))
    with FaultServer(ports=6) as server:
        boards = boards_of(server)
        for board in boards.values():
            watched_before(config_at(tmp_path, tmp_path, AT + timedelta(days=2)), board)
        server.well = False
        boards |= {
            "nowhere": Board(name="nowhere", platform="greenhouse", token="a", origin="http://nowhere.invalid"),
            "closed_port": Board(name="closed_port", platform="greenhouse", token="a", origin="http://127.0.0.1:1"),
        }
        config = config_at(tmp_path, table(tmp_path, boards), AT + timedelta(days=2))
        started = time.monotonic()
        second = {record.source: record for record in crawl(config, boards, patience=2.0)}
        print(f"the ill crawl took {time.monotonic() - started:.0f} s")
    named = {name: record.failure for name, record in second.items() if record.failure}
    assert named == NAMED
    for name, failure in NAMED.items():
        record = second[name]
        assert record.verdict == FAILURE_KINDS[known_kind(failure)].verdict != "accepted"
        assert record.reason
        assert (record.file is None) == (record.verdict == "rejected")
    healthy = [record for name, record in second.items() if name.startswith("healthy")]
    assert {(record.verdict, record.postings) for record in healthy} == {("accepted", 24)}
    asked = [path for path in server.asked if "169.254" in path or "admin" in path]
    assert not asked
    for record in second.values():
        if record.verdict == "suspicious" or record.source == "unknown":
            repeat(config, record, 1)
            repeat(config, record, 2)
    with open_writer(config.warehouse) as connection:
        load_landing(connection, config.landing)
        store_failure_kinds(connection, failure_table())
        build_marts(connection, (AT + timedelta(days=4)).date())
        status = dict(
            connection.execute("select status, count(*) from posting_life group by all order by all").fetchall()
        )
        health = connection.execute("select source, failure, what_to_do from source_health").fetchall()
    assert set(status) == {"live"}, status
    assert {source: failure for source, failure, _ in health if failure} == NAMED
    advice = {known_kind(failure): todo for _, failure, todo in health if failure}
    assert all(advice[kind] == FAILURE_KINDS[kind].what_to_do for kind in advice)


def test_the_matrix_covers_every_kind_that_a_server_can_cause() -> None:
    elsewhere = {"interrupted", "certificate", "http_other", "no_key", "bad_token", "off_by_default"}
    assert set(FAILURE_KINDS) - elsewhere == set(NAMED.values())


@pytest.mark.slow
def test_a_killed_crawl_goes_on_with_the_boards_that_were_not_done(tmp_path: Path) -> None:
    """Kill -9 takes the parent while a board is being crawled; the same day's run does only the rest."""
    with FaultServer(ports=2) as server:
        boards = {
            name: Board(name=name, platform="greenhouse", token=name, origin=server.origins[place == 3])
            for place, name in enumerate(["one", "two", "silent", "other", "last"])
        }
        server.well = False
        config = config_at(tmp_path, table(tmp_path, boards), AT)
        code = (
            "import sys; from pathlib import Path; from datetime import datetime\n"
            "from tests.test_faults import config_at, AT; from pipelines.collect.crawling import crawl\n"
            "from spiders.boards import read_boards\n"
            "folder = Path(sys.argv[1]); config = config_at(folder, folder / 'boards.toml', AT)\n"
            "crawl(config, read_boards(config.boards))"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], cwd=HOUSE, start_new_session=True, stderr=subprocess.DEVNULL
        ) as process:
            patience = time.monotonic() + 60
            while not (
                any("silent" in path for path in server.asked) and list((config.landing / "other").glob("*.crawl.json"))
            ):
                assert time.monotonic() < patience
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
        server.well = True
        while not list(config.cache.glob("crawl/*/silent.stats.json")):
            assert time.monotonic() < patience, "the spider goes on without its parent"
            time.sleep(0.05)
        time.sleep(1)
        assert not [path for path in server.asked if "last" in path]
        before = list(server.asked)
        later = config_at(tmp_path, config.boards or Path(), AT + timedelta(hours=1))
        records = {record.source: record for record in crawl(later, read_boards(config.boards))}
        asked = {path.split("/")[3] for path in server.asked[len(before) :] if path.startswith("/v1")}
        assert asked == {"silent", "last"}
        assert {record.verdict for record in records.values()} == {"accepted"}
        assert records["one"].observed_at == moment(AT)
        assert records["last"].observed_at == moment(later.observed_at)
        # A run that ended by itself leaves nothing to go on with: the next one crawls all.
        before = list(server.asked)
        crawl(config_at(tmp_path, config.boards or Path(), AT + timedelta(hours=2)), read_boards(config.boards))
        assert len({path for path in server.asked[len(before) :] if path.startswith("/v1")}) == 5
