"""A loopback server that goes wrong in every way that real boards do; the board's name says how.

It speaks Greenhouse's board API. While ``well`` is true every board answers with a good list; afterwards each fails
in its own way, and one called ``healthy…`` goes on. What a crawl must make of it belongs to the tests.
"""

import contextlib
import functools
import gzip
import json
import socket
import socketserver
import struct
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import TracebackType
from typing import Any

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd as zstandard
else:
    from backports import zstd as zstandard

TODAY = date(2026, 11, 20)
POSTINGS = 24
ENDLESS = 200 << 20
"""Bytes after which even the endless answer ends, so that a failing test does not hang for ever."""
RESET = b"\0reset"
"""In place of a chunk: hang up with a reset."""

Chunks = Iterator[bytes]


def advert(board: str, number: int, **changes: Any) -> dict[str, Any]:
    """One advert of a board, in the wire format."""
    identity = zlib.crc32(board.encode()) * 1000 + number
    posted = TODAY - timedelta(days=3 * number % 60)
    return {
        "id": identity,
        "title": f"Shipwright {number}",
        "absolute_url": f"https://job-boards.greenhouse.io/{board}/jobs/{identity}",
        "company_name": f"{board.title()} Yard",
        "first_published": f"{posted}T09:00:00-04:00",
        "updated_at": f"{posted}T09:00:00-04:00",
        "location": {"name": "Gdansk"},
        "content": f"&lt;p&gt;Hull number {number} wants caulking.&lt;/p&gt;",
        **changes,
    }


def good(board: str, count: int = POSTINGS, **changes: Any) -> bytes:
    """The body of a good list, or of one whose adverts all differ in the same way."""
    return json.dumps({"jobs": [advert(board, number, **changes) for number in range(count)]}).encode()


def reply(body: bytes, status: int = 200, length: int | None = None, **headers: str) -> Chunks:
    """An answer; ``length`` announces another length than comes."""
    lines = [f"HTTP/1.1 {status} x", f"Content-Length: {len(body) if length is None else length}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    yield "\r\n".join([*lines, "", ""]).encode("latin-1")
    yield body


def chunked(parts: Iterator[bytes]) -> Chunks:
    """An answer in chunks that is never closed properly."""
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)


