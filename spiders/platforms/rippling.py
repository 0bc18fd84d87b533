"""Rippling, its public board API, and each advert's detail with the text.

An advert with several places stands in the list once for each, always under the same ``uuid``.
"""

import html
from typing import Any

import orjson

from spiders.advert_spider import AdvertSpider, native_id
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, top_records
from spiders.tally import Tally
from spiders.tokens import identity_segment, path_segment

HEADINGS = {"role": None, "company": "About the company"}
"""Parts of the text in reading order."""
LEFT_OUT = frozenset({"board", "activeAndExternal", "workLocation"})


class RipplingSpider(AdvertSpider):
    """Boards by name, as in ``ats.rippling.com/<name>/jobs``."""

    name = "rippling"
    description = "Rippling job boards (public board API)"
    origin = "https://api.rippling.com"
    addresses = (
        r"ats\.(?:us1\.|eu1\.)?rippling\.com/(?:[a-z]{2}-[A-Z]{2}/)?(?!api/|_next/|embed/)(?P<token>[\w-]+)/jobs",
        r"ats\.(?:us1\.|eu1\.)?rippling\.com/(?:[a-z]{2}-[A-Z]{2}/)?(?!api(?:/|$)|_next/|embed/)(?P<token>[\w-]+)/?$",
        r"api\.rippling\.com/platform/api/ats/v1/board/(?P<token>[\w-]+)",
    )
    address_form = "ats.rippling.com/<token>/jobs"
    evidence = "an anonymised list; the detail from third parties' notes only"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/platform/api/ats/v1/board/{path_segment(board.token)}/jobs")

    def rows(self, document: Any, url: str, tally: Tally) -> list[Any]:
        return list(top_records(document, None, url))

    def identity(self, row: dict[str, Any]) -> str:
        return native_id(row, "uuid")

    def together(self, first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
        return {**first, "workLocations": [*_places(first), *_places(second)]}

    def advert_url(self, board: Board, row: dict[str, Any]) -> str | None:
        return f"{self.list_url(board)}/{identity_segment(self.identity(row))}"

    def advert(self, document: Any, url: str) -> dict[str, Any] | None:
        return document if isinstance(document, dict) and isinstance(document.get("description"), dict) else None

    def posting(self, board: Board, row: dict[str, Any], tally: Tally) -> Posting:
        places = _places(row)
        entry = Record(row, "[]", tally)
        department, kind, created = entry.record("department"), entry.record("employmentType"), entry.text("createdOn")
        names = department.text("label"), department.text("name")
        words = kind.text("id"), kind.text("label")
        posting = Posting(
            source=board.name,
            platform=self.name,
            native_id=entry.need_text("uuid"),
            title=entry.need_text("name"),
            url=entry.text("url"),
            company=entry.text("companyName") or board.company,
            description_html=_description(entry.record("description")),
            locations=_locations(places),
            employment_type_raw=words[0] or words[1],
            department=names[0] or names[1],
            posted_at=created,
            posted_at_raw=created,
            posted_at_basis="created" if created else None,
        )
        entry.take("workLocations")
        department.done({"id", "base_department", "department_tree"})
        kind.done()
        _pay(posting, entry.items("payRangeDetails"))
        entry.done(LEFT_OUT)
        return posting


def _places(row: dict[str, Any]) -> list[Any]:
    """All places of a row: the detail's or the joined rows' list, else the one of the row."""
    several = row.get("workLocations")
    if isinstance(several, list) and several:
        return several
    return [row["workLocation"]] if row.get("workLocation") else []


def _locations(places: list[Any]) -> list[Location]:
    names = [place.get("label") if isinstance(place, dict) else place for place in places]
    texts = [name.strip() for name in names if isinstance(name, str) and name.strip()]
    return [Location(text=text) for text in dict.fromkeys(texts)]


def _description(description: Record) -> str | None:
    parts = []
    for name, heading in HEADINGS.items():
        if text := description.text(name):
            parts.append(f"<h3>{html.escape(heading)}</h3>\n{text}" if heading else text)
    description.done()
    return "\n".join(parts) or None


def _pay(posting: Posting, ranges: list[Any]) -> None:
    """Ranges as they stand: their keys were never recorded, so none is taken apart."""
    posting.salary_raw = orjson.dumps(ranges).decode() if ranges else None
