"""Keys of the feeds: sent to their own host alone, and hidden in whatever is said or comes back."""

import asyncio
import logging
from typing import Any

import pytest
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Request, Response

from spiders.keys import HidingFormatter, KeyedDownload, Secret, without_keys

KEYED = {"secret": Secret("https://api.example/v1", query={"key": "s3cr3t-key"})}


def download(monkeypatch: pytest.MonkeyPatch, request: Request, wire: Any) -> Response:
    """What the download handler gives for the request, with ``wire`` in place of the network."""
    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", lambda self, sent: wire(sent))
    return asyncio.run(KeyedDownload.__new__(KeyedDownload).download_request(request))


def test_a_key_is_hidden_in_every_spelling() -> None:
    keys = ["a+b/c=d", "yes"]
    said = "GET /x?k=a%2Bb%2Fc%3Dd&l=a+b/c=d answered yes"
    assert without_keys(said, keys) == "GET /x?k=hidden&l=hidden answered yes", "a word is no secret"


def test_a_key_is_hidden_in_a_traceback() -> None:
    formatter = HidingFormatter(logging.Formatter("%(message)s"), ["s3cr3t-key"])
    try:
        raise ValueError("bad s3cr3t-key")
    except ValueError as error:
        record = logging.LogRecord("a", logging.ERROR, "", 0, "at %s", ("s3cr3t-key",), (ValueError, error, None))
    shown = formatter.format(record)
    assert "s3cr3t" not in shown
    assert "ValueError: bad hidden" in shown


def test_a_key_goes_to_its_own_host_only() -> None:
    secret = Secret("https://api.example/v1", query={"key": "s3cr3t-key"}, headers={"Authorization": "Basic abcdef"})
    assert secret.belongs_to("https://api.example/other")
    assert not secret.belongs_to("http://api.example/v1")
    assert not secret.belongs_to("https://api.example.evil.example/v1")
    assert not secret.belongs_to("https://api.example:8443/v1")
    assert "s3cr3t" not in repr(secret)
    sent = secret.added_to(Request("https://api.example/v1?a=1&key=hidden"))
    assert sent.url == "https://api.example/v1?a=1&key=s3cr3t-key"
    assert sent.headers["Authorization"] == b"Basic abcdef"


def test_what_comes_back_from_the_wire_holds_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async def wire(sent: Request) -> Response:
        sent.meta["download_latency"] = 0.25
        return Response(sent.url, headers={"Location": f"{sent.url}&again=1"})

    request = Request("https://api.example/v1?a=1", meta=KEYED)
    response = download(monkeypatch, request, wire)
    assert response.url == "https://api.example/v1?a=1"
    assert response.headers["Location"] == b"https://api.example/v1?a=1&key=hidden&again=1"
    assert request.meta["download_latency"] == 0.25, "the pace goes by it"


def test_an_error_from_the_wire_holds_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async def wire(sent: Request) -> Response:
        raise TimeoutError(f"{sent.url} took too long", 120)

    with pytest.raises(TimeoutError) as raised:
        download(monkeypatch, Request("https://api.example/v1?a=1", meta=KEYED), wire)
    assert raised.value.args == ("https://api.example/v1?a=1&key=hidden took too long", 120)


def test_a_request_without_a_key_goes_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def wire(sent: Request) -> Response:
        return Response(sent.url)

    for url in ("https://api.example/v1?a=1", "https://elsewhere.example/v1"):
        meta = KEYED if "elsewhere" in url else {}
        assert download(monkeypatch, Request(url, meta=meta), wire).url == url
