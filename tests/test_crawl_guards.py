"""What bounds a crawl: the day's budget, the pages kept, and the addresses that it may not follow."""

import json
import os
import subprocess
import sys
import threading
import time
import zlib
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from spiders.boards import BoardTableError, read_boards
from spiders.budget import DailyBudget
from spiders.failures import BoardFailure
from spiders.inside_addresses import is_inside
from spiders.page_cache import prune
from tests.fault_server import FaultServer

DAY = date(2026, 11, 20)


def test_a_budget_is_spent_over_all_crawls_of_a_day(tmp_path: Path) -> None:
    first = DailyBudget(tmp_path, DAY)
    for _ in range(3):
        first.check("host", "acme", requests=3)
        first.spend("host", "acme", 1, 0)
    with pytest.raises(BoardFailure, match="3 requests of the day") as error:
        first.check("host", "acme", requests=3)
    assert error.value.kind == "budget"
    first.check("host", "other", requests=3)
    # Not closed, as after a kill: what was spent is spent.
    again = DailyBudget(tmp_path, DAY)
    with pytest.raises(BoardFailure):
        again.check("host", "acme", requests=3)
    again.spend("host", "other", 0, 5 << 20)
    with pytest.raises(BoardFailure, match="5 MB of the day"):
        again.check("host", "other", size=5 << 20)
    tomorrow = DailyBudget(tmp_path, date(2026, 11, 21))
    tomorrow.check("host", "acme", requests=3)
    assert not (tmp_path / DAY.isoformat()).exists(), "days that are over are removed"
    for budget in (first, again, tomorrow):
        budget.close()


def test_a_host_has_a_budget_over_all_its_boards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.budget.HOST_REQUESTS", 4)
    budget = DailyBudget(None, DAY)
    for name in "abcd":
        budget.check("host", name)
        budget.spend("host", name, 1, 10)
    with pytest.raises(BoardFailure, match="the host's 4 requests"):
        budget.check("host", "e")
    budget.check("elsewhere", "e")


def test_a_board_may_have_its_own_budget(tmp_path: Path) -> None:
    table = tmp_path / "boards.toml"
    table.write_text('a = {platform = "greenhouse", token = "a", budget = {requests = 7, bytes = 900}}')
    board = read_boards(table)["a"]
    assert (board.most_requests, board.most_bytes) == (7, 900)
    for wrong in ("{requests = 0}", "{pages = 3}", "5"):
        table.write_text(f'a = {{platform = "greenhouse", token = "a", budget = {wrong}}}')
        with pytest.raises(BoardTableError, match="budget"):
            read_boards(table)


def test_pages_unused_for_long_go_and_the_oldest_go_first(tmp_path: Path) -> None:
    now = time.time()
    for number in range(10):
        path = tmp_path / "ab" / f"{number}.page"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (now - number * 86_400, now - number * 86_400))
    half = tmp_path / "ab" / "killed.partial"
    half.write_bytes(b"x")
    os.utime(half, (now - 2 * 86_400, now - 2 * 86_400))
    assert prune(tmp_path, now, oldest=7.5 * 86_400) == 3
    assert prune(tmp_path, now, most_bytes=500) == 3
    assert sorted(path.name for path in tmp_path.glob("*/*")) == [f"{number}.page" for number in range(5)]


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("localhost", True), ("LOCALHOST.", True), ("::1", True),
        ("10.0.0.1", True), ("172.16.3.4", True), ("192.168.1.1", True), ("169.254.169.254", True),
        ("100.64.0.1", True), ("fe80::1", True), ("fd00::1", True), ("::ffff:127.0.0.1", True),
        ("2130706433", True), ("0x7f.1", True), ("0177.0.0.1", True),
        ("93.184.216.34", False), ("2606:2800:220:1:248:1893:25c8:1946", False), ("1.1", False),
        ("boards.example", None), ("", None),
    ],
)  # fmt: skip
def test_an_inside_address_is_known_in_every_spelling(address: str, inside: bool | None) -> None:
    assert is_inside(address) is inside


