"""NAV, Norway's public employment service: a feed of changes, and a page for each advert.

A crawl reads the changes of the last days and then the page of each advert that is open; one that the feed
calls INACTIVE is closed. The terms ask to drop closed adverts and contact persons, so the latter are never
kept. The feed wants a token that it hands out itself, to anybody.
"""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import Any

from spiders.advert_pages import IN_ONE_GO
from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure, RecordBroken
from spiders.feeds.query_token import EVERYTHING
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.keys import Secret
from spiders.paging import PageGuard
from spiders.tally import Tally

WINDOW_HOURS = 24
TOKEN = re.compile(rb"eyJ[\w-]+\.[\w-]+\.[\w-]+")
ABOUT = {"version", "title", "home_page_url", "feed_url", "description", "next_url", "id", "next_id", "items"}
LEFT_OUT = frozenset({"contactList", "source", "starttime", "positioncount", "sector", "reference", "uuid"})


class NavNorwaySpider(BoardSpider):
    """Token ``all``, or the hours to look back, such as ``72``."""

    name = "nav_norway"
    description = "NAV Norway, public adverts (open feed of changes with removals)"
    origin = "https://pam-stilling-feed.nav.no"
    evidence = "description of the API only; no real recording"
    requests = "1 per page of the feed, and 1 for each open advert"

    def list_url(self, board: Board) -> str:
        return self.address(board, "/api/v1/feed")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        self.tally.partial = True
        secret = await self._token(board)
        pages = self.advert_pages(IN_ONE_GO)
        async for native_id, url in self._open_adverts(board, secret):
            answer = await pages.read(native_id, partial(self.fetch, url, secret=secret))
            if answer is not None:
                for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                    yield posting

    async def _token(self, board: Board) -> Secret:
        answer = await self.fetch(self.address(board, "/api/publicToken"), keep=False)
        found = TOKEN.search(answer.body)
        if found is None:
            raise BoardFailure("schema_change", f"{answer.url}: no token in the answer")
        token = found[0].decode()
        return Secret(answer.url, headers={"Authorization": f"Bearer {token}"}, keys=(token,))

    async def _open_adverts(self, board: Board, secret: Secret) -> AsyncIterator[tuple[str, str]]:
        """Id and page of each advert whose last change in the window leaves it open."""
        last: dict[str, tuple[bool, str]] = {}
        guard = PageGuard()
        url: str | None = self.list_url(board)
        headers = {"If-Modified-Since": format_datetime(self._since(board), usegmt=True)}
        while url:
            answer = await self.fetch(url, headers=headers, secret=secret, keep=False)
            document = decode_json(answer.body, answer.url)
            entries = list(_entries(document, answer.url, self.tally))
            guard.check((f"{entry[0]} {entry[3]}" for entry in entries), answer.url)
            last.update({native_id: (is_open, page) for native_id, is_open, page, _ in entries})
            following = document.get("next_url")
            url, headers = self.address(board, following) if isinstance(following, str) and entries else None, {}
        self.tally.gone += [native_id for native_id, (is_open, _) in last.items() if not is_open]
        for native_id, (is_open, page) in last.items():
            if is_open:
                yield native_id, self.address(board, page)

    def _since(self, board: Board) -> datetime:
        if board.token != EVERYTHING and not board.token.isdecimal():
            raise BoardFailure("bad_token", f"token {board.token!r}: write all, or hours to look back, such as 72")
        hours = WINDOW_HOURS if board.token == EVERYTHING else int(board.token)
        return (self.crawl_moment - timedelta(hours=hours)).astimezone(UTC)

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        if isinstance(document, dict) and "items" in document:
            for native_id, is_open, _, _ in _entries(document, url, tally):
                if is_open:
                    tally.notes["detail_needed"] += 1
                else:
                    tally.gone.append(native_id)
            return iter(())
        if not isinstance(document, dict) or "status" not in document:
            raise BoardFailure("schema_change", f"{url}: neither a page of the feed nor an advert")
        return self.each(iter([document]), lambda entry: _posting(board, Record(entry, "", tally), tally), tally)


def _entries(document: Any, url: str, tally: Tally) -> Iterator[tuple[str, bool, str, str]]:
    """Id, whether open, page and moment of each change on a page of the feed, oldest first."""
    items = top_records(document, "items", url)
    Record(document, "", tally).done(ABOUT)
    for value in items:
        try:
            yield _entry(Record(value, "items[]", tally))
        except RecordBroken as error:
            tally.drop("broken_record", str(error))


def _entry(item: Record) -> tuple[str, bool, str, str]:
    entry = item.record("_feed_entry")
    native_id = entry.text("uuid") or item.need_text("id")
    is_open = entry.need_text("status") == "ACTIVE"
    page, changed = item.need_text("url"), entry.text("sistEndret") or ""
    entry.done({"title", "businessName", "municipal"})
    item.done({"id", "title", "content_text", "date_modified"})
    return native_id, is_open, page, changed


def _posting(board: Board, entry: Record, tally: Tally) -> Posting | None:
    native_id = entry.need_text("uuid")
    status = entry.need_text("status")
    advert = entry.record("json") if "json" in entry else entry.record("ad_content")
    entry.done({"sistEndret", "title"})
    if status != "ACTIVE":
        tally.gone.append(native_id)
        return None
    published = advert.text("published")
    employer = advert.record("employer")
    apply_url = advert.text("applicationUrl")
    posting = Posting(
        source=board.name,
        platform="nav_norway",
        native_id=native_id,
        title=advert.need_text("title"),
        url=advert.text("link") or advert.text("sourceurl"),
        # Employers write an e-mail address or nothing useful here too.
        apply_url=apply_url if apply_url and apply_url.startswith("http") else None,
        company=employer.text("name"),
        description_html=advert.text("description"),
        locations=[place for place in map(_place, advert.records("workLocations")) if place],
        employment_type_raw=", ".join(filter(None, (advert.text("engagementtype"), advert.text("extent")))) or None,
        department=_occupation(advert),
        team=advert.text("jobtitle"),
        tags=_categories(advert),
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        updated_at=advert.text("updated"),
        valid_through=_deadline(advert),
    )
    employer.done({"orgnr", "description", "homepage"})
    advert.take("sourceurl")
    advert.done(LEFT_OUT)
    return posting


def _place(place: Record) -> Location | None:
    city, county, country = place.text("city"), place.text("county"), place.text("country")
    municipal, postal_code = place.text("municipal"), place.text("postalCode")
    place.done({"address"})
    text = ", ".join(dict.fromkeys(filter(None, (city or municipal, county, country))))
    if not text:
        return None
    return Location(text=text, city=city or municipal, region=county, country=country, postal_code=postal_code)


def _occupation(advert: Record) -> str | None:
    names = []
    for occupation in advert.records("occupationCategories"):
        names.append(", ".join(filter(None, (occupation.text("level1"), occupation.text("level2")))))
        occupation.done()
    return "; ".join(filter(None, names)) or None


def _categories(advert: Record) -> list[str]:
    names = []
    for category in advert.records("categoryList"):
        names.append(category.text("name"))
        category.done({"id", "code", "categoryType", "description", "parentId", "score"})
    return [name for name in names if name]


def _deadline(advert: Record) -> str | None:
    """The last day to apply where it is a day (``Snarest`` is not), else the day the advert ends."""
    due, expires = advert.text("applicationDue"), advert.text("expires")
    return due if due and re.match(r"\d{4}-\d\d-\d\d", due) else expires
