"""What a board lists at a moment, written out: the step from the market's adverts to a platform's wire format."""

from collections.abc import Iterator
from datetime import date, datetime
from types import ModuleType

from demo.days import crawl_moment, snapshot_days
from demo.market import Market
from demo.vacancies import Advert
from demo.wire import ashby, greenhouse, hacker_news, job_pages, lever
from demo.wire.listing import Listing
from demo.writing import Writer

WIRE: dict[str, ModuleType] = {
    "greenhouse": greenhouse,
    "lever": lever,
    "ashby": ashby,
    "hacker_news": hacker_news,
    "job_pages": job_pages,
}
"""The wire format of each platform; every module has ``landed``."""


class Listings:
    """Writes out adverts of one market."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self._writer = Writer(market.seed, market.sources, market.skills)

    def of(self, advert: Advert, moment: datetime) -> Listing:
        """One advert as it stands at a moment."""
        source, edited = self.market.sources[advert.source], advert.is_edited(moment)
        if source.platform == "hacker_news":
            return Listing(self.market.seed, source, advert, (), self._writer.thread_text(advert.vacancy))
        parts = tuple(self._writer.parts(advert.vacancy, edited))
        return Listing(self.market.seed, source, advert, parts, edited=edited)

    def listed(self, source: str, moment: datetime) -> list[Listing]:
        """All that a board lists at a moment."""
        return [self.of(advert, moment) for advert in self.market.listed(source, moment)]

    def weekly(self, source: str) -> Iterator[tuple[date, list[Advert]]]:
        """The days of history on which a board was looked at, each with what it listed: one pass over the years."""
        joins = self.market.sources[source].joins
        waiting, shown = iter(self.market.adverts[source]), list[Advert]()
        following = next(waiting, None)
        for day in snapshot_days():
            moment = crawl_moment(day)
            while following is not None and following.posted_at <= moment:
                shown.append(following)
                following = next(waiting, None)
            shown = [advert for advert in shown if advert.closes_at > moment]
            if joins is None or day >= joins:
                yield day, [advert for advert in shown if advert.is_open(moment)]
