"""Personio, a careers site's XML feed: one body holds all positions of a company.

A feed that is not well-formed is read position by position, and that is reported; one that breaks off is a
failure, since a forgiving parser would take half of it for the whole. There is no flag for remote work, and no
address: it is built from the position's number.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure, RecordBroken, is_markup, wrong_page
from spiders.items import Location, Posting
from spiders.json_records import Record
from spiders.merging import one_per_advert
from spiders.tally import Tally

ROOT = b"workzag-jobs"
POSITION = re.compile(rb"<position>.*?</position>", re.DOTALL)
STRAY_AMPERSAND = re.compile(rb"(<!\[CDATA\[.*?\]\]>)|&(?!#?\w{1,31};)", re.DOTALL)
LEFT_OUT = frozenset({"occupationCategory"})


class PersonioSpider(BoardSpider):
    """Boards by company, as in ``<company>.jobs.personio.de``; one under ``.com`` names that as its origin."""

    name = "personio"
    description = "Personio careers sites (their public XML feed)"
    domain = "jobs.personio.de"
    addresses = (r"(?P<token>[\w-]+)\.jobs\.personio\.(?P<ending>de|com)",)
    address_form = "<token>.jobs.personio.de, <token>.jobs.personio.com"
    evidence = "recordings of test accounts and anonymised companies"

    @classmethod
    def board_at(cls, found: re.Match[str]) -> tuple[str, str | None]:
        token = found["token"]
        return token, f"https://{token}.jobs.personio.com" if found["ending"] == "com" else None

    def list_url(self, board: Board) -> str:
        return self.address(board, "/xml?language=en")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        positions = _positions(body, url, tally)
        return one_per_advert(self.each(positions, lambda found: self._posting(board, found, tally), tally), tally)

    def _posting(self, board: Board, element: Any, tally: Tally) -> Posting:
        position = Record(_values(element), "position", tally)
        created, number = position.text("createdAt"), position.need_text("id")
        keywords = (position.text("keywords") or "").split(",")
        posting = Posting(
            source=board.name,
            platform="personio",
            native_id=number,
            title=position.need_text("name"),
            url=self.page_address(board, f"/job/{number}") if number.isdecimal() else None,
            company=position.text("subcompany") or board.company,
            description_html=_description(position),
            locations=_locations(position),
            employment_type_raw=_together(position, "employmentType", "schedule"),
            department=position.text("department"),
            level_raw=_together(position, "seniority", "yearsOfExperience"),
            tags=[
                *filter(None, map(str.strip, keywords)),
                *filter(None, [position.text("recruitingCategory"), position.text("occupation")]),
            ],
            posted_at=created,
            posted_at_raw=created,
            posted_at_basis="created" if created else None,
        )
        _pay(posting, position.record("salaryInformation"))
        position.done(LEFT_OUT)
        return posting


def _positions(body: bytes, url: str, tally: Tally) -> Iterator[Any]:
    text = body.strip()
    if not text.endswith(b">") or (b"<" + ROOT in text and not re.search(rb"</workzag-jobs\s*>$|/>$", text)):
        raise BoardFailure("truncated", f"{url}: the feed breaks off after {len(body)} bytes")
    if b"<" + ROOT not in text[:4096]:
        kind = wrong_page(text) if is_markup(text) and not text.startswith(b"<?xml") else "schema_change"
        raise BoardFailure(kind, f"{url}: {kind.replace('_', ' ')}: no {ROOT.decode()} where the feed is due")
    try:
        return iter(etree.fromstring(text, _parser(recover=False)).findall("position"))
    except etree.XMLSyntaxError as error:
        tally.notes["broken_xml"] += 1
        tally.remember(f"{url}: not well-formed, read position by position: {error}")
    # A forgiving parser would leave a stray ampersand out of a title.
    mended = STRAY_AMPERSAND.sub(lambda found: found[1] or b"&amp;", text)
    blocks = POSITION.findall(mended)
    if not blocks:
        raise BoardFailure("schema_change", f"{url}: not well-formed, and no position in it")
    return (etree.fromstring(block, _parser(recover=True)) for block in blocks)


def _parser(*, recover: bool) -> Any:
    """Closed to entities and the net: the feed is a stranger's text."""
    return etree.XMLParser(recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _values(element: Any) -> dict[str, Any]:
    """The position as one flat object; its lists and its pay nested."""
    if element is None:
        raise RecordBroken("position: empty")
    found: dict[str, Any] = {}
    for child in element.iterchildren("*"):
        if child.tag == "jobDescriptions":
            found[child.tag] = [_values(part) for part in child.iterchildren("jobDescription")]
        elif child.tag == "additionalOffices":
            found[child.tag] = [part.text or "" for part in child.iterchildren("office")]
        elif child.tag == "salaryInformation":
            found[child.tag] = _values(child)
        else:
            found[child.tag] = "".join(child.itertext())
    return found


def _description(position: Record) -> str | None:
    parts = []
    for section in position.records("jobDescriptions"):
        heading, text = section.text("name"), section.text("value")
        section.done()
        if text:
            parts.append(f"<h3>{html.escape(heading)}</h3>\n{text}" if heading else text)
    return "\n".join(parts) or None


def _locations(position: Record) -> list[Location]:
    offices = [position.text("office"), *position.texts("additionalOffices")]
    return [Location(text=office) for office in dict.fromkeys(filter(None, offices))]


def _together(position: Record, *names: str) -> str | None:
    return ", ".join(filter(None, map(position.text, names))) or None


def _pay(posting: Posting, pay: Record) -> None:
    stated = pay.as_json()
    posting.salary_min, posting.salary_max = pay.text("min"), pay.text("max")
    code, symbol, period = pay.text("currencyCode"), pay.text("currencySymbol"), pay.text("type")
    pay.done()
    if posting.salary_min or posting.salary_max:
        posting.salary_raw, posting.salary_currency, posting.salary_period = stated, code or symbol, period
