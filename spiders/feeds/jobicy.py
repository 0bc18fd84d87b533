"""Jobicy, its public API: a window of the hundred newest remote adverts, six hours after they were published.

Jobicy asks to be asked at most once an hour, to be named and linked, and not to have its adverts passed on to
other boards. The four pay keys are absent where no pay is stated; industries come with HTML entities.
"""

import html
import re
from collections.abc import Iterator

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally

BETWEEN_PLACES = re.compile(r",\s{2,}")
"""``LATAM,  Brazil`` are two places; a single space would be part of one."""
LEFT_OUT = frozenset({"jobSlug", "companyLogo", "jobExcerpt"})
ABOUT = {
    "apiVersion", "documentationUrl", "friendlyNotice", "jobCount", "lastUpdate", "appliedFilters", "jobs",
    "success", "statusCode", "message",
}  # fmt: skip


class JobicySpider(BoardSpider):
    """Token ``all``."""

    name = "jobicy"
    description = "Jobicy, its hundred newest remote jobs (public API; name and link Jobicy)"
    origin = "https://jobicy.com"
    evidence = "real recordings, cut to a few adverts"
    requests = "1 per crawl, at most 1 an hour"
    fewest_hours_between = 1.0

    def list_url(self, board: Board) -> str:
        return self.address(board, "/api/v2/remote-jobs?count=100")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "jobs", url)
        tally.partial = True
        Record(document, "", tally).done(ABOUT)
        return self.each(jobs, lambda job: _posting(board, Record(job, "jobs[]", tally)), tally)


def _posting(board: Board, job: Record) -> Posting:
    published = job.text("pubDate")
    posting = Posting(
        source=board.name,
        platform="jobicy",
        native_id=job.need_text("id"),
        title=html.unescape(job.need_text("jobTitle")),
        url=job.text("url"),
        company=job.text("companyName"),
        description_html=job.text("jobDescription"),
        locations=[Location(text=place) for place in _places(job.text("jobGeo"))],
        remote_raw="Remote",  # the board takes nothing else
        employment_type_raw=", ".join(job.texts("jobType")) or None,
        department=", ".join(map(html.unescape, job.texts("jobIndustry"))) or None,
        level_raw=job.text("jobLevel"),
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        salary_min=job.text("salaryMin"),
        salary_max=job.text("salaryMax"),
        salary_currency=job.text("salaryCurrency"),
        salary_period=job.text("salaryPeriod"),
    )
    job.done(LEFT_OUT)
    return posting


def _places(stated: str | None) -> list[str]:
    return [place.strip() for place in BETWEEN_PLACES.split(stated or "") if place.strip()]
