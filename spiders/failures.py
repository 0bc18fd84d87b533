"""Names what went wrong with a board: one word per kind, so that a judge and a reader can act on it.

Here a failed request, an unusable answer and a broken structure become a kind; whether a crawl as a whole can
be believed (nothing came, half came) is decided elsewhere, from the statistics.
"""

import asyncio
import re

from scrapy import exceptions

PAGE_START = 65_536
"""Bytes of a page in which a challenge or a login form shows itself."""

CHALLENGE = re.compile(
    rb"just a moment\.\.\.|attention required! \| cloudflare|cf-chl-|challenge-platform|/cdn-cgi/challenge"
    rb"|_incapsula_resource|incapsula incident|px-captcha|perimeterx|captcha-delivery\.com|datadome"
    rb"|awswaf|aws-waf-token|pardon our interruption|verify (?:that )?you are (?:a )?human"
    rb"|are you a robot|unusual traffic from your|enable javascript and cookies to continue"
    rb"|access denied</title>|hcaptcha\.com/1/api|g-recaptcha|ddos protection by",
    re.IGNORECASE,
)
LOGIN = re.compile(rb"""type=["']?password|<title>\s*(?:log ?in|sign ?in)\b""", re.IGNORECASE)
MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|script|meta|title|div|!--)", re.IGNORECASE
)


class BoardFailure(Exception):
    """The board cannot be read any further; ``kind`` is the failure's name in the statistics."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class RecordBroken(ValueError):
    """One record cannot be read; it is dropped and counted, the others go on."""


def kind_of(error: BaseException) -> str:
    """The failure's name for whatever a crawl of a board raised; ``exception`` is our own mistake."""
    if isinstance(error, BoardFailure):
        return error.kind
    if isinstance(error, exceptions.IgnoreRequest):
        return _kind_of_ignored(str(error))
    if isinstance(error, exceptions.DownloadFailedError):
        return _kind_of_broken_connection(str(error))
    for known, kind in (
        (exceptions.CannotResolveHostError, "dns"),
        (exceptions.DownloadTimeoutError, "timeout"),
        (asyncio.TimeoutError, "timeout"),
        (exceptions.DownloadConnectionRefusedError, "refused"),
        (exceptions.ResponseDataLossError, "truncated"),
        # Nothing here cancels a download but its size; an endless body is cancelled without a word.
        (exceptions.DownloadCancelledError, "oversize"),
        (RecordBroken, "schema_change"),
        (RecursionError, "oversize"),
    ):
        if isinstance(error, known):
            return kind
    return "exception"


def _kind_of_ignored(message: str) -> str:
    """Scrapy gives up on a request with one class for several reasons; only its text tells them apart."""
    if "robots.txt" in message:
        return "robots_denied"
    if "DOWNLOAD_MAXSIZE" in message:
        return "oversize"
    if "redirect" in message:
        return "redirect_loop"
    return "exception"


def _kind_of_broken_connection(message: str) -> str:
    if "certificate" in message or "SSL" in message:
        return "certificate"
    return "truncated" if "PotentialDataLoss" in message or "DataLoss" in message else "connection_lost"


def is_markup(body: bytes) -> bool:
    """Whether the body is an HTML (or XML) page, whatever its content type says."""
    return MARKUP.match(body[:1024]) is not None


def wrong_page(body: bytes) -> str:
    """What an HTML page is that came in place of data: ``bot_page``, ``login_page`` or ``html_for_json``."""
    start = body[:PAGE_START]
    if CHALLENGE.search(start):
        return "bot_page"
    if LOGIN.search(start):
        return "login_page"
    return "html_for_json"


def kind_of_status(status: int, body: bytes) -> str:
    """The failure's name for an HTTP status that is not success; a challenge page shows with any status."""
    if is_markup(body) and (page := wrong_page(body)) != "html_for_json":
        return page
    return "http_5xx" if status >= 500 else f"http_{status}"
