"""Breezy, a careers site's own list; the text stands on each advert's page as schema.org JobPosting.

An unknown company is sent to Breezy's front page, which is a failure and no empty board.
"""

from typing import Any

from w3lib.encoding import html_to_unicode

from spiders.advert_spider import AdvertSpider, native_id
from spiders.boards import Board
from spiders.failures import RecordBroken
from spiders.items import Location, Posting
from spiders.json_records import Record, top_records
from spiders.pages.job_posting_reading import read_job_posting
from spiders.pages.job_posting_schema import job_postings
from spiders.tally import Tally
from spiders.tokens import identity_segment

PAGE = "JobPosting"
"""Key under which the page's own data lie beside the row's."""


class BreezySpider(AdvertSpider):
    """Boards by company, as in ``<company>.breezy.hr``."""

    name = "breezy"
    description = "Breezy careers sites (their public list and job pages)"
    domain = "breezy.hr"
    addresses = (r"(?!(?:www|app|api|help|developer|assets|marketing|status)\.)(?P<token>[\w-]+)\.breezy\.hr",)
    address_form = "<token>.breezy.hr"
    evidence = "third parties' notes and invented samples only; no real recording"

    def list_url(self, board: Board) -> str:
        return self.address(board, "/json")

    def rows(self, document: Any, url: str, tally: Tally) -> list[Any]:
        return list(top_records(document, None, url))

    def identity(self, row: dict[str, Any]) -> str:
        return native_id(row, "id")

    def advert(self, document: Any, url: str) -> dict[str, Any] | None:
        return None  # it is a page, see read_advert

    def advert_url(self, board: Board, row: dict[str, Any]) -> str | None:
        """On the board's own host, whatever address the row names; none where the row has the text."""
        if row.get("description"):
            return None
        name = row.get("friendly_id")
        return self.address(board, f"/p/{identity_segment(name if isinstance(name, str) else self.identity(row))}")

    async def read_advert(self, url: str) -> dict[str, Any]:
        answer = await self.fetch(url)
        found = job_postings(html_to_unicode(None, answer.body)[1], self.tally)
        if not found:
            raise RecordBroken(f"{answer.url}: no JobPosting on the advert's page")
        return {PAGE: found[0]}

    def posting(self, board: Board, row: dict[str, Any], tally: Tally) -> Posting:
        page = row.pop(PAGE, None)
        entry = Record(row, "[]", tally)
        company = entry.record("company")
        published, kind, pay = entry.text("published_date"), entry.record("type"), entry.text("salary")
        primary = entry.record("location")
        flag = primary.take("is_remote")
        posting = Posting(
            source=board.name,
            platform=self.name,
            native_id=entry.need_text("id"),
            title=entry.need_text("name"),
            url=entry.text("url"),
            company=company.text("name") or board.company,
            description_html=entry.text("description"),
            locations=_locations([primary, *entry.records("locations")]),
            remote_raw=None if flag is None else str(flag).lower(),
            employment_type_raw=kind.text("name"),
            department=entry.text("department"),
            posted_at=published,
            posted_at_raw=published,
            posted_at_basis="published" if published else None,
            salary_raw=pay,
        )
        kind.done({"id"})
        company.done({"logo_url", "friendly_id", "isMultipleLocationsEnabled"})
        entry.done({"friendly_id"})
        if page is not None:
            _add_page(posting, read_job_posting(board, page, posting.url or "", alone=True, tally=tally))
        return posting


def _add_page(posting: Posting, page: Posting) -> None:
    """What only the page says."""
    posting.description_html, posting.description_text = page.description_html, page.description_text
    posting.valid_through = page.valid_through
    posting.employment_type_raw = posting.employment_type_raw or page.employment_type_raw
    posting.locations = posting.locations or page.locations
    if posting.salary_raw is None:
        posting.salary_raw, posting.salary_min, posting.salary_max = page.salary_raw, page.salary_min, page.salary_max
        posting.salary_currency, posting.salary_period = page.salary_currency, page.salary_period


def _locations(records: list[Record]) -> list[Location]:
    found: list[Location] = []
    for record in records:
        country, region = record.record("country"), record.record("state")
        place = Location(
            text=record.text("name"),
            city=record.text("city"),
            region=region.text("name"),
            country=country.text("name"),
        )
        country.done({"id"})
        region.done({"id"})
        record.done({"id", "primary", "is_remote", "streetAddress"})
        place.text = place.text or ", ".join(filter(None, (place.city, place.region, place.country))) or None
        if place.text and place not in found:
            found.append(place)
    return found
