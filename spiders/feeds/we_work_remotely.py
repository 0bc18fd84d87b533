"""We Work Remotely, its RSS feeds: a window of the newest adverts, all of them or by category.

An item's title is ``Company: Title``; the title may hold more colons. ``guid`` is the identity, and an advert
may stand in several feeds. ``region`` is who may apply; ``state`` is where the employer sits, which is no place
of work, and is left out.
"""

import html
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

from lxml import etree

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure, is_markup, wrong_page
from spiders.items import Location, Posting
from spiders.json_records import Record
from spiders.moments import from_mail_date
from spiders.tally import Tally

LEFT_OUT = frozenset({"content", "state"})
AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?:[a-zA-Z]{2,24};)?")
FLAG = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""The letters that flags are made of; one stands before the name of a country."""
LAST_WORDS = 200
"""Bytes at the end of a body in which the feed's closing tag stands, unless it was cut off."""


class WeWorkRemotelySpider(BoardSpider):
    """Token ``all``, or categories by the names in their addresses, such as ``remote-design-jobs,...``."""

    name = "we_work_remotely"
    description = "We Work Remotely, its newest adverts (RSS; name and link We Work Remotely)"
    origin = "https://weworkremotely.com"
    evidence = "real recordings, cut to a few adverts"
    requests = "1 per feed"
    fewest_hours_between = 1.0

    def list_url(self, board: Board) -> str:
        return self._feeds(board)[0]

    def _feeds(self, board: Board) -> list[str]:
        names = [name.strip() for name in board.token.split(",")]
        paths = ["/remote-jobs.rss" if name == "all" else f"/categories/{quote(name, safe='')}.rss" for name in names]
        return [self.address(board, path) for path in paths]

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        seen: set[str] = set()
        for feed in self._feeds(board):
            answer = await self.fetch(feed)
            for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                if posting.native_id not in seen:
                    seen.add(posting.native_id)
                    yield posting

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        items = feed_items(body, url, tally)
        tally.partial = True
        return self.each(iter(items), lambda item: _posting(board, Record(item, "item", tally)), tally)


def feed_items(body: bytes, url: str, tally: Tally) -> list[dict[str, Any]]:
    """The items of an RSS body, each as its elements' texts by name. Raises ``BoardFailure``."""
    if not body.strip():
        raise BoardFailure("truncated", f"{url}: the feed is empty")
    root = _root(body, url, tally)
    channel = root.find("channel") if root is not None and etree.QName(root).localname == "rss" else None
    if channel is None:
        kind = wrong_page(body) if is_markup(body) and b"<rss" not in body[:2000] else "schema_change"
        raise BoardFailure(kind, f"{url}: {kind.replace('_', ' ')}: no RSS channel")
    return [
        {etree.QName(part).localname: part.text for part in item if isinstance(part.tag, str)}
        for item in channel.findall("item")
    ]


def _root(body: bytes, url: str, tally: Tally) -> Any:
    """The document's root. Bare ampersands and HTML's entities, common in feeds, are mended; the rest is not."""
    if b"<!ENTITY" in body:
        raise BoardFailure("schema_change", f"{url}: the feed declares entities of its own, which none needs")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        if b"<rss" in body[:2000] and b"</rss>" not in body[-LAST_WORDS:]:
            raise BoardFailure("truncated", f"{url}: the feed breaks off after {len(body)} bytes") from None
        problem = str(error)
    try:
        root = etree.fromstring(AMPERSAND.sub(_escaped, body), parser)
    except etree.XMLSyntaxError:
        if is_markup(body) and b"<rss" not in body[:2000]:
            return None
        raise BoardFailure("schema_change", f"{url}: not XML: {problem}") from None
    tally.notes["broken_xml"] += 1
    return root


def _escaped(found: re.Match[bytes]) -> bytes:
    """An entity that XML does not know as the character it stands for; a bare ampersand as XML writes it."""
    stated = found[0].decode("ascii")
    character = html.unescape(stated)
    return b"&amp;" if character == stated else character.encode("ascii", "xmlcharrefreplace")


def _posting(board: Board, item: Record) -> Posting:
    company, title = _company_and_title(item.need_text("title"))
    published, expires = item.text("pubDate"), item.text("expires_at")
    link = item.text("link")
    region, country = item.text("region"), item.text("country")
    places = [Location(text=region)] if region else []
    places += [Location(text=country, country=country.lstrip(f"{FLAG} "))] if country else []
    posting = Posting(
        source=board.name,
        platform="we_work_remotely",
        native_id=item.text("guid") or link or item.need_text("guid"),
        title=title,
        url=link,
        company=company,
        description_html=item.text("description"),
        locations=places,
        remote_raw="Remote",  # the board takes nothing else
        employment_type_raw=item.text("type"),
        department=item.text("category"),
        tags=_skills(item.text("skills")),
        posted_at=from_mail_date(published, "item.pubDate"),
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        valid_through=from_mail_date(expires, "item.expires_at"),
    )
    item.done(LEFT_OUT)
    return posting


def _company_and_title(stated: str) -> tuple[str | None, str]:
    company, colon, title = stated.partition(": ")
    return (company.strip() or None, title.strip()) if colon and title.strip() else (None, stated)


def _skills(stated: str | None) -> list[str]:
    """``Design,  SEO, and Content Strategy`` as three; two may be joined by ``and`` alone."""
    parts = [part.strip().removeprefix("and ").strip() for part in (stated or "").split(",")]
    if len(parts) == 1:
        parts = parts[0].split(" and ")
    return [part for part in parts if part]
