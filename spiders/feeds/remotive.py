"""Remotive, its public API: one body holds all adverts that are open, a day after they were published.

Remotive asks for at most four requests a day, and blocks who sends more than two a minute. Whoever shows its
adverts must name Remotive and link to the advert's page there; they must not be passed on to other boards.
Its dates have no offset and are read as UTC. The pay is free text (``$31,2k- $52k``), sometimes ``-``.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally

NOTICES = {"00-warning", "0-legal-notice", "job-count", "total-job-count", "jobs"}
LEFT_OUT = frozenset({"company_logo", "company_logo_url"})


class RemotiveSpider(BoardSpider):
    """Token ``all``; the API knows searches too, but they would cost one of the four requests each."""

    name = "remotive"
    description = "Remotive, remote jobs (public API; name and link Remotive where its adverts are shown)"
    origin = "https://remotive.com"
    evidence = "real recordings, cut to a few adverts"
    requests = "1 per crawl, at most 4 a day"
    fewest_hours_between = 6.0
    custom_settings: ClassVar[dict[str, Any]] = {"DOWNLOAD_DELAY": 30.0}  # type: ignore[misc]

    def list_url(self, board: Board) -> str:
        return self.address(board, "/api/remote-jobs")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "jobs", url)
        here, in_all = len(document["jobs"]), document.get("total-job-count")
        tally.partial = isinstance(in_all, int) and in_all > here
        Record(document, "", tally).done(NOTICES)
        return self.each(jobs, lambda job: _posting(board, Record(job, "jobs[]", tally)), tally)


def _posting(board: Board, job: Record) -> Posting:
    published = job.text("publication_date")
    salary = job.text("salary")
    place = job.text("candidate_required_location")
    posting = Posting(
        source=board.name,
        platform="remotive",
        native_id=job.need_text("id"),
        title=job.need_text("title"),
        url=job.text("url"),
        company=job.text("company_name"),
        description_html=job.text("description"),
        locations=[Location(text=place)] if place else [],
        remote_raw="Remote",  # the board takes nothing else
        employment_type_raw=job.text("job_type"),
        department=job.text("category"),
        tags=job.texts("tags"),
        posted_at=_utc(published),
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        salary_raw=None if salary == "-" else salary,
    )
    job.done(LEFT_OUT)
    return posting


def _utc(stated: str | None) -> str | None:
    """A moment without offset gets that of UTC; a plain day stays one."""
    return f"{stated}+00:00" if stated and len(stated) == len("2026-05-15T14:00:51") else stated
