"""Manners towards a host: what it forbids, how fast it may be asked, and when to ask again.

Scrapy itself retries at once, ignores Retry-After and Crawl-delay, and reads a failing robots.txt as
permission; the parts below replace exactly that. Counting what goes over the wire is here too, since it has
to sit at the same place.
"""

import asyncio
import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from spiders.budget import DailyBudget
from spiders.failures import BoardFailure
from spiders.settings import LOOPBACK_HOSTS, ROBOT_NAME
from spiders.tally import Tally

logger = logging.getLogger(__name__)

RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
RETRIED_ERRORS = (
    DownloadTimeoutError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    ResponseDataLossError,
)
BACK_OFF_SECONDS = (2.0, 8.0)
"""Waits before the first and the second retry; an answer's own Retry-After replaces them."""
LOOPBACK_BACK_OFF_SECONDS = (0.05, 0.1)
LONGEST_RETRY_AFTER = 120.0
"""A host that wants more than this is left in peace until the next crawl."""
LONGEST_CRAWL_DELAY = 60.0


class PoliteRetry:
    """Downloader middleware: asks again after a pause, at most twice, and as late as the host wishes."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PoliteRetry":
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in RETRIED_STATUSES:
            return response
        wished = retry_after_seconds(response)
        if wished is not None and wished > LONGEST_RETRY_AFTER:
            logger.warning("%s asks to come back in %d s: left until the next crawl", response.url, wished)
            return response
        return await self._again(request, f"status {response.status}", wished) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, RETRIED_ERRORS) or "certificate" in str(exception):
            return None
        return await self._again(request, type(exception).__name__, None)

    async def _again(self, request: Request, reason: str, wished: float | None) -> Request | None:
        done = request.meta.get("retry_times", 0)
        waits = LOOPBACK_BACK_OFF_SECONDS if _host(request) in LOOPBACK_HOSTS else BACK_OFF_SECONDS
        spider = self.crawler.spider
        if spider is None:
            return None
        again = get_retry_request(request, spider=spider, reason=reason, max_retry_times=len(waits))
        if again is not None:
            tally = _tally(self.crawler, request)
            if tally is not None:
                tally.retries += 1
            await asyncio.sleep(waits[done] if wished is None else wished)
        return again


class WireCount:
    """Downloader middleware next to the wire: counts requests, answers, bytes and errors for each board.

    Robots.txt is counted to the board that asked first; an answer taken from the cache without a request
    does not pass here as a request, and is not counted as an answer either.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "WireCount":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider: Any = self.crawler.spider
        budget: DailyBudget | None = getattr(spider, "budget", None)
        if budget is not None and (board := spider.board_of(request.meta.get("board"))) is not None:
            budget.check(_host(request), board.name, board.most_requests, board.most_bytes)
            budget.spend(_host(request), board.name, 1, 0)
        if (tally := _tally(self.crawler, request)) is not None:
            tally.requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        tally = _tally(self.crawler, request)
        if tally is not None and "cached" not in response.flags:
            tally.responses[str(response.status)] += 1
            tally.bytes += len(response.body)
            spider: Any = self.crawler.spider
            budget: DailyBudget | None = getattr(spider, "budget", None)
            if budget is not None and (board := spider.board_of(request.meta.get("board"))) is not None:
                budget.spend(_host(request), board.name, 0, len(response.body))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        tally = _tally(self.crawler, request)
        if tally is not None and not isinstance(exception, IgnoreRequest | BoardFailure):
            tally.exceptions[type(exception).__name__] += 1


class ObeyRobots(RobotsTxtMiddleware):
    """Robots.txt as RFC 9309 §2.3.1 reads it: a 4xx answer permits all, a 5xx answer forbids all."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            logger.warning("%s answers %d: nothing is fetched there now", response.url, response.status)
            response = response.replace(body=b"User-agent: *\nDisallow: /\n")
            self._unreachable.add(netloc)
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: set[str] = set()

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            netloc = request.url.split("/", 3)[2]
            if netloc in self._unreachable:
                raise BoardFailure("http_5xx", f"{netloc}: robots.txt answers with a server error") from None
            raise


class HostPace(AutoThrottle):
    """AutoThrottle that also keeps the Crawl-delay of robots.txt, and leaves loopback servers unthrottled."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawl_delays: dict[str, float] = {}
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        host = _host(request)
        delay = robotparser.crawl_delay(ROBOT_NAME)
        if delay:
            self._crawl_delays[host] = min(delay, LONGEST_CRAWL_DELAY)
            logger.info("%s asks for %g s between requests", host, delay)
            if slot := self.crawler.engine.downloader.slots.get(host):
                self._keep(slot, host)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        host = _host(request)
        if host not in LOOPBACK_HOSTS:
            super()._response_downloaded(response, request, spider)
        if slot := self.crawler.engine.downloader.slots.get(host):
            self._keep(slot, host)

    def _keep(self, slot: Slot, host: str) -> None:
        if delay := self._crawl_delays.get(host):
            slot.delay = max(slot.delay, delay)
            slot.jitter = 0.0


def retry_after_seconds(response: Response) -> float | None:
    """Seconds that the answer asks to wait, from either form of Retry-After; None without a usable one."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
        # The server's own clock, where it shows it, so that a wrong clock here does no harm.
        served = (response.headers.get("Date") or b"").decode("latin-1")
        now = parsedate_to_datetime(served) if served else datetime.now(UTC)
        return max(0.0, (when - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _tally(crawler: Crawler, request: Request) -> Tally | None:
    spider: Any = crawler.spider  # a BoardSpider, which cannot be imported here without going in a circle
    tally: Tally | None = spider.tally_of(request.meta.get("board")) if spider else None
    return tally


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
