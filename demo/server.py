"""The market on loopback: HTTP around ``demo.answers``, with ETags, and one address to set the market's day."""

import hashlib
import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from demo.answers import TEXT, Answer, Answers
from demo.days import DEMO_TODAY, FIRST_SNAPSHOT
from demo.market import Market, build_market

DAY_ADDRESS = "/_market/day"
LONGEST_DAY = 32
"""Bytes of a day; more is no day."""


class MarketServer(ThreadingHTTPServer):
    """Serves one market; all that changes is its day."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.day = DEMO_TODAY
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self._answers: Answers | None = None
        self._known: dict[str, Answer] = {}
        self._lock = threading.Lock()

    def open_market(self, market: Market) -> None:
        """What is served from here on."""
        self._answers = Answers(market)

    def set_day(self, text: str) -> date:
        """Move the market to a day. Raises ``ValueError`` for what is no day of its history."""
        day = date.fromisoformat(text.strip())
        if not FIRST_SNAPSHOT <= day <= DEMO_TODAY:
            raise ValueError(f"the market exists from {FIRST_SNAPSHOT} to {DEMO_TODAY}, not on {day}")
        with self._lock:
            self.day = day
            self._known.clear()
        return day

    def answer(self, target: str) -> Answer:
        """The answer to a path with its query, made once a day."""
        with self._lock:
            if self._answers is None:
                return Answer(b"the market is not open yet\n", TEXT, 503, {"Retry-After": "5"})
            if target not in self._known:
                parts = urlsplit(target)
                query = dict(parse_qsl(parts.query))
                self._known[target] = self._answers.answer(parts.path, query, self.day, self.origin)
            return self._known[target]


class Handler(BaseHTTPRequestHandler):
    """One connection; HTTP/1.1, so that it is kept."""

    protocol_version = "HTTP/1.1"
    server: MarketServer

    def do_GET(self) -> None:
        answer = self.server.answer(self.path)
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
        headers = dict(answer.headers)
        if answer.status == 200:
            headers["ETag"] = tag
            if tag in self.headers.get("If-None-Match", ""):
                self._send(304, b"", answer.kind, headers)
                return
        self._send(answer.status, answer.body, answer.kind, headers)

    do_HEAD = do_GET

    def do_PUT(self) -> None:
        length = self.headers.get("Content-Length", "")
        sent = self.rfile.read(min(int(length), LONGEST_DAY)) if length.isdecimal() else b""
        if self.path != DAY_ADDRESS:
            self._send(404, b"only the market's day can be put\n", TEXT, {"Connection": "close"})
            return
        try:
            day = self.server.set_day(sent.decode("ascii"))
        except ValueError as error:
            self._send(400, f"{error}\n".encode(), TEXT, {"Connection": "close"})
            return
        self._send(200, f"{day}\n".encode(), TEXT, {})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status != 304:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: whoever asks sees the answers."""


def serve(port: int) -> None:
    """Print the origin as one line of JSON, and answer until the process is ended."""
    with MarketServer(port) as server:
        # Said before the market is built: whoever comes early waits in the line of the bound socket.
        print(json.dumps({"origin": server.origin}), flush=True)
        server.open_market(build_market())
        server.serve_forever()
