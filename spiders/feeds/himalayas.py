"""Himalayas, its public API: the newest of about a hundred thousand remote adverts, twenty to a page.

Himalayas asks to be named and linked. The list is far too long to be read whole, so a crawl sees a window.
``guid`` is the identity. No place means anywhere; the pay has a period only in newer answers.
"""

from collections.abc import AsyncIterator, Iterator

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.moments import from_epoch
from spiders.tally import Tally

PAGE_SIZE = 20
MOST_PAGES = 100
LEFT_OUT = frozenset({
    "excerpt", "companySlug", "companyLogo", "timezoneRestrictions", "parentCategories", "currency",
    "salaryPeriod",
})  # fmt: skip
ABOUT = {"comments", "updatedAt", "offset", "limit", "totalCount", "jobs"}


class HimalayasSpider(BoardSpider):
    """Token ``all``."""

    name = "himalayas"
    description = "Himalayas, its newest two thousand remote jobs (public API; name and link Himalayas)"
    origin = "https://himalayas.app"
    evidence = "real recordings"
    requests = "1 per 20 adverts, at most 100"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/jobs/api?limit={PAGE_SIZE}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        self.tally.partial = True
        seen: set[str] = set()
        for page in range(MOST_PAGES):
            answer = await self.fetch(f"{self.list_url(board)}&offset={page * PAGE_SIZE}")
            postings = list(self.parse_body(board, answer.body, answer.url, self.tally))
            new = [posting for posting in postings if posting.native_id not in seen]
            seen.update(posting.native_id for posting in new)
            for posting in new:
                yield posting
            if not new:
                return

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "jobs", url)
        tally.partial = True
        Record(document, "", tally).done(ABOUT)
        return self.each(jobs, lambda job: _posting(board, Record(job, "jobs[]", tally)), tally)


def _posting(board: Board, job: Record) -> Posting:
    published, expires = job.take("pubDate"), job.take("expiryDate")
    link = job.text("applicationLink")
    low, high = job.text("minSalary"), job.text("maxSalary")
    paid = bool(low or high)
    posting = Posting(
        source=board.name,
        platform="himalayas",
        native_id=job.text("guid") or link or job.need_text("guid"),
        title=job.need_text("title"),
        url=link,
        company=job.text("companyName"),
        description_html=job.text("description"),
        locations=[Location(text=country, country=country) for country in job.texts("locationRestrictions")],
        remote_raw="Remote",  # the board takes nothing else
        employment_type_raw=job.text("employmentType"),
        level_raw=", ".join(job.texts("seniority")) or None,
        tags=[category.replace("-", " ") for category in job.texts("categories")],
        posted_at=from_epoch(published, "jobs[].pubDate"),
        posted_at_raw=None if published is None else str(published),
        posted_at_basis=None if published is None else "published",
        valid_through=from_epoch(expires, "jobs[].expiryDate"),
        salary_min=low,
        salary_max=high,
        # A currency and a period stand beside unstated pay too, and mean nothing there.
        salary_currency=job.text("currency") if paid else None,
        salary_period=job.text("salaryPeriod") if paid else None,
    )
    job.done(LEFT_OUT)
    return posting
