"""A loopback server that plays job boards: what it answers is told in advance, what it was asked is kept.

Faults belong here too (a wait, a body cut short, a connection dropped); what a spider must make of them
belongs to the tests.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. ``announced`` is a Content-Length that promises more than comes; ``drop`` hangs up."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    announced: int | None = None
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path with query, its headers, when it came (seconds, growing), and what was posted."""

    path: str
    headers: Mapping[str, str]
    at: float
    method: str = "GET"
    body: bytes = b""


class FakeBoards:
    """The server, running inside its ``with`` block.

    ``replies`` maps a path (with its query, or without) to a reply, or to several that are given in turn, the
    last one again and again. An unknown path answers 404. An ETag is honoured. ``answers`` are asked first: a
    path's own way to answer what was posted to it.
    """

    def __init__(
        self, replies: Mapping[str, Reply | list[Reply]], answers: Mapping[str, Callable[[Asked], Reply]] | None = None
    ) -> None:
        self.answers = dict(answers or {})
        self.replies: dict[str, list[Reply]] = {
            path: list(reply) if isinstance(reply, list) else [reply] for path, reply in replies.items()
        }
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def times(self, start: str) -> list[float]:
        """When each request came whose path starts so."""
        return [asked.at for asked in self.asked if asked.path.startswith(start)]

    def __enter__(self) -> "FakeBoards":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next_reply(self, asked: Asked) -> Reply:
        path = asked.path
        if answer := self.answers.get(urlsplit(path).path):
            return answer(asked)
        known = self.replies.get(path) or self.replies.get(urlsplit(path).path)
        if not known:
            return Reply('{"status":404,"error":"Job board not found"}', 404)
        return known.pop(0) if len(known) > 1 else known[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        boards = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve(b"")

            def do_POST(self) -> None:
                self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def _serve(self, body: bytes) -> None:
                asked = Asked(self.path, dict(self.headers), time.monotonic(), self.command, body)
                with boards._lock:
                    boards._at_once += 1
                    boards.most_at_once = max(boards.most_at_once, boards._at_once)
                    boards.asked.append(asked)
                    reply = boards._next_reply(asked)
                try:
                    boards._answer(self, reply)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    with boards._lock:
                        boards._at_once -= 1

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing; the tests look at ``asked``."""

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.wait:
            time.sleep(reply.wait)
        if reply.drop:
            handler.close_connection = True
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        tag = reply.headers.get("ETag")
        unchanged = tag is not None and handler.headers.get("If-None-Match") == tag
        handler.send_response(304 if unchanged else reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if not unchanged:
            handler.send_header("Content-Length", str(reply.announced or len(body)))
        if reply.announced:
            handler.close_connection = True
        handler.end_headers()
        if not unchanged:
            handler.wfile.write(body)
