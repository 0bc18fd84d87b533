"""Ashby, its public posting API: one body holds all postings of a board.

``publishedAt`` may be set anew by the employer. ``isRemote`` is true for hybrid adverts too, so the working
place is taken from ``workplaceType``, and from the flag only where that is silent.
"""

from collections.abc import Iterator

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally
from spiders.tokens import path_segment

LEFT_OUT = frozenset({"descriptionPlain", "shouldDisplayCompensationOnJobPostings"})


class AshbySpider(BoardSpider):
    """Boards by name, as in ``jobs.ashbyhq.com/<name>``; upper and lower case matter."""

    name = "ashby"
    description = "Ashby job boards (public posting API)"
    origin = "https://api.ashbyhq.com"
    addresses = (
        r"jobs\.ashbyhq\.com/(?!api/|_next/)(?P<token>[^/?#]+)",
        r"api\.ashbyhq\.com/posting-api/job-board/(?P<token>[^/?#]+)",
    )
    address_form = "jobs.ashbyhq.com/<token>"
    evidence = "vendor's documentation; real recordings"

    def list_url(self, board: Board) -> str:
        path = f"/posting-api/job-board/{path_segment(board.token)}?includeCompensation=true"
        return self.address(board, path)

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "jobs", url)
        Record(document, "", tally).done({"jobs", "apiVersion"})
        return self.each(jobs, lambda job: _posting(board, Record(job, "jobs[]", tally), tally), tally)


def _posting(board: Board, job: Record, tally: Tally) -> Posting | None:
    if job.take("isListed") is False:
        tally.notes["unlisted"] += 1
        return None
    published = job.text("publishedAt")
    flag, place = job.text("isRemote"), job.text("workplaceType")
    posting = Posting(
        source=board.name,
        platform="ashby",
        native_id=job.need_text("id"),
        title=job.need_text("title"),
        url=job.text("jobUrl"),
        apply_url=job.text("applyUrl"),
        company=board.company,
        description_html=job.text("descriptionHtml"),
        locations=_locations(job),
        remote_raw=place or flag,
        employment_type_raw=job.text("employmentType"),
        department=job.text("department"),
        team=job.text("team"),
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        updated_at=job.text("updatedAt"),
    )
    if posting.description_html is None:
        posting.description_text = job.text("descriptionPlain")
    _pay(posting, job)
    job.done(LEFT_OUT)
    return posting


def _locations(job: Record) -> list[Location]:
    found = [_place(job)]
    for other in job.records("secondaryLocations"):
        found.append(_place(other))
        other.done()
    return [place for place in found if place]


def _place(record: Record) -> Location | None:
    address = record.record("address")
    postal = address.record("postalAddress")
    place = Location(
        text=record.text("location"),
        city=postal.text("addressLocality"),
        region=postal.text("addressRegion"),
        country=postal.text("addressCountry"),
        postal_code=postal.text("postalCode"),
    )
    postal.done({"streetAddress"})
    address.done()
    return place if place.text or place.city or place.region or place.country else None


def _pay(posting: Posting, job: Record) -> None:
    """Pay as the board shows it; where the employer hides it from the page, it is not taken from the API."""
    pay = job.record("compensation")
    summary, short = pay.text("compensationTierSummary"), pay.text("scrapeableCompensationSalarySummary")
    parts = pay.records("summaryComponents")
    pay.done({"compensationTiers"})
    if job.take("shouldDisplayCompensationOnJobPostings") is False:
        return
    posting.salary_raw = summary or short
    salaries = [part for part in parts if part.take("compensationType") == "Salary"]
    if len(salaries) == 1:
        # Several are several regions or levels: no single range is the advert's.
        (salary,) = salaries
        posting.salary_min, posting.salary_max = salary.text("minValue"), salary.text("maxValue")
        posting.salary_currency, posting.salary_period = salary.text("currencyCode"), salary.text("interval")
        salary.done({"summary", "id"})
