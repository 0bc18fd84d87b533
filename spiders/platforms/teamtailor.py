"""Teamtailor, a careers site's JSON feed: schema.org JobPosting objects inside a JSON Feed, in one body or pages.

The feed may leave out the text; then the advert's own page is read, whose JSON-LD holds it escaped once.
"""

import re
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from w3lib.encoding import html_to_unicode

from spiders.advert_pages import in_turn
from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure, RecordBroken, is_markup, wrong_page
from spiders.items import Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.pages.job_posting_reading import read_job_posting
from spiders.pages.job_posting_schema import job_postings
from spiders.paging import PageGuard
from spiders.tally import Tally

SLUG = re.compile(r"/jobs/(\d+)(?:-|/|$)")
FEED_KEYS = frozenset({
    "items", "version", "title", "home_page_url", "feed_url", "next_url", "description", "icon", "favicon",
    "language", "authors", "user_comment",
})  # fmt: skip
LEFT_OUT = frozenset({
    "id", "content_text", "summary", "image", "banner_image", "authors", "author", "external_url", "date_modified",
})  # fmt: skip


class TeamtailorSpider(BoardSpider):
    """Boards by company, as in ``<company>.teamtailor.com``; one on a domain of its own names it as origin."""

    name = "teamtailor"
    description = "Teamtailor careers sites (their public JSON feed)"
    domain = "teamtailor.com"
    addresses = (
        r"(?!(?:www|api|app|docs|support|help|auth|status|scripts|assets|cdn)\.)"
        r"(?P<token>[\w-]+)(?:\.(?:na|au))?\.teamtailor\.com",
    )
    address_form = "<token>.teamtailor.com"
    evidence = "a real feed cut to two adverts, and job pages"
    requests = "1 per page of the feed; 1 + n for n adverts where the feed has no texts"

    def list_url(self, board: Board) -> str:
        return self.address(board, "/jobs.json")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        guard = PageGuard()
        url: str | None = self.list_url(board)
        bare: dict[str, Posting] = {}
        while url:
            answer = await self.fetch(url)
            found = list(self.parse_body(board, answer.body, answer.url, self.tally))
            guard.check((posting.native_id for posting in found), answer.url)
            for posting in found:
                if posting.description_html or posting.description_text:
                    yield posting
                else:
                    bare[posting.native_id] = posting
            url = self._next(board, answer.body, answer.url)
        pages = self.advert_pages(self.most_pages)
        for native_id, posting in in_turn(bare, self.observed_at):
            whole = await pages.read(native_id, partial(self._from_page, board, posting))
            if whole is not None:
                yield whole

    def _next(self, board: Board, body: bytes, url: str) -> str | None:
        """The feed's next page, on the same host only."""
        following = decode_json(body, url).get("next_url")
        if not isinstance(following, str) or not following.strip():
            return None
        following = urljoin(url, following.strip())
        if urlsplit(following).netloc != urlsplit(url).netloc:
            raise BoardFailure("schema_change", f"{url}: its next page lies on another host")
        return following

    async def _from_page(self, board: Board, posting: Posting) -> Posting:
        """The advert's own page, asked for on the board's host whatever address the feed names."""
        answer = await self.fetch(self.address(board, urlsplit(posting.url or "").path))
        found = self._of_page(board, answer.body, answer.url, self.tally)
        if not found:
            raise RecordBroken(f"{answer.url}: no JobPosting on the advert's page")
        whole = found[0]
        whole.native_id, whole.url, whole.title = posting.native_id, posting.url, posting.title
        whole.locations = whole.locations or posting.locations
        return whole

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        if is_markup(body):
            found = self._of_page(board, body, url, tally)
            if not found:
                kind = wrong_page(body)
                raise BoardFailure(kind, f"{url}: {kind.replace('_', ' ')}: HTML where the feed is due")
            return iter(found)
        document = decode_json(body, url)
        items = top_records(document, "items", url)
        Record(document, "", tally).done(FEED_KEYS)
        return self.each(items, lambda item: self._posting(board, Record(item, "items[]", tally), tally), tally)

    def _posting(self, board: Board, item: Record, tally: Tally) -> Posting:
        title, address, published = item.need_text("title"), item.text("url"), item.text("date_published")
        text, identity = item.text("content_html"), item.text("id")
        entry: Any = item.take("_jobposting")
        entry = dict(entry) if isinstance(entry, dict) else {}
        if text:
            entry["description"] = text
        posting = self._read(board, {"title": title, "url": address, **entry}, address or "", tally)
        posting.title = title
        posting.native_id = _number(address) or posting.requisition_id or identity or ""
        posting.requisition_id = None
        if posting.posted_at is None and published:
            posting.posted_at = posting.posted_at_raw = published
            posting.posted_at_basis = "published"
        posting.tags = [*posting.tags, *item.texts("tags")]
        posting.language_raw = posting.language_raw or item.text("language")
        item.done(LEFT_OUT)
        return posting

    def _of_page(self, board: Board, body: bytes, url: str, tally: Tally) -> list[Posting]:
        found = [self._read(board, entry, url, tally) for entry in job_postings(html_to_unicode(None, body)[1], tally)]
        for posting in found:
            posting.native_id = _number(url) or posting.requisition_id or posting.native_id
            posting.requisition_id = None
        return found

    def _read(self, board: Board, entry: dict[str, Any], url: str, tally: Tally) -> Posting:
        posting = read_job_posting(board, entry, url, alone=True, tally=tally)
        posting.platform = self.name
        return posting


def _number(address: str | None) -> str | None:
    """The advert's number, with which its address begins."""
    found = SLUG.search(urlsplit(address or "").path)
    return found[1] if found else None
