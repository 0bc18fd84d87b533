"""Turns vacancies into adverts, with what real boards do to them: reposts, thirty cities, copies, edits,
adverts that vanish for a day, one that never ends, and titles that try to break the reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from demo.chance import Chance
from demo.days import DEMO_TODAY, FIRST_DAY, crawl_moment, snapshot_days
from demo.openings import thread_moment
from demo.reading import Place, Source
from demo.vacancies import Advert, Vacancy

REPOSTED, REPOSTED_IN_THREADS, EDITED, AWAY = 0.08, 0.30, 0.04, 0.012
REPOST_WITHIN = timedelta(days=60)
CITIES_BOARD, CITIES_FAMILY, CITIES = "osierway", "logistics", 30
CITIES_MONTHS = ("2025-03", "2025-12", "2026-04", "2026-09")
EVERGREEN_BOARD = "harrowgate"
EVERGREEN_POSTED = datetime(2021, 3, 4, 14, 30, 11, tzinfo=UTC)
COPIED_PLATFORMS, COPIED = {"greenhouse", "ashby"}, 0.03
"""An aggregator copies adverts of other boards, as they are."""
FOR_EVER = datetime(2099, 1, 1, tzinfo=UTC)
HOSTILE_TITLES = {
    "quillbrook": "<script>alert('market')</script> Software Engineer",
    "fennholt": "Analyst \"Numbers\" & 'Words' <b>bold</b> &lt;i&gt;",
    "saltmarsh": "\u202e\u0645\u0647\u0646\u062f\u0633 \u0628\u064a\u0627\u0646\u0627\u062a\u202c Data Engineer",
    "ashgrove": "\N{ROCKET}\N{FIRE} Software Engineer \N{WOMAN}\u200d\N{PERSONAL COMPUTER} (m/f/d)",
    "elmstack": "Product Engineer " + "and much, much more " * 22 + "in one title",
    "northlight": '=HYPERLINK("http://market.invalid/";"Data Analyst")',
    "rivetworks": "Robert'); DROP TABLE posting;-- Engineer",
    "stonecroft": "Accountant\u200b \u2028 with\tinvisible </script><script>guests",
}


class Adverts:
    """Makes the adverts of all vacancies."""

    def __init__(self, seed: int, sources: dict[str, Source], places: tuple[Place, ...]) -> None:
        self._seed = seed
        self._sources = sources
        self._places = places

    def of_market(self, vacancies: list[Vacancy]) -> dict[str, list[Advert]]:
        """Adverts by source, in the order of posting, ``serial`` counting from 1."""
        many_cities = _first_of_months(vacancies)
        found: dict[str, list[Advert]] = {key: [] for key in self._sources}
        for vacancy in vacancies:
            for advert in self._of_vacancy(vacancy, vacancy.number in many_cities):
                found[advert.source].append(advert)
        numbered = {key: self._numbered(adverts) for key, adverts in found.items()}
        for key, title in HOSTILE_TITLES.items():
            _give_title(numbered[key], title)
        return numbered

    def _of_vacancy(self, vacancy: Vacancy, in_many_cities: bool) -> Iterator[Advert]:
        chance = Chance(self._seed, "adverts", vacancy.number)
        first = self._first(vacancy, chance)
        joins = self._sources[vacancy.source].joins
        if joins and first.closes_at <= crawl_moment(joins):
            return  # nobody ever saw it
        if in_many_cities:
            for place in chance.some(self._places, CITIES):
                yield replace(first, places=(place,), role="city")
            return
        yield first
        if vacancy.posted_at == EVERGREEN_POSTED:
            return
        yield from self._reposts(first, chance)
        if copy := self._copy(first, chance):
            yield copy

    def _first(self, vacancy: Vacancy, chance: Chance) -> Advert:
        evergreen = vacancy.posted_at == EVERGREEN_POSTED
        closes_at = self._closes_at(vacancy, vacancy.posted_at)
        away = _away(vacancy.posted_at, closes_at, chance) if chance.happens(AWAY) else None
        in_thread = self._sources[vacancy.source].platform == "hacker_news"
        edited = vacancy.posted_at + timedelta(days=chance.whole(4, 9)) if chance.happens(EDITED) else None
        return Advert(
            vacancy=vacancy,
            source=vacancy.source,
            serial=0,
            role="evergreen" if evergreen else "first",
            title=vacancy.title,
            posted_at=vacancy.posted_at,
            closes_at=FOR_EVER if evergreen else closes_at,
            places=vacancy.places,
            edited_at=None if evergreen or in_thread else edited,
            away_on=None if evergreen or in_thread else away,
        )

    def _reposts(self, first: Advert, chance: Chance) -> Iterator[Advert]:
        """The same text under a new id: from a month to the next in threads, elsewhere after a gap."""
        if self._sources[first.source].platform == "hacker_news":
            if chance.happens(REPOSTED_IN_THREADS):
                year, month = first.posted_at.year, first.posted_at.month
                opened = thread_moment(year + month // 12, month % 12 + 1)
                posted_at = opened + timedelta(seconds=30 + int(5 * 86_400 * chance.fraction() ** 3))
                yield self._again(first, posted_at)
            return
        posted_at = first.closes_at + timedelta(days=chance.whole(2, 20), minutes=chance.whole(0, 50))
        posted_at = posted_at.replace(hour=14)
        if chance.happens(REPOSTED) and posted_at - first.posted_at < REPOST_WITHIN:
            yield self._again(first, posted_at)

    def _again(self, first: Advert, posted_at: datetime) -> Advert:
        closes_at = self._closes_at(first.vacancy, posted_at)
        return replace(first, role="repost", posted_at=posted_at, closes_at=closes_at, edited_at=None, away_on=None)

    def _copy(self, first: Advert, chance: Chance) -> Advert | None:
        """The aggregator's copy of an advert of another board, a day or two later."""
        posted_at = first.posted_at + timedelta(days=chance.whole(1, 2), minutes=chance.whole(1, 55))
        joining = next(source for source in self._sources.values() if source.joins)
        since = joining.joins or DEMO_TODAY
        copied = (
            self._sources[first.source].platform in COPIED_PLATFORMS
            and first.vacancy.countable
            and first.vacancy.pay is None
            and first.edited_at is None
            and chance.happens(COPIED / 0.5)
        )
        if not copied or posted_at.date() <= since:
            return None
        return replace(first, source=joining.key, role="copy", posted_at=posted_at, away_on=None)

    def _closes_at(self, vacancy: Vacancy, posted_at: datetime) -> datetime:
        if self._sources[vacancy.source].platform == "hacker_news":
            # The two newest threads are read: a post is gone when the second next thread opens.
            later = posted_at.year * 12 + posted_at.month + 1
            return thread_moment(later // 12, later % 12 + 1)
        return posted_at + timedelta(days=vacancy.live_days, hours=3)

    def _numbered(self, adverts: list[Advert]) -> list[Advert]:
        last = crawl_moment(DEMO_TODAY)
        begun = sorted(
            (advert for advert in adverts if advert.posted_at <= last),
            key=lambda advert: (advert.posted_at, advert.vacancy.number, advert.places[0].city),
        )
        return [replace(advert, serial=number) for number, advert in enumerate(begun, 1)]


def with_evergreen(vacancies: list[Vacancy]) -> list[Vacancy]:
    """The same vacancies, one of them (of the first days) made the advert that never ends."""
    chosen = next(
        vacancy
        for vacancy in vacancies
        if vacancy.source == EVERGREEN_BOARD and vacancy.family == "software" and vacancy.countable
    )
    evergreen = replace(chosen, posted_at=EVERGREEN_POSTED, title="Software Engineer (open application)", pay=None)
    return [evergreen if vacancy is chosen else vacancy for vacancy in vacancies]


def _away(posted_at: datetime, closes_at: datetime, chance: Chance) -> date | None:
    """A look in the midst of an advert's life, if there is one."""
    looks = [day for day in snapshot_days() if posted_at < crawl_moment(day) < closes_at]
    return chance.one_of(looks[1:-1]) if len(looks) > 2 else None


def _first_of_months(vacancies: list[Vacancy]) -> set[int]:
    found: dict[str, int] = {}
    for vacancy in vacancies:
        wanted = vacancy.source == CITIES_BOARD and vacancy.family == CITIES_FAMILY and vacancy.countable
        if wanted and vacancy.working == "onsite" and vacancy.month in CITIES_MONTHS:
            found.setdefault(vacancy.month, vacancy.number)
    return set(found.values())


def _give_title(adverts: list[Advert], title: str) -> None:
    """Give a hostile title to the newest advert that stays open over the last days."""
    moment = crawl_moment(DEMO_TODAY)
    looked_at: date = DEMO_TODAY - timedelta(days=5)
    for index in range(len(adverts) - 1, -1, -1):
        advert = adverts[index]
        fitting = advert.role == "first" and advert.vacancy.countable and advert.posted_at.date() > FIRST_DAY
        if fitting and advert.posted_at.date() < looked_at and advert.closes_at > moment:
            adverts[index] = replace(advert, title=title, away_on=None)
            return
    raise LookupError(f"no open advert for the title {title[:30]!r}")
