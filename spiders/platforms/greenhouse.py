"""Greenhouse, its public job board API: one body holds all postings of a board.

``first_published`` is when an advert went up; ``updated_at`` is touched in bulk and says nothing about
that. The description is HTML escaped once inside the JSON. Neither working place nor employment type has a
field of its own: some employers give them as custom metadata.
"""

import html
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally
from spiders.tokens import path_segment

REMOTE_NAMES = {
    "location type", "workplace type", "work location type", "work location", "remote", "remote status",
    "remote type", "work model", "work arrangement", "workplace", "remote eligible", "remote work",
}  # fmt: skip
EMPLOYMENT_NAMES = {
    "employment type", "time type", "contract type", "job type", "type of employment", "worker type",
    "worker sub-type", "employment status", "commitment",
}  # fmt: skip
LEVEL_NAMES = {"job level", "level", "seniority", "seniority level", "experience level", "career level"}
LEFT_OUT = frozenset({
    "data_compliance", "internal_job_id", "education", "employment", "ai_disclaimer", "include_ai_disclaimer",
    "ai_opt_out_request_url", "pay_input_ranges", "questions", "location_questions", "compliance",
    "demographic_questions",
})  # fmt: skip
"""Known and of no use here: forms, legal notices, and the number that several adverts of one job share."""


BRACKETS = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"))


class GreenhouseSpider(BoardSpider):
    """Boards by token, as in ``job-boards.greenhouse.io/<token>``."""

    name = "greenhouse"
    description = "Greenhouse job boards (public API)"
    origin = "https://boards-api.greenhouse.io"
    addresses = (
        r"(?:boards|job-boards)\.(?:eu\.)?greenhouse\.io/embed/job_(?:board|app)(?:/js)?\?(?:[^#]*&)?for=(?P<token>[\w-]+)",
        r"(?:boards|job-boards)\.(?:eu\.)?greenhouse\.io/(?!embed(?:/|\?|$))(?P<token>[\w-]+)",
        r"boards-api\.greenhouse\.io/v1/boards/(?P<token>[\w-]+)",
    )
    address_form = "job-boards.greenhouse.io/<token>"
    evidence = "vendor's documentation; real recordings"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/v1/boards/{path_segment(board.token)}/jobs?content=true")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        if isinstance(document, dict) and "jobs" not in document and "absolute_url" in document:
            document = {"jobs": [document]}  # one advert's own page has the same form
        jobs = top_records(document, "jobs", url)
        meta = document.get("meta")
        if isinstance(meta, dict) and meta.get("total") not in (None, len(document["jobs"])):
            tally.notes["not_as_many_as_announced"] += 1
        Record(document, "", tally).done({"jobs", "meta"})
        return self.each(jobs, lambda job: _posting(board, Record(job, "jobs[]", tally)), tally)


def _posting(board: Board, job: Record) -> Posting:
    content = job.text("content")
    description = unescaped_once(content) if content else None
    published = job.text("first_published")
    posting = Posting(
        source=board.name,
        platform="greenhouse",
        native_id=job.need_text("id"),
        title=job.need_text("title"),
        url=job.text("absolute_url"),
        company=job.text("company_name") or board.company,
        description_html=description,
        locations=_locations(job),
        department=_names(job.records("departments")),
        language_raw=job.text("language"),
        requisition_id=job.text("requisition_id"),
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        updated_at=job.text("updated_at"),
        valid_through=job.text("application_deadline"),
        salary_raw=pay_sentence(description) if description else None,
    )
    _custom_fields(posting, job.records("metadata"))
    job.done(LEFT_OUT)
    return posting


def unescaped_once(text: str) -> str:
    """What ``html.unescape`` gives, without its call for each of the several hundred brackets of an advert."""
    plain = text
    for reference, character in BRACKETS:
        plain = plain.replace(reference, character)
    if plain.count("&") != plain.count("&amp;"):
        return html.unescape(text)
    # Last, since what it begins was escaped twice, and one level stays.
    return plain.replace("&amp;", "&")


def _locations(job: Record) -> list[Location]:
    """The advert's own place; its offices, which may be regions or teams, only where it names none."""
    place = job.record("location")
    stated = place.text("name")
    place.done()
    offices = []
    for office in job.records("offices"):
        name, address = office.text("name"), office.text("location")
        offices.append(address or name)
        office.done({"id", "parent_id", "child_ids"})
    found = [stated] if stated else offices
    return [Location(text=text) for text in dict.fromkeys(found) if text]


def _names(records: list[Record]) -> str | None:
    names = []
    for record in records:
        names.append(record.text("name"))
        record.done({"id", "parent_id", "child_ids"})
    return ", ".join(filter(None, names)) or None


def _custom_fields(posting: Posting, fields: list[Record]) -> None:
    """Employers' own fields; only those with a known meaning are kept, the others may hold anything."""
    for field in fields:
        name = (field.text("name") or "").lower()
        value = _value(field.take("value"))
        field.done({"id", "value_type"})
        if not value:
            continue
        if name in REMOTE_NAMES:
            posting.remote_raw = posting.remote_raw or value
        elif name in EMPLOYMENT_NAMES:
            posting.employment_type_raw = posting.employment_type_raw or value
        elif name in LEVEL_NAMES:
            posting.level_raw = posting.level_raw or value


def _value(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(str(entry).strip() for entry in value if entry not in (None, "")) or None
    if value is None or isinstance(value, dict):
        return None
    return ("true" if value else "false") if isinstance(value, bool) else str(value).strip() or None


def pay_sentence(description: str) -> str | None:
    """Pay as the board prints it, from the blocks that Greenhouse adds: ``title: low — high currency``."""
    if "pay-range" not in description:
        return None
    blocks = []
    for block in LexborHTMLParser(description).css("div.pay-input"):
        title, pay = block.css_first("div.title"), block.css_first("div.pay-range")
        parts = [" ".join(node.text(separator=" ").split()) for node in (title, pay) if node]
        blocks.append(": ".join(filter(None, parts)))
    return " | ".join(filter(None, blocks)) or None
