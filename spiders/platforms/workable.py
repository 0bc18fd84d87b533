"""Workable, its public widget: one body holds all postings of an account, with their texts.

An advert with several places stands in the list once for each, always under the same ``shortcode``. Dates are
days. There is no pay. (The v3 interface, a paged POST, has no texts, and each would cost one request more.)
"""

from collections.abc import Iterator
from typing import Any

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.merging import one_per_advert
from spiders.tally import Tally
from spiders.tokens import path_segment

LEFT_OUT = frozenset({"created_at", "shortlink", "education"})


class WorkableSpider(BoardSpider):
    """Boards by account, as in ``apply.workable.com/<account>``."""

    name = "workable"
    description = "Workable job boards (public widget)"
    origin = "https://apply.workable.com"
    addresses = (
        r"apply\.workable\.com/api/v\d/(?:widget/)?accounts/(?P<token>[\w-]+)",
        r"apply\.workable\.com/(?!api(?:/|$)|j(?:/|$)|static/|assets/)(?P<token>[\w-]+)",
        r"(?!www\.|apply\.|help\.|resources\.|jobs\.|careers\.)(?P<token>[\w-]+)\.workable\.com",
    )
    address_form = "apply.workable.com/<token>"
    evidence = "real recordings, cut to a few adverts"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/api/v1/widget/accounts/{path_segment(board.token)}?details=true")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "jobs", url)
        account = Record(document, "", tally)
        company = account.text("name") or board.company
        account.done({"jobs", "description"})
        rows = self.each(jobs, lambda job: _posting(board, company, Record(job, "jobs[]", tally)), tally)
        return one_per_advert(rows, tally)


def _posting(board: Board, company: str | None, job: Record) -> Posting:
    published, shortlink = job.text("published_on"), job.text("shortlink")
    posting = Posting(
        source=board.name,
        platform="workable",
        native_id=job.need_text("shortcode"),
        title=job.need_text("title"),
        url=job.text("url") or shortlink,
        apply_url=job.text("application_url"),
        company=company,
        description_html=_description(job),
        locations=_locations(job),
        remote_raw=job.text("telecommuting"),
        employment_type_raw=job.text("employment_type"),
        department=_names(job.take("department")),
        level_raw=job.text("experience"),
        tags=[tag for tag in (job.text("function"), job.text("industry")) if tag],
        requisition_id=job.text("code"),
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
    )
    job.done(LEFT_OUT)
    return posting


def _description(job: Record) -> str | None:
    """The text; requirements and benefits, mostly a part of it, stand apart on some accounts."""
    parts = [job.text("description"), job.text("requirements"), job.text("benefits")]
    return "\n".join(part for part in parts if part) or None


def _locations(job: Record) -> list[Location]:
    flat = _place(job.text("city"), job.text("state"), job.text("country"))
    found = []
    for record in job.records("locations"):
        city, region, country = record.text("city"), record.text("region"), record.text("country")
        code = record.text("countryCode")
        found.append(_place(city, region, country or code))
        record.done({"hidden"})
    return [place for place in found if place] or ([flat] if flat else [])


def _place(city: str | None, region: str | None, country: str | None) -> Location | None:
    text = ", ".join(filter(None, (city, region, country)))
    return Location(text=text, city=city, region=region, country=country) if text else None


def _names(value: Any) -> str | None:
    """A department, which some accounts give as a list."""
    entries = value if isinstance(value, list) else [value]
    return ", ".join(entry.strip() for entry in entries if isinstance(entry, str) and entry.strip()) or None
