"""The planted truth, as plain data: what anybody who reads the market ought to find, and what they ought not to."""

from collections import Counter, defaultdict
from typing import Any

from demo.boards import read_broken_boards
from demo.days import DEMO_TODAY
from demo.listings import WIRE, Listings
from demo.market import Market
from demo.vacancies import SHORT, USUAL, Advert, Vacancy


def planted_truth(market: Market) -> dict[str, Any]:
    """Everything planted. Shares are given as counts: ``vacancies`` that can be read, and how many of them ask
    for each skill; months are those of posting. ``panel`` is without the source that joins half way."""
    changes = market.skills.changes
    sources = market.sources.values()
    joining = next(source for source in sources if source.joins)
    boilerplate = next(source for source in sources if source.boilerplate)
    names = market.skills.names()
    panel = [vacancy for vacancy in market.vacancies if vacancy.population == "panel"]
    return {
        "today": DEMO_TODAY.isoformat(),
        "seed": market.seed,
        "risers": sorted(skill for skill, change in changes.items() if change.factor > 1),
        "fallers": sorted(skill for skill, change in changes.items() if change.factor < 1),
        "flat": [skill for skill in names if skill not in changes],
        "changes": {
            skill: {"factor": change.factor, "first": change.first, "last": change.last}
            for skill, change in sorted(changes.items())
        },
        "panel": _by_month(panel),
        "all": _by_month(market.vacancies),
        "negated": sum(vacancy.negated is not None for vacancy in market.vacancies),
        "unreadable": dict(sorted(Counter(v.form for v in market.vacancies if v.form != USUAL).items())),
        "joining": {"source": joining.key, "since": joining.joins.isoformat() if joining.joins else None},
        "boilerplate": {
            "source": boilerplate.key,
            "employer": boilerplate.owner.name,
            "skill": boilerplate.boilerplate,
            "asked_for": _asking(market.vacancies, boilerplate.key, boilerplate.boilerplate),
        },
        **_adverts(market),
        "broken_boards": {key: board.failure for key, board in read_broken_boards().items()},
        "untitled": next(source.key for source in sources if source.quirk == "untitled"),
    }


def _by_month(vacancies: list[Vacancy]) -> dict[str, dict[str, Any]]:
    months: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for vacancy in vacancies:
        if vacancy.countable:
            sizes[vacancy.month] += 1
            months[vacancy.month].update((*vacancy.must, *vacancy.nice))
    return {
        month: {"vacancies": sizes[month], "skills": dict(sorted(months[month].items()))} for month in sorted(sizes)
    }


def _asking(vacancies: list[Vacancy], source: str, skill: str | None) -> dict[str, int]:
    own = [vacancy for vacancy in vacancies if vacancy.source == source and vacancy.form == USUAL]
    return {"vacancies": len(own), "asking": sum(skill in (*one.must, *one.nice) for one in own)}


def _adverts(market: Market) -> dict[str, Any]:
    """Adverts that are not one for one with vacancies, by native id."""
    listings = Listings(market)
    by_role: dict[str, list[Advert]] = defaultdict(list)
    firsts: dict[int, Advert] = {}
    for adverts in market.adverts.values():
        for advert in adverts:
            by_role[advert.role].append(advert)
            if advert.role == "first":
                firsts[advert.vacancy.number] = advert

    def identity(advert: Advert) -> dict[str, str]:
        platform = market.sources[advert.source].platform
        row = WIRE[platform].landed(listings.of(advert, advert.posted_at))
        return {"source": advert.source, "native_id": row["native_id"]}

    def again(role: str) -> list[dict[str, Any]]:
        pairs = [(firsts.get(a.vacancy.number), a) for a in by_role[role] if a.vacancy.form != SHORT]
        return [{"first": identity(first), "again": identity(advert)} for first, advert in pairs if first]

    cities: dict[int, list[dict[str, str]]] = defaultdict(list)
    for advert in by_role["city"]:
        cities[advert.vacancy.number].append(identity(advert))
    (evergreen,) = by_role["evergreen"]
    return {
        "reposts": again("repost"),
        "copies": again("copy"),
        "cities": list(cities.values()),
        "evergreen": {**identity(evergreen), "posted_on": evergreen.posted_at.date().isoformat()},
    }
