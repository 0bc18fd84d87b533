"""Writes the market's history as landing files: a weekly look at every board, from the first to three days ago."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import orjson

from demo.days import crawl_moment
from demo.landing import Posting, write_crawl
from demo.listings import WIRE, Listings
from demo.market import Market
from demo.vacancies import Advert

COUNTED = {
    "description": "description_html",
    "posted_at": "posted_at",
    "locations": "locations",
    "salary": "salary_raw",
}
"""What a crawl's statistics count, and the field that must be filled for it."""

Line = tuple[bytes, tuple[bool, ...]]
"""A posting as a line of JSON, and which of ``COUNTED`` it carries."""


def write_history(market: Market, folder: Path) -> int:
    """Write all crawls below ``folder``; returns their number. A board that lists nothing leaves none."""
    listings = Listings(market)
    crawls = 0
    for key, source in market.sources.items():
        known: dict[tuple[int, bool], Line] = {}
        for day, adverts in listings.weekly(key):
            lines = [_line(listings, advert, crawl_moment(day), known) for advert in adverts]
            if lines:
                filled = dict(zip(COUNTED, map(sum, zip(*(flags for _, flags in lines), strict=True)), strict=True))
                write_crawl(folder, key, source.platform, crawl_moment(day), [line for line, _ in lines], filled)
                crawls += 1
    return crawls


def postings(market: Market, source: str, day: date) -> Iterator[Posting]:
    """What a faithful reader takes from a board on a day."""
    listings = Listings(market)
    for listing in listings.listed(source, crawl_moment(day)):
        yield WIRE[market.sources[source].platform].landed(listing)


def _line(listings: Listings, advert: Advert, moment: datetime, known: dict[tuple[int, bool], Line]) -> Line:
    """An advert's line; it is the same at every look, until it is edited."""
    key = (advert.serial, advert.is_edited(moment))
    if key not in known:
        row = WIRE[listings.market.sources[advert.source].platform].landed(listings.of(advert, moment))
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
        known[key] = line, tuple(bool(row[name]) for name in COUNTED.values())
    return known[key]
