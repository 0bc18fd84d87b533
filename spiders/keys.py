"""Keeps users' keys of official APIs out of all that is written: logs, statistics, cached pages, addresses.

A request carries its key apart from its address and headers; it is added at the wire, for the one host that it
belongs to, and taken out of whatever comes back. So nothing above the wire ever sees it, a redirect to
another host does not take it along, and a new key does not make cached pages strange.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response
from w3lib.url import add_or_replace_parameters

HIDDEN = "hidden"
SHORTEST_KEY = 6
"""Characters; a shorter value is no secret, and would be found in any text."""


def without_keys(text: str, keys: Iterable[str]) -> str:
    """The text with each key replaced, as it is and as an address spells it."""
    for key in keys:
        if len(key) >= SHORTEST_KEY:
            text = text.replace(key, HIDDEN).replace(quote(key, safe=""), HIDDEN)
    return text


@dataclass(frozen=True, slots=True)
class Secret:
    """What a request to ``origin`` (scheme and host) needs besides what may be seen of it."""

    origin: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: bytes | None = field(default=None, repr=False)
    keys: tuple[str, ...] = field(default=(), repr=False)
    """The values that must not show, as the user gave them."""

    def belongs_to(self, url: str) -> bool:
        """Whether the address is of the host that the key is for."""
        return urlsplit(url)[:2] == urlsplit(self.origin)[:2]

    def added_to(self, request: Request) -> Request:
        """The request as it goes over the wire."""
        sent = request.replace(url=add_or_replace_parameters(request.url, dict(self.query)))
        for name, value in self.headers.items():
            sent.headers[name] = value
        return sent if self.form is None else sent.replace(body=self.form)

    def hidden(self, text: str) -> str:
        """The text without the keys."""
        return without_keys(text, self._all())

    def hidden_bytes(self, body: bytes) -> bytes:
        """The same for a body; a server may print the key into its own links."""
        for key in self._all():
            if len(key) >= SHORTEST_KEY:
                body = body.replace(key.encode(), HIDDEN.encode())
        return body

    def _all(self) -> tuple[str, ...]:
        return (*self.keys, *self.query.values(), *self.headers.values())


class KeyedDownload(HTTP11DownloadHandler):
    """Download handler that adds a request's ``secret`` at the last moment."""

    async def download_request(self, request: Request) -> Response:
        secret: Secret | None = request.meta.get("secret")
        if secret is None or not secret.belongs_to(request.url):
            return await super().download_request(request)
        sent = secret.added_to(request)
        try:
            response = await super().download_request(sent)
        except Exception as error:
            error.args = tuple(secret.hidden(part) if isinstance(part, str) else part for part in error.args)
            raise
        finally:
            if "download_latency" in sent.meta:  # what AutoThrottle goes by
                request.meta["download_latency"] = sent.meta["download_latency"]
        headers = {name: [secret.hidden_bytes(value) for value in values] for name, values in response.headers.items()}
        return response.replace(url=request.url, headers=headers)


class HidingFormatter(logging.Formatter):
    """Wraps a log's own formatter: a key that some library prints, even in a traceback, is hidden there."""

    def __init__(self, inner: logging.Formatter | None, keys: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()
        self._keys = tuple(keys)

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(self._inner.format(record), self._keys)


def hide_in_logs(keys: Iterable[str]) -> None:
    """Hide the keys in all that the root logger's handlers write from now on."""
    keys = tuple(keys)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(HidingFormatter(handler.formatter, keys))
