"""Addresses of ways to learn, checked one by one against a server of our own."""

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipelines.person.learning_catalogue import Way
from pipelines.person.link_check import check_links

TODAY = date(2026, 11, 9)


@pytest.fixture
def pages() -> Iterator[str]:
    """The origin of a server of our own: pages that are there, gone, moved, slow, and servers with odd manners."""

    class Answers(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            assert "a@b.example" in self.headers["User-Agent"]
            name = self.path.strip("/")
            if name == "slow":
                asleep.wait(5)
            if name == "babble":
                self.wfile.write(b"what is this\r\n\r\n")
                return
            only_get = {"get": 405, "lost_head": 404} if self.command == "HEAD" else {"get": 200, "lost_head": 200}
            answers = {"there": 200, "refuses": 403, "moved": 301, "loop": 302, "broken": 500} | only_get
            self.send_response(answers.get(name, 404))
            if name in {"moved", "loop"}:
                self.send_header("Location", "/there" if name == "moved" else "/loop")
            self.end_headers()

        do_GET = do_HEAD

        def log_message(self, *arguments: object) -> None:
            """Quiet."""

    asleep = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        asleep.set()
        server.shutdown()


def ways_to(addresses: list[str]) -> list[Way]:
    return [Way("sql", "course", address, address, TODAY) for address in addresses]


def test_links_are_checked_one_by_one_when_asked(pages: str) -> None:
    names = "there gone refuses moved loop broken get lost_head babble slow there".split()
    addresses = [*(f"{pages}/{name}" for name in names), "http://127.0.0.1:1/"]
    done = list(check_links(ways_to(addresses), contact="a@b.example", pause=0, seconds=0.5))
    assert len(done) == 11, "the same address is asked once"
    told = {one.way.address.rpartition("/")[2]: one for one in done}
    assert {name for name, one in told.items() if not one.trouble} == {"there", "refuses", "moved", "get", "lost_head"}
    assert told["moved"].moved == f"{pages}/there"
    assert told["there"].moved == ""
    assert "404" in told["gone"].trouble
    assert "500" in told["broken"].trouble
    assert "302" in told["loop"].trouble
    assert "timed out" in told["slow"].trouble
    assert "refused" in told[""].trouble
