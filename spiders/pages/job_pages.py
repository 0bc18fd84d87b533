"""Any careers site whose pages carry schema.org JobPosting: found from a sitemap or a list page, then read.

The token is the address of a sitemap (an index or gzip too), of a robots.txt that names one, or of a page. A
page that carries postings itself is read as it is; otherwise its links, or the sitemap's, lead to the job pages.
"""

import re
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap, sitemap_urls_from_robots
from selectolax.lexbor import LexborHTMLParser
from w3lib.encoding import html_to_unicode

from spiders.board_spider import Answer, BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure, kind_of, wrong_page
from spiders.items import Posting
from spiders.pages.job_posting_reading import read_job_posting
from spiders.pages.job_posting_schema import job_postings
from spiders.settings import LARGEST_BODY
from spiders.tally import Tally

MOST_PAGES = 1000
MOST_SITEMAPS = 50
JOB_PATH = re.compile(
    r"/(?:[\w-]*[-_])?(?:jobs?|careers?|vacanc(?:y|ies|es?)|positions?|openings?|opportunit(?:y|ies)|roles?"
    r"|stellen\w*|karriere|offres?\w*|emplois?|empleos?|vagas?|trabalhos?|lavoro|werken|vacatures?|jobb|stilling\w*"
    r"|recruit\w*|postings?|requisitions?|jobdetails?)(?:[-_][\w-]*)?(?:/|\?|\.)[^?#]*[\w-]",
    re.IGNORECASE,
)
"""What the address of one advert looks like: a job word, and something after it."""
STOPS_ALL = {"bot_page", "login_page", "http_429", "http_403", "robots_denied", "dns", "refused"}
"""Failures of the site, not of one page: going on would be rude or useless."""
TDM_RESERVED = re.compile(rb"""<meta[^>]+name=["']tdm-reservation["'][^>]+content=["']1["']""", re.IGNORECASE)


class JobPagesSpider(BoardSpider):
    """Careers sites by the address of their sitemap or list page."""

    name = "job_pages"
    description = "any careers site with schema.org JobPosting (JSON-LD, microdata, RDFa)"
    evidence = "real recordings of many sites"
    requests = "1 per page of an advert"

    def list_url(self, board: Board) -> str:
        return self.address(board, board.token) if board.origin else board.token

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        start = await self.fetch(self.list_url(board))
        owners: dict[str, str | None] = {}
        if not is_sitemap(start.body) and not is_robots(start.url):
            for posting in self.parse_body(board, start.body, start.url, self.tally):
                yield self._told_apart(posting, owners)
        if owners:
            return
        pages = await self._job_pages(start)
        if len(pages) > MOST_PAGES:
            raise BoardFailure("oversize", f"{start.url} leads to {len(pages)} job pages, more than {MOST_PAGES}")
        for page in pages:
            for posting in await self._page(board, page):
                yield self._told_apart(posting, owners)

    def _told_apart(self, posting: Posting, owners: dict[str, str | None]) -> Posting:
        """Some sites give all their adverts one identifier; then the address is the identity."""
        if owners.setdefault(posting.native_id, posting.url) != posting.url and posting.url:
            self.tally.notes["identifier_shared"] += 1
            posting.native_id = posting.url
        return posting

    async def _page(self, board: Board, url: str) -> list[Posting]:
        """Postings of one job page; a page that is gone or broken is counted, and the others go on."""
        try:
            answer = await self.fetch(url)
            found = list(self.parse_body(board, answer.body, answer.url, self.tally))
        except Exception as error:
            kind = kind_of(error)
            if kind in STOPS_ALL or kind == "exception":
                raise
            if kind in {"http_404", "http_410"}:
                self.tally.notes["gone"] += 1
                self.tally.gone.append(url)  # what the posting is called where it has no number of its own
            elif kind == "redirect_home":
                self.tally.notes["page_without_posting"] += 1
            else:
                self.tally.drop(f"page_{kind}", str(error))
            return []
        if not found:
            self.tally.notes["page_without_posting"] += 1
        return found

    async def _job_pages(self, start: Answer) -> list[str]:
        named = sitemaps_named(start.body, start.url)
        if not named and not is_sitemap(start.body):
            return job_links(start.body, start.url)
        addresses: list[str] = []
        seen = {start.url, *named}
        waiting = [await self.fetch(url) for url in named] or [start]
        while waiting:
            kind, found = sitemap_entries(waiting.pop().body)
            if kind != "sitemapindex":
                addresses += found
                continue
            for url in found:
                if url not in seen and len(seen) < MOST_SITEMAPS:
                    seen.add(url)
                    waiting.append(await self.fetch(url))
        unique = list(dict.fromkeys(addresses))
        return [url for url in unique if JOB_PATH.search(urlsplit(url).path)] or unique

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        if TDM_RESERVED.search(body):
            raise BoardFailure("robots_denied", f"{url} reserves its text from data mining")
        page = html_to_unicode(None, body)[1]
        found = job_postings(page, tally)
        if not found and wrong_page(body) == "bot_page" and len(body) < 30_000:
            raise BoardFailure("bot_page", f"{url}: a challenge in place of the page")
        canonical = canonical_address(page, url) if len(found) == 1 else url
        return self.each(
            iter(found),
            lambda entry: read_job_posting(board, entry, canonical, alone=len(found) == 1, tally=tally),
            tally,
        )


def is_sitemap(body: bytes) -> bool:
    """Whether the body is a sitemap or an index of sitemaps, plain or gzip."""
    start = _plain(body)[:2000]
    return b"<urlset" in start or b"<sitemapindex" in start


def is_robots(url: str) -> bool:
    """Whether the address is that of a robots.txt."""
    return urlsplit(url).path == "/robots.txt"


def sitemaps_named(body: bytes, url: str) -> list[str]:
    """The sitemaps that a robots.txt names; none for any other page. Raises ``BoardFailure``."""
    if not is_robots(url):
        return []
    found = [urljoin(url, address) for address in sitemap_urls_from_robots(body)][:MOST_SITEMAPS]
    if not found:
        raise BoardFailure("schema_change", f"{url} names no sitemap")
    return found


def sitemap_entries(body: bytes) -> tuple[str, list[str]]:
    """Kind of a sitemap (``urlset`` or ``sitemapindex``) and the addresses in it."""
    try:
        sitemap = Sitemap(_plain(body))
        return sitemap.type, [entry["loc"] for entry in sitemap if entry.get("loc")]
    except Exception as error:
        raise BoardFailure("schema_change", f"a sitemap that cannot be read: {error}") from None


def job_links(body: bytes, url: str) -> list[str]:
    """Links of a page that stay on its host and look like one advert's, in the page's order."""
    host = urlsplit(url).hostname
    found: dict[str, None] = {}
    for link in LexborHTMLParser(html_to_unicode(None, body)[1]).css("a[href]"):
        address = urldefrag(urljoin(url, (link.attributes.get("href") or "").strip())).url
        parts = urlsplit(address)
        if parts.hostname == host and address != url and JOB_PATH.search(parts.path + "?" + parts.query):
            found[address] = None
    return list(found)


def canonical_address(page: str, url: str) -> str:
    """The address that the page itself calls its own, else the one it came from."""
    link = LexborHTMLParser(page).css_first('link[rel="canonical"][href]')
    address = urljoin(url, (link.attributes.get("href") or "").strip()) if link else url
    return address if urlsplit(address).scheme in {"http", "https"} else url


def _plain(body: bytes) -> bytes:
    return gunzip(body, max_size=LARGEST_BODY) if body[:3] == b"\x1f\x8b\x08" else body
