"""Pinpoint, the careers site's own postings list: one body holds all postings of a company.

The text is split over several keys, each with a heading of its own. There is no posting date. Pay is taken
only where the employer shows it.
"""

import html
from collections.abc import Iterator
from typing import Any

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally

SECTIONS = ("description", "key_responsibilities", "skills_knowledge_expertise", "benefits")
LEFT_OUT = frozenset({"reporting_to", "compensation_visible", "requisition_id", "department", "division", "path"})
"""A person's name, and twins of what the job says."""


class PinpointSpider(BoardSpider):
    """Boards by company, as in ``<company>.pinpointhq.com``."""

    name = "pinpoint"
    description = "Pinpoint careers sites (their public postings list)"
    domain = "pinpointhq.com"
    addresses = (r"(?!(?:www|app|api|help|developers|marketing)\.)(?P<token>[\w-]+)\.pinpointhq\.com",)
    address_form = "<token>.pinpointhq.com"
    evidence = "third parties' notes and invented samples only; no real recording"

    def list_url(self, board: Board) -> str:
        return self.address(board, "/postings.json")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        entries = top_records(document, "data", url)
        Record(document, "", tally).done({"data", "meta"})
        return self.each(entries, lambda entry: self._posting(board, Record(entry, "data[]", tally)), tally)

    def _posting(self, board: Board, entry: Record) -> Posting:
        job = entry.record("job")
        requisition, own_requisition = job.text("requisition_id"), entry.text("requisition_id")
        department, own_department = _name(job.take("department")), _name(entry.take("department"))
        division, own_division = _name(job.take("division")), _name(entry.take("division"))
        path = entry.text("path")
        kind, kind_code = entry.text("employment_type_text"), entry.text("employment_type")
        place, place_code = entry.text("workplace_type_text"), entry.text("workplace_type")
        posting = Posting(
            source=board.name,
            platform="pinpoint",
            native_id=entry.need_text("id"),
            title=entry.need_text("title"),
            url=entry.text("url") or (self.page_address(board, path) if path else None),
            company=board.company,
            description_html=_description(entry),
            locations=_locations(entry.record("location")),
            remote_raw=place or place_code,
            employment_type_raw=kind or kind_code,
            department=department or own_department,
            team=division or own_division,
            requisition_id=requisition or own_requisition,
            valid_through=entry.text("deadline_at"),
        )
        _pay(posting, entry)
        job.done({"id"})
        entry.done(LEFT_OUT)
        return posting


def _description(entry: Record) -> str | None:
    parts = []
    for name in SECTIONS:
        heading, text = entry.text(f"{name}_header"), entry.text(name)
        if text:
            parts.append(f"<h3>{html.escape(heading)}</h3>\n{text}" if heading else text)
    return "\n".join(parts) or None


def _locations(place: Record) -> list[Location]:
    city, region = place.text("city"), place.text("province")
    name = place.text("name") or ", ".join(filter(None, (city, region))) or None
    postal_code = place.text("postal_code")
    place.done({"id", "street_address"})
    return [Location(text=name, city=city, region=region, postal_code=postal_code)] if name else []


def _name(value: Any) -> str | None:
    """A department or division, given as an object or by its name alone."""
    name = value.get("name") if isinstance(value, dict) else value
    return name.strip() or None if isinstance(name, str) else None


def _pay(posting: Posting, entry: Record) -> None:
    said, low, high = (entry.text(f"compensation{end}") for end in ("", "_minimum", "_maximum"))
    currency, period = entry.text("compensation_currency"), entry.text("compensation_frequency")
    if entry.take("compensation_visible") is False:
        return
    posting.salary_raw, posting.salary_min, posting.salary_max = said, low, high
    if said or low or high:
        posting.salary_currency, posting.salary_period = currency, period
