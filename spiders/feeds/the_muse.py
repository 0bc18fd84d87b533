"""The Muse, its public jobs API: many employers and trades, twenty adverts to a page, at most 99 pages.

``publication_date`` may be years old for an advert that is always open. Neither pay nor employment type is
given; the place ``Flexible / Remote`` stands among the places.
"""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlencode

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.feeds.query_token import query_of
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.paging import PageGuard
from spiders.tally import Tally

LAST_PAGE = 99
"""The API answers 400 to later ones."""
REMOTE = "Flexible / Remote"
LEFT_OUT = frozenset({"type", "model_type", "short_name"})
ABOUT = {"page", "page_count", "items_per_page", "took", "timed_out", "total", "results", "aggregations"}


class TheMuseSpider(BoardSpider):
    """Token ``all``, or search parameters such as ``category=Healthcare&location=London``."""

    name = "the_muse"
    description = "The Muse, jobs of many employers (public API)"
    origin = "https://www.themuse.com"
    evidence = "real recordings"
    requests = "1 per 20 adverts, at most 99"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/api/public/jobs?{urlencode({'descending': 'true', **query_of(board)})}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        guard = PageGuard()
        for page in range(LAST_PAGE):
            answer = await self.fetch(f"{self.list_url(board)}&page={page}")
            document = decode_json(answer.body, answer.url)
            found = list(top_records(document, "results", answer.url))
            guard.check((str(entry.get("id")) for entry in found if isinstance(entry, dict)), answer.url)
            for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                yield posting
            pages = document.get("page_count")
            if not found or (isinstance(pages, int) and page + 1 >= pages):
                return

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "results", url)
        tally.partial = True
        Record(document, "", tally).done(ABOUT)
        return self.each(jobs, lambda job: _posting(board, Record(job, "results[]", tally)), tally)


def _posting(board: Board, job: Record) -> Posting:
    published = job.text("publication_date")
    company, links = job.record("company"), job.record("refs")
    places, levels, categories = (_names(job, key) for key in ("locations", "levels", "categories"))
    posting = Posting(
        source=board.name,
        platform="the_muse",
        native_id=job.need_text("id"),
        title=job.need_text("name"),
        url=links.text("landing_page"),
        company=company.text("name"),
        description_html=job.text("contents"),
        locations=[Location(text=place) for place in places],
        remote_raw=REMOTE if REMOTE in places else None,
        department=", ".join(categories) or None,
        level_raw=", ".join(levels) or None,
        tags=_names(job, "tags"),
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
    )
    company.done({"id", "short_name"})
    links.done()
    job.done(LEFT_OUT)
    return posting


def _names(job: Record, key: str) -> list[str]:
    found = []
    for entry in job.records(key):
        found.append(entry.text("name"))
        entry.done({"short_name"})
    return [name for name in found if name]