MEMORY = """
import resource, sys
from spiders.__main__ import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
def test_memory_is_bounded_whatever_a_server_sends(tmp_path: Path) -> None:
    """Endless bodies, bombs, deep and crowded JSON, one after another in one process: under 700 MB."""
    hostile = ["endless", "endless_list", "bomb_gzip", "bomb_br", "bomb_zstd", "deep", "many"]
    with FaultServer() as server:
        server.well = False
        rows = (f'{n} = {{platform = "greenhouse", token = "{n}", origin = "{server.origins[0]}"}}\n' for n in hostile)
        (tmp_path / "boards.toml").write_text("".join(rows))
        arguments = ["crawl", "greenhouse", "--boards", str(tmp_path / "boards.toml"), "--out", str(tmp_path / "out")]
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, *arguments, "--observed-at", "2026-11-20T04:00:00Z"],
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        )
    kinds = {n: json.loads((tmp_path / "out" / f"{n}.stats.json").read_bytes())["error_kind"] for n in hostile}
    assert set(kinds.values()) == {"oversize"}
    print("highest resident set:", done.stdout.strip(), "MB")
    assert int(done.stdout) < 700


POSTING = """
import asyncio, sys, time
from datetime import datetime, UTC
from pathlib import Path
from typing import Any
from scrapy.crawler import AsyncCrawlerProcess
from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.settings import crawl_settings

class Posts(BoardSpider):
    name = "posts"
    def list_url(self, board):
        return f"{board.origin}/list"
    async def crawl_board(self, board):
        for offset in (0, 20):
            await self.fetch(self.list_url(board), method="POST", send={"offset": offset})
        return
        yield

process = AsyncCrawlerProcess(crawl_settings(None, Path(sys.argv[2])))
board = Board(name="a", platform="posts", token="a", origin=sys.argv[1])
process.crawl(Posts, boards=[board], out=Path(sys.argv[3]), clock=time.monotonic)
process.start()
"""


class Posted(BaseHTTPRequestHandler):
    """A board that has no robots.txt and is asked by POST."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def crawled_twice(tmp_path: Path, handler: type[Posted]) -> list[dict[str, Any]]:
    """What two crawls of that board with one cache tell of themselves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    stats = []
    try:
        for _ in range(2):
            (tmp_path / "out").mkdir(exist_ok=True)
            origin = f"http://127.0.0.1:{server.server_port}"
            subprocess.run(
                [sys.executable, "-c", POSTING, origin, str(tmp_path / "cache"), str(tmp_path / "out")],
                cwd=Path(__file__).parents[1],
                stderr=subprocess.DEVNULL,
                check=True,
            )
            stats.append(json.loads((tmp_path / "out" / "a.stats.json").read_bytes()))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    return stats


@pytest.mark.slow
def test_a_posted_page_that_is_unchanged_costs_a_small_request_too(tmp_path: Path) -> None:
    """Workday's lists are asked for by POST; each body of the question is a page of its own."""
    asked: list[tuple[bytes, str | None]] = []

    class Handler(Posted):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            tag = f'"{zlib.crc32(question)}"'
            asked.append((question, self.headers.get("If-None-Match")))
            unchanged = self.headers.get("If-None-Match") == tag
            self.send_response(304 if unchanged else 200)
            self.send_header("ETag", tag)
            body = b"" if unchanged else b'{"jobPostings": [' + b" " * 5000 + b"]}"
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    first, second = crawled_twice(tmp_path, Handler)
    assert first["error_kind"] is second["error_kind"] is None
    # Once or more often: under load a connection may be lost, and the page is asked for again.
    assert {question for question, tag in asked if tag} == {b'{"offset":0}', b'{"offset":20}'}
    assert first["bytes"] > 10_000
    assert second["bytes"] < 1_000


@pytest.mark.slow
def test_an_old_page_never_stands_in_for_one_that_could_not_be_had(tmp_path: Path) -> None:
    """A host that answers once and hangs up the next day is a failure, though its page is still in the cache."""

    class Handler(Posted):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("If-None-Match"):
                return
            body = b'{"jobPostings": []}'
            self.send_response(200)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    assert [stats["error_kind"] for stats in crawled_twice(tmp_path, Handler)] == [None, "connection_lost"]
