"""Draws the vacancies of a source over the whole history: how many, when, which role, where; no skills yet."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from demo.chance import Chance
from demo.days import days_in_month, months
from demo.reading import Employer, Family, Place, Source, read_table
from demo.vacancies import SHORT, USUAL, Vacancy

SEASON = (1.06, 1.04, 1.04, 1.02, 1.0, 0.97, 0.94, 0.95, 1.08, 1.05, 0.99, 0.86)
"""Adverts in January … December against the year's mean; the mix of skills has no season."""
JITTER = 0.10
SHORTEST_LIFE = 8
"""Days; a weekly look misses nothing."""
OTHER_LANGUAGE, HARDLY_ANY_TEXT = 0.014, 0.010
BEFORE_JOINING = timedelta(days=75)
"""How far back the stock reaches that a joining source brings along."""
CURRENCIES = {"GB": "GBP", "US": "USD", "CA": "CAD", "AU": "AUD", "SE": "SEK"}
FACTORS = {"USD": 1.3, "CAD": 1.5, "AUD": 1.7, "SEK": 12.0}
WITH_AREA_IN_TITLE = {"software", "data", "infrastructure"}


class Openings:
    """Draws vacancies; numbers are given later, in the order of posting."""

    def __init__(self, seed: int, families: Mapping[str, Family], places: tuple[Place, ...]) -> None:
        self._seed = seed
        self._families = families
        self._places = places

    def of_source(self, source: Source) -> Iterator[Vacancy]:
        """All vacancies of a source, month by month."""
        chance = Chance(self._seed, "openings", source.key)
        owed = {family: chance.fraction() for family in source.families}
        home = chance.some(self._places, max(3, min(8, int(source.rate / 3))))
        for year, month in months():
            days = days_in_month(year, month)
            if source.joins and days[-1] < source.joins - BEFORE_JOINING:
                continue
            usual = source.rate * SEASON[month - 1] * (1 + JITTER * (2 * chance.fraction() - 1))
            whole = source.platform == "hacker_news"  # a thread fills up in its first days
            part = 1.0 if whole else len(days) / _length(year, month)
            for family, weight in source.families.items():
                # What is left over is carried on, so that the mix of families stays what it is said to be.
                owed[family] += usual * part * weight
                number = int(owed[family])
                owed[family] -= number
                for _ in range(number):
                    yield self._one(source, family, days, home, chance)

    def _one(self, source: Source, family_key: str, days: list[date], home: list[Place], chance: Chance) -> Vacancy:
        family = self._families[family_key]
        posted_at = _moment(source, days, chance)
        working = chance.weighted(dict(source.places))
        places = chance.some(home, chance.weighted({1: 0.86, 2: 0.10, 3: 0.04}))
        form = _form(source, family_key, chance)
        return Vacancy(
            number=0,
            source=source.key,
            employer=self._employer(source, posted_at, chance),
            population="joining" if source.joins else "panel",
            family=family_key,
            title=_title(family, form, chance),
            department=chance.one_of(family.departments),
            posted_at=posted_at,
            live_days=max(SHORTEST_LIFE, round(source.live_days * (0.4 + 1.2 * chance.fraction()))),
            places=tuple(places),
            working=working,
            pay=_pay(family, places[0], chance) if chance.happens(source.pay) else None,
            form=form,
        )

    def _employer(self, source: Source, posted_at: datetime, chance: Chance) -> Employer:
        if source.platform != "hacker_news":
            return chance.one_of(source.clients)
        # Companies of the threads hire for about half a year: a window moves slowly over their list.
        start = (posted_at.year * 12 + posted_at.month) * 11
        return source.clients[(start + chance.whole(0, 119)) % len(source.clients)]


def thread_moment(year: int, month: int) -> datetime:
    """When a month's hiring thread opens: its first working day, 15:00 UTC."""
    day = date(year, month, 1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(15, 0, 10), tzinfo=UTC)


def _moment(source: Source, days: list[date], chance: Chance) -> datetime:
    if source.platform == "hacker_news":
        opened = thread_moment(days[-1].year, days[-1].month)
        return opened + timedelta(seconds=20 + int(11 * 86_400 * chance.fraction() ** 4))
    while True:
        day = chance.one_of(days)
        if day.weekday() < 5 or chance.happens(0.08):
            break
    # Office hours on both sides of the Atlantic: the day is the same in Eastern time and in UTC.
    return datetime.combine(day, time(13), tzinfo=UTC) + timedelta(seconds=chance.whole(0, 7 * 3600))


def _form(source: Source, family: str, chance: Chance) -> str:
    draw = chance.fraction()
    if source.platform == "hacker_news":
        return USUAL
    if draw < OTHER_LANGUAGE:
        fitting: list[str] = [
            row["language"] for row in read_table("other_languages")["advert"] if family in row["families"]
        ]
        return chance.one_of(fitting)
    return SHORT if draw < OTHER_LANGUAGE + HARDLY_ANY_TEXT else USUAL


def _title(family: Family, form: str, chance: Chance) -> str:
    title = chance.one_of(family.levels) + chance.one_of(family.titles)
    if family.key in WITH_AREA_IN_TITLE and chance.happens(0.5):
        title += chance.one_of((", {}", " - {}", " ({})")).format(chance.one_of(family.areas))
    if form in (USUAL, SHORT):
        return title
    rows = read_table("other_languages")["advert"]
    return str(next(row["title"] for row in rows if row["language"] == form and family.key in row["families"]))


def _pay(family: Family, place: Place, chance: Chance) -> tuple[int, int, str]:
    currency = CURRENCIES.get(place.code, "EUR")
    lowest, highest = family.pay
    middle = (lowest + (highest - lowest) * (0.2 + 0.6 * chance.fraction())) * FACTORS.get(currency, 1.0)
    low, high = middle * 0.88, middle * (1.04 + 0.14 * chance.fraction())
    return round(low / 500) * 500, round(high / 500) * 500, currency


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
