"""The crawl of many boards of one platform, one after another, each with its own report and its own failure.

A platform is a subclass in its own file: where a board's list lies (``list_url``) and how a body becomes
postings (``parse_body``, pure, so that a recorded body can be read without a network). One that needs several
requests overrides ``crawl_board``.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import orjson
from scrapy import Request, Spider

from spiders.advert_pages import AdvertPages
from spiders.boards import Board
from spiders.crawl_report import CrawlReport
from spiders.failures import BoardFailure, RecordBroken, kind_of, kind_of_status
from spiders.host_breaker import HostBreaker
from spiders.items import Posting
from spiders.keys import Secret, hide_in_logs, without_keys
from spiders.tally import Tally
from spiders.tokens import host_label

logger = logging.getLogger(__name__)

BOARD_SECONDS = 870
"""For one board in all; the parent process ends a crawl at 900 s a board."""
HOME = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?", re.IGNORECASE)
"""Path of a site's front page, in one language or none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page that came with success."""

    url: str
    """Where it came from in the end, after redirects."""
    body: bytes
    unchanged: bool
    """The server said that it is the page we already had."""


class BoardSpider(Spider):
    """Base of all platforms; ``name`` is the platform's name and its file's."""

    description: ClassVar[str] = ""
    origin: ClassVar[str] = ""
    """Where the API answers, unless a board names an origin of its own; may be empty for pages anywhere."""
    other_origins: ClassVar[tuple[str, ...]] = ()
    """Regional hosts of the same API, for a board's ``origin``."""
    fewest_hours_between: ClassVar[float] = 0.0
    """What the source asks for between two crawls; whoever starts crawls has to keep it."""
    key_variables: ClassVar[tuple[str, ...]] = ()
    """Environment variables without which the API answers nobody; its boards fail as ``no_key`` without them."""
    key_from: ClassVar[str] = ""
    """Where a user gets the key, and what has to be known before."""
    domain: ClassVar[str] = ""
    """Where each board has a host of its own, ``<token>.<domain>``; then there is no common origin."""
    default_off: ClassVar[str | None] = None
    """Why boards of this platform are left alone, unless their row in the table says ``enabled = true``."""
    addresses: ClassVar[tuple[str, ...]] = ()
    """Regular expressions of a board's public addresses, without scheme, with a group ``token`` (``detecting``)."""
    address_form: ClassVar[str] = ""
    """The usual one of them in words, for the table of sources."""
    evidence: ClassVar[str] = "not stated"
    """What the reader was written and checked against, for the table of sources."""
    requests: ClassVar[str] = "1 per crawl"
    """What a crawl of one board costs, for the table of sources."""

    def __init__(
        self,
        boards: Sequence[Board] = (),
        out: Path | None = None,
        observed_at: datetime | None = None,
        clock: Callable[[], float] | None = None,
        keys: Mapping[str, str] | None = None,
        most_pages: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.boards = tuple(boards)
        self.observed_at = observed_at
        self.keys = {name: value for name, value in (keys or {}).items() if value.strip()}
        self.most_pages = most_pages
        """Adverts' own pages that may be asked for; a trial reads only a few."""
        self._out = out
        self._clock = clock
        self._report: CrawlReport | None = None
        self._began = 0.0
        self.own_host = ""
        """Of the board that is being crawled: the one host where it may lie, even inside this network."""
        self._breaker = HostBreaker()

    # What a platform says.

    @classmethod
    def board_at(cls, found: re.Match[str]) -> tuple[str, str | None]:
        """Token and, where it is not the usual one, origin of the board that one of ``addresses`` matched."""
        return found["token"], None

    def list_url(self, board: Board) -> str:
        """Address of the board's list of postings."""
        raise NotImplementedError

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        """Postings of one body. Raises ``BoardFailure`` where the structure is not what it was."""
        raise NotImplementedError

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        """Postings of one board: one body, unless a platform knows better."""
        answer = await self.fetch(self.list_url(board))
        for posting in self.parse_body(board, answer.body, answer.url, self.tally):
            yield posting

    # What a platform may use.

    @property
    def tally(self) -> Tally:
        """The counts of the board that is being crawled."""
        if self._report is None:
            raise RuntimeError("no board is being crawled")
        return self._report.tally

    @property
    def crawl_moment(self) -> datetime:
        """When this crawl takes place, as it was told."""
        if self.observed_at is None:
            raise RuntimeError("a crawl needs its moment")
        return self.observed_at

    def advert_pages(self, most: int | None = None) -> AdvertPages:
        """The pages of the adverts of the board at hand; at most so many of them."""
        return AdvertPages(self.tally, lambda: self.seconds_spent, most)

    def address(self, board: Board, path: str) -> str:
        """An address on the board's own origin, else on the platform's.

        Raises ``RecordBroken`` for a path that leads to another host: it may have come over the wire.
        """
        origin = self.origin_of(board)
        address = urljoin(f"{origin}/", path.lstrip("/"))
        if urlsplit(address).netloc != urlsplit(origin).netloc:
            raise RecordBroken(f"{path[:80]!r} leads to another host than {origin}")
        return address

    def page_address(self, board: Board, path: str) -> str | None:
        """The same, for people; None where a recorded body is read without its board's true token."""
        try:
            return self.address(board, path)
        except BoardFailure:
            return None

    def origin_of(self, board: Board) -> str:
        """Scheme and host of a board. Raises ``BoardFailure`` for a token that is no part of a host name."""
        if self.domain:
            label = host_label(board.token)
            return board.origin or f"https://{label}.{self.domain}"
        return board.origin or self.origin

    @property
    def seconds_spent(self) -> float:
        """Since the crawl of the board at hand began."""
        return self._clock() - self._began if self._clock else 0.0

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        send: Any = None,
        headers: dict[str, str] | None = None,
        secret: Secret | None = None,
        success: Collection[int] = (200,),
        keep: bool = True,
    ) -> Answer:
        """One page, with manners (see ``politeness``); ``send`` is posted as JSON.

        ``secret`` is what only the wire may see, ``success`` the statuses that are an answer, and a page that
        is not to ``keep`` stays out of the cache. Raises ``BoardFailure`` on any other answer.
        """
        board = self._report.board.name if self._report else None
        request = Request(
            url,
            method=method,
            headers={**(headers or {}), **({"Content-Type": "application/json"} if send is not None else {})},
            body=orjson.dumps(send) if send is not None else b"",
            meta={"board": board, "secret": secret, "dont_cache": not keep},
        )
        response = await self.crawler.engine.download_async(request)
        if response.status not in success:
            kind = kind_of_status(response.status, response.body)
            raise BoardFailure(kind, f"{response.url} answered {response.status}")
        if (response.headers.get("TDM-Reservation") or b"").strip() == b"1":
            raise BoardFailure("robots_denied", f"{response.url} reserves its text from data mining")
        if sent_home(url, response.url, strict=bool(self.domain)):
            raise BoardFailure("redirect_home", f"{url} leads to {response.url}: there is no such board or page")
        body = secret.hidden_bytes(response.body) if secret else response.body
        return Answer(response.url, body, "cached" in response.flags)

    def each(self, records: Iterator[Any], read: Callable[[Any], Posting | None], tally: Tally) -> Iterator[Posting]:
        """Read record by record: a broken one is dropped and counted, the others go on."""
        for record in records:
            try:
                posting = read(record)
            except RecordBroken as error:
                tally.drop("broken_record", str(error))
                continue
            if posting is not None:
                yield posting

    # The crawl.

    async def start(self) -> AsyncIterator[Any]:
        """Crawl the boards in order; postings go to their reports, so Scrapy itself is given nothing."""
        hide_in_logs(self.keys.values())  # only now: each crawler of Scrapy puts up a log handler of its own
        for board in self.boards:
            await self._crawl_and_report(board)
        return
        yield  # makes this the asynchronous generator that Scrapy wants

    def tally_of(self, board: str | None) -> Tally | None:
        """Whose request it was; robots.txt, which Scrapy asks for by itself, goes to the board at hand."""
        report = self._report
        return report.tally if report and board in (None, report.board.name) else None

    def board_of(self, board: str | None) -> Board | None:
        """The board at hand, if the request is for it."""
        report = self._report
        return report.board if report and board in (None, report.board.name) else None

    async def _crawl_and_report(self, board: Board) -> None:
        if self._out is None or self._clock is None:
            raise RuntimeError("a crawl needs a folder to write to and a clock")
        with CrawlReport(board, self._out, self._clock) as report:
            self._report, self._began, self.own_host = report, self._clock(), ""
            host = ""
            try:
                if self.default_off and not board.enabled:
                    raise BoardFailure("off_by_default", f"{self.default_off}; enabled = true in its row turns it on")
                self._check_keys()
                host = self.own_host = host_of(self.list_url(board))
                self._breaker.check(host)
                async with asyncio.timeout(BOARD_SECONDS):
                    async for posting in self.crawl_board(board):
                        report.take(posting)
            except TimeoutError:
                late = BoardFailure("timeout", f"not finished after {BOARD_SECONDS} s")
                self._note_failure(report.tally, board, late)
            except Exception as error:
                self._note_failure(report.tally, board, error)
            self._breaker.note(host, report.tally.error_kind)
        stats = report.tally
        logger.info("%s: %d postings%s", board.name, stats.items, f", {stats.error_kind}" if stats.error_kind else "")

    def _note_failure(self, tally: Tally, board: Board, error: Exception) -> None:
        """The one place that catches: whatever happens to a board ends that board only."""
        kind = kind_of(error)
        message = without_keys(str(error), self.keys.values())
        tally.fail(kind, message or type(error).__name__)
        if kind == "exception":
            tally.spider_errors += 1
            tally.first_error = f"{type(error).__name__}: {message}"[:500]
            logger.error("%s: a mistake in the spider", board.name, exc_info=error)
        else:
            logger.warning("%s: %s: %s", board.name, kind, message)

    def _check_keys(self) -> None:
        missing = [name for name in self.key_variables if name not in self.keys]
        if missing:
            raise BoardFailure(
                "no_key", f"off until {' and '.join(missing)} is set in the environment: {self.key_from}"
            )


def host_of(url: str) -> str:
    """Host name of an address, empty where there is none."""
    return urlsplit(url).hostname or ""


def sent_home(asked: str, answered: str, *, strict: bool) -> bool:
    """Whether a redirect ended at a front page, as sites answer for a name that they do not know.

    ``strict``: on any other host too, unless the path stayed, perhaps below a language (a tenant's own domain).
    """
    if asked == answered:
        return False
    before, after = urlsplit(asked), urlsplit(answered)
    path = before.path.rstrip("/")
    if after.path.rstrip("/").endswith(path) if path else HOME.fullmatch(before.path):
        return False
    return HOME.fullmatch(after.path) is not None or (strict and after.hostname != before.hostname)
