"""Lever, its postings API, global and European: a bare JSON array in pages.

``createdAt`` is when the posting was made, for evergreen adverts years ago; there is no other date.
The requirements stand in ``lists``, apart from the description, and belong to the text.
"""

import html
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import RecordBroken
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.paging import PageGuard
from spiders.tally import Tally
from spiders.tokens import path_segment

PAGE_SIZE = 100
"""What the API gives when nothing is asked for; a larger wish that it cut down would look like the end."""
LEFT_OUT = frozenset({
    "descriptionPlain", "descriptionBody", "descriptionBodyPlain", "opening", "openingPlain",
    "additionalPlain", "salaryDescription", "salaryDescriptionPlain",
})  # fmt: skip
"""Twins and parts of what is read."""


class LeverSpider(BoardSpider):
    """Boards by site name, as in ``jobs.lever.co/<site>``; European ones name the European origin."""

    name = "lever"
    description = "Lever job sites (public postings API, global and EU)"
    origin = "https://api.lever.co"
    other_origins = ("https://api.eu.lever.co",)
    addresses = (
        r"jobs\.(?P<eu>eu\.)?lever\.co/(?P<token>[^/?#]+)",
        r"api\.(?P<eu>eu\.)?lever\.co/v0/postings/(?P<token>[^/?#]+)",
    )
    address_form = "jobs.lever.co/<token>, jobs.eu.lever.co/<token>"
    evidence = "vendor's documentation; real recordings"
    requests = "1 per 100 adverts per crawl"

    @classmethod
    def board_at(cls, found: re.Match[str]) -> tuple[str, str | None]:
        return found["token"], cls.other_origins[0] if found["eu"] else None

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/v0/postings/{path_segment(board.token)}?mode=json")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        guard = PageGuard()
        skip = 0
        while True:
            answer = await self.fetch(f"{self.list_url(board)}&skip={skip}&limit={PAGE_SIZE}")
            page = list(top_records(decode_json(answer.body, answer.url), None, answer.url))
            guard.check((str(entry.get("id")) for entry in page if isinstance(entry, dict)), answer.url)
            for posting in self._read(board, iter(page), self.tally):
                yield posting
            if len(page) != PAGE_SIZE:
                return
            skip += PAGE_SIZE

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        return self._read(board, top_records(decode_json(body, url), None, url), tally)

    def _read(self, board: Board, entries: Iterator[Any], tally: Tally) -> Iterator[Posting]:
        return self.each(entries, lambda entry: _posting(board, Record(entry, "[]", tally)), tally)


def _posting(board: Board, entry: Record) -> Posting:
    categories = entry.record("categories")
    created = entry.take("createdAt")
    pay_said = entry.text("salaryDescriptionPlain")
    pay = entry.record("salaryRange")
    pay_stated = pay.as_json()
    posting = Posting(
        source=board.name,
        platform="lever",
        native_id=entry.need_text("id"),
        title=entry.need_text("text"),
        url=entry.text("hostedUrl"),
        apply_url=entry.text("applyUrl"),
        company=board.company,
        description_html=_description(entry),
        locations=_locations(categories, entry.text("country")),
        remote_raw=entry.text("workplaceType"),
        employment_type_raw=categories.text("commitment"),
        department=categories.text("department"),
        team=categories.text("team"),
        level_raw=categories.text("level"),
        posted_at=_moment(created),
        posted_at_raw=None if created is None else str(created),
        posted_at_basis=None if created is None else "created",
        salary_raw=pay_said or pay_stated,
        salary_min=pay.text("min"),
        salary_max=pay.text("max"),
        salary_currency=pay.text("currency"),
        salary_period=pay.text("interval"),
    )
    pay.done()
    categories.done()
    entry.done(LEFT_OUT)
    return posting


def _moment(created: Any) -> str | None:
    """Epoch milliseconds as ISO 8601."""
    if created is None:
        return None
    if not isinstance(created, int):
        raise RecordBroken(f"[].createdAt: expected milliseconds, got {created!r}")
    try:
        return datetime.fromtimestamp(created / 1000, UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        raise RecordBroken(f"[].createdAt: {created} is no moment") from None


def _description(entry: Record) -> str | None:
    """Description, lists and closing, in the order in which the page shows them."""
    plain, closing_plain = entry.text("descriptionPlain"), entry.text("additionalPlain")
    parts = [entry.text("description") or _as_html(plain)]
    for part in entry.records("lists"):
        heading, content = part.text("text"), part.text("content")
        part.done()
        parts.append(f"<h3>{html.escape(heading)}</h3>" if heading else None)
        parts.append(f"<ul>{content}</ul>" if content else None)
    parts.append(entry.text("additional") or _as_html(closing_plain))
    return "\n".join(filter(None, parts)) or None


def _as_html(plain: str | None) -> str | None:
    return f"<p>{html.escape(plain, quote=False)}</p>".replace("\n", "<br>") if plain else None


def _locations(categories: Record, country: str | None) -> list[Location]:
    primary = categories.text("location")
    places = dict.fromkeys(filter(None, [primary, *categories.texts("allLocations")]))
    found = [Location(text=place) for place in places]
    if country and len(found) <= 1:
        # One country for several places is the first one's; it must not be read as all of theirs.
        return [Location(text=primary, country=country)]
    if country:
        found[0].country = country
    return found
