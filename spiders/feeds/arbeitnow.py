"""Arbeitnow, its public job board API: mostly German adverts, in pages from the newest on.

The pages move while they are read, so a page without anything new ends the list. ``created_at`` is when the
advert came to Arbeitnow.
"""

from collections.abc import AsyncIterator, Iterator

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.moments import from_epoch
from spiders.tally import Tally

MOST_PAGES = 30
"""Of a hundred adverts each; older ones were seen by earlier crawls."""


class ArbeitnowSpider(BoardSpider):
    """Token ``all``."""

    name = "arbeitnow"
    description = "Arbeitnow, jobs in Germany and remote (public API)"
    origin = "https://www.arbeitnow.com"
    evidence = "real recordings, cut to a few adverts"
    requests = "1 per page, at most 30"

    def list_url(self, board: Board) -> str:
        return self.address(board, "/api/job-board-api")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        seen: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            answer = await self.fetch(f"{self.list_url(board)}?page={page}")
            postings = list(self.parse_body(board, answer.body, answer.url, self.tally))
            new = [posting for posting in postings if posting.native_id not in seen]
            seen.update(posting.native_id for posting in new)
            for posting in new:
                yield posting
            if not new:
                return
        self.tally.partial = True

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "data", url)
        Record(document, "", tally).done({"data", "links", "meta"})
        return self.each(jobs, lambda job: _posting(board, Record(job, "data[]", tally)), tally)


def _posting(board: Board, job: Record) -> Posting:
    created = job.take("created_at")
    place = job.text("location")
    posting = Posting(
        source=board.name,
        platform="arbeitnow",
        native_id=job.need_text("slug"),
        title=job.need_text("title"),
        url=job.text("url"),
        company=job.text("company_name"),
        description_html=job.text("description"),
        locations=[Location(text=place)] if place else [],
        remote_raw=job.text("remote"),
        employment_type_raw=", ".join(job.texts("job_types")) or None,
        tags=job.texts("tags"),
        posted_at=from_epoch(created, "data[].created_at"),
        posted_at_raw=None if created is None else str(created),
        posted_at_basis=None if created is None else "created",
    )
    job.done()
    return posting