def endless(part: bytes) -> Chunks:
    """Chunks without end."""
    return chunked(part for _ in range(ENDLESS // len(part)))


def drip() -> Chunks:
    """A byte now and then, so that no pause is long enough to be one."""
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    for _ in range(300):
        time.sleep(0.2)
        yield b" "


def silence() -> Chunks:
    """Nothing at all."""
    time.sleep(60)
    yield b""


@functools.cache
def bomb(encoding: str) -> bytes:
    """A small body that becomes 70 MB."""
    blank = b" " * (70 << 20)
    if encoding == "br":
        return bytes(brotli.compress(blank, quality=1))
    if encoding == "zstd":
        return zstandard.compress(blank)
    return zlib.compress(blank, 1, 31)


def page(title: str, inside: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{inside}</body></html>".encode()


FAULTS: dict[str, Callable[[str], Chunks]] = {
    "silent": lambda _: silence(),
    "drip": lambda _: drip(),
    "forbidden": lambda _: reply(b"{}", 403),
    "unauthorised": lambda _: reply(b"{}", 401),
    "unknown": lambda _: reply(b'{"status":404}', 404),
    "storm": lambda _: reply(b"slow down", 429, Retry_After="0"),
    "down": lambda _: reply(b"oops", 503),
    "bot": lambda _: reply(page("Just a moment...")),
    "login": lambda _: reply(page("Sign in", "<input type=password>")),
    "home": lambda _: reply(b"", 302, Location="/"),
    "circle": lambda name: reply(b"", 302, Location=f"/v1/boards/{name}/jobs?content=true&again"),
    "metadata": lambda _: reply(b"", 302, Location="http://169.254.169.254/latest/meta-data/"),
    "router": lambda _: reply(b"", 302, Location="http://0xc0.0xa8.1.1/admin"),
    "html": lambda _: reply(page("Our new careers site", "<p>Come and build ships.</p>")),
    "cut_gzip": lambda name: reply(gzip.compress(good(name))[:400], Content_Encoding="gzip"),
    "cut_body": lambda name: reply(good(name)[:900], length=9000),
    "cut_json": lambda name: reply(good(name)[:900]),
    "renamed": lambda name: reply(good(name).replace(b'"jobs"', b'"positions"')),
    "untitled": lambda name: reply(good(name).replace(b'"title"', b'"heading"')),
    "charset": lambda name: reply(
        good(name, title="Schiffbauer f\u00fcr R\u00fcmpfe").decode("unicode-escape").encode("latin-1"),
        Content_Type="application/json; charset=utf-8",
    ),
    "empty": lambda _: reply(b'{"jobs": []}'),
    "shrunk": lambda name: reply(good(name, 5)),
    "flooded": lambda name: reply(good(name, 300)),
    "blank_text": lambda name: reply(good(name, content="")),
    "blank_date": lambda name: reply(good(name, first_published=None)),
    "blank_place": lambda name: reply(good(name, location=None)),
    "repeated": lambda name: reply(json.dumps({"jobs": [advert(name, n % 9) for n in range(90)]}).encode()),
    "copied": lambda name: reply(good(name, title="The same", content="Once more")),
    "foreign": lambda _: reply(good("elsewhere")),
    "one_date": lambda name: reply(good(name, first_published="2026-11-20T00:00:00-04:00")),
    "frozen": lambda name: reply(
        json.dumps(
            {"jobs": [advert(name, n, first_published=f"2026-06-{n + 1:02}T09:00:00-04:00") for n in range(24)]}
        ).encode()
    ),
    "endless": lambda _: endless(b" " * 1_000_000),
    "endless_list": lambda _: endless(b'{"id": 1},' * 100_000),
    "bomb_gzip": lambda _: reply(bomb("gzip"), Content_Encoding="gzip"),
    "bomb_br": lambda _: reply(bomb("br"), Content_Encoding="br"),
    "bomb_zstd": lambda _: reply(bomb("zstd"), Content_Encoding="zstd"),
    "deep": lambda _: reply(b'{"jobs":' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "many": lambda _: reply(b'{"jobs":[' + b"[]," * 8_000_000 + b"[]]}"),
    "reset": lambda _: iter([RESET]),
    "reset_midway": lambda name: iter([*list(reply(good(name)[:500], length=50_000)), RESET]),
    "mistaken": lambda name: reply(good(name, content="PLANTED MISTAKE pay-range")),
    "spending": lambda _: reply(b"oops", 503),
}
"""What each board does when it is not well; ``private`` is forbidden by robots.txt."""


class FaultServer:
    """The server, on several ports so that its boards are several hosts; runs inside its ``with`` block."""

    def __init__(self, ports: int = 1) -> None:
        self.well = True
        self.asked: list[str] = []
        self._servers = [self._server() for _ in range(ports)]
        self._threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}) for server in self._servers
        ]

    @property
    def origins(self) -> list[str]:
        return [f"http://127.0.0.1:{server.server_address[1]}" for server in self._servers]

    def __enter__(self) -> "FaultServer":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(self, path: str) -> Chunks:
        """What comes for a path."""
        if path == "/robots.txt":
            return reply(b"User-agent: *\nDisallow: /v1/boards/private/\n" if not self.well else b"")
        if not path.startswith("/v1/boards/"):
            return reply(page("Shipyards of the world"))
        board = path.split("/")[3]
        fault = FAULTS.get(board)
        return reply(good(board)) if self.well or fault is None else fault(board)

    def _server(self) -> socketserver.ThreadingTCPServer:
        faults = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = self.request.recv(65_536)
                    if not part:
                        return
                    head += part
                path = head.split(b" ", 2)[1].decode("latin-1")
                faults.asked.append(path)
                with contextlib.suppress(BrokenPipeError, ConnectionError):
                    for chunk in faults.answer(path):
                        if chunk == RESET:
                            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                            return
                        self.request.sendall(chunk)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        return Server(("127.0.0.1", 0), Handler)
