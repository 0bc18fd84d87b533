"""Reed, a job board of the United Kingdom: an official API that wants a free key.

The list holds a cut text, so the page of each advert is read. Dates are British, ``27/03/2026``. Of the pay, the
amounts are as the employer stated them, for the period that ``salaryType`` names.
"""

from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import ClassVar
from urllib.parse import quote, urlencode

from spiders.advert_pages import IN_ONE_GO
from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.feeds.query_token import query_of
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.keys import Secret
from spiders.moments import from_day_first
from spiders.paging import PageGuard
from spiders.tally import Tally

PAGE_SIZE = 100
MOST_PAGES = 10
LEFT_OUT = frozenset({
    "employerId", "employerProfileId", "employerProfileName", "applications", "applicationCount",
    "yearlyMinimumSalary", "yearlyMaximumSalary", "datePosted", "date",
})  # fmt: skip


class ReedSpider(BoardSpider):
    """Token ``all``, or search parameters such as ``keywords=nurse&locationName=Leeds``."""

    name = "reed"
    description = "Reed, jobs in the United Kingdom (official API with a key)"
    origin = "https://www.reed.co.uk"
    evidence = "general knowledge only; no real recording"
    requests = "1 per 100 adverts, and 1 for each, at most 400"
    key_variables: ClassVar[tuple[str, ...]] = ("REED_API_KEY",)
    key_from = "free from https://www.reed.co.uk/developers"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/api/1.0/search?{urlencode({**query_of(board), 'resultsToTake': PAGE_SIZE})}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        self.tally.partial = True
        key = self.keys["REED_API_KEY"]
        word = b64encode(f"{key}:".encode()).decode()
        secret = Secret(self.list_url(board), headers={"Authorization": f"Basic {word}"}, keys=(key, word))
        guard, pages = PageGuard(), self.advert_pages(IN_ONE_GO)
        for page in range(MOST_PAGES):
            answer = await self.fetch(f"{self.list_url(board)}&resultsToSkip={page * PAGE_SIZE}", secret=secret)
            found = list(top_records(decode_json(answer.body, answer.url), "results", answer.url))
            numbers = [str(job["jobId"]) for job in found if isinstance(job, dict) and job.get("jobId")]
            guard.check(numbers, answer.url)
            for number in numbers:
                url = self.address(board, f"/api/1.0/jobs/{quote(number, safe='')}")
                detail = await pages.read(number, partial(self.fetch, url, secret=secret))
                if detail is not None:
                    for posting in self.parse_body(board, detail.body, detail.url, self.tally):
                        yield posting
            if len(found) < PAGE_SIZE:
                return

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        tally.partial = True
        if isinstance(document, dict) and "results" not in document and "jobId" in document:
            document = {"results": [document]}  # one advert's own page has nearly the same form
        jobs = top_records(document, "results", url)
        Record(document, "", tally).done({"results", "ambiguousLocations", "totalResults"})
        return self.each(jobs, lambda job: _posting(board, Record(job, "results[]", tally)), tally)


def _posting(board: Board, job: Record) -> Posting:
    published = job.text("datePosted") or job.text("date")
    place, pay = job.text("locationName"), job.text("salary")
    low, high = job.text("minimumSalary"), job.text("maximumSalary")
    currency, period = job.text("currency"), job.text("salaryType")
    paid = bool(low or high)
    posting = Posting(
        source=board.name,
        platform="reed",
        native_id=job.need_text("jobId"),
        title=job.need_text("jobTitle"),
        url=job.text("jobUrl"),
        apply_url=job.text("externalUrl"),
        company=job.text("employerName"),
        description_html=job.text("jobDescription"),
        locations=[Location(text=place)] if place else [],
        employment_type_raw=_employment(job),
        posted_at=from_day_first(published, "results[].date"),
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        valid_through=from_day_first(job.text("expirationDate"), "results[].expirationDate"),
        salary_raw=pay,
        salary_min=low,
        salary_max=high,
        salary_currency=currency if paid else None,
        salary_period=period if paid else None,
    )
    job.done(LEFT_OUT)
    return posting


def _employment(job: Record) -> str | None:
    """``Permanent, full time``: the contract, and the hours where a flag says so."""
    contract = job.text("contractType")
    hours = [words for key, words in (("fullTime", "full time"), ("partTime", "part time")) if job.take(key) is True]
    return ", ".join(filter(None, [contract, *hours])) or None
