"""Plants the truth: decides which vacancies ask for which skills, so that the shares come out as written.

Each skill is drawn for all vacancies of one population, role family and quarter at once: the number is exact
(a flat skill is flat from quarter to quarter), who asks for it is random and differs between employers. So
single months wobble as real ones do, and any verdict about a quarter has one right answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from demo.chance import Chance
from demo.reading import USUAL_NICE, PlantedSkills
from demo.vacancies import SHORT, Vacancy

EMPLOYERS_DIFFER = 0.6
"""An employer asks for a skill up to this much more or less often than others do."""
MOST_CERTAIN = 0.95
NEGATED = 0.02
NEGATED_FAMILIES = {"software", "data", "infrastructure"}


def planted(vacancies: list[Vacancy], skills: PlantedSkills, seed: int) -> list[Vacancy]:
    """The same vacancies in the same order, with ``must``, ``nice`` and ``negated``."""
    asked = _asked(vacancies, skills, seed)
    return [_with_skills(vacancy, asked[vacancy.number], skills, seed) for vacancy in vacancies]


def quarter(month: str) -> int:
    """Number of the quarter of a month; quarters begin in February, May, August and November, so that the
    last three full months before the market's last day are one of them."""
    year, number = month.split("-")
    return (int(year) * 12 + int(number) - 2) // 3


def _asked(vacancies: list[Vacancy], skills: PlantedSkills, seed: int) -> dict[int, list[str]]:
    strata: dict[tuple[str, str, int, bool], list[Vacancy]] = defaultdict(list)
    for vacancy in vacancies:
        if vacancy.form != SHORT:
            key = (vacancy.population, vacancy.family, quarter(vacancy.month), vacancy.countable)
            strata[key].append(vacancy)
    asked: dict[int, list[str]] = defaultdict(list)
    for (population, family, *rest), members in sorted(strata.items()):
        for skill in skills.populations[population][family]:
            chance = Chance(seed, "planting", population, family, *rest, skill)
            shares = [skills.share(population, family, skill, vacancy.month) for vacancy in members]
            for number in _drawn(members, shares, skill, chance, seed):
                asked[number].append(skill)
    return asked


def _drawn(members: list[Vacancy], shares: list[float], skill: str, chance: Chance, seed: int) -> Iterable[int]:
    """Systematic sampling with unequal probabilities: as many as the shares add up to, in random order."""
    tilts = [_tilt(vacancy.employer.name, skill, share, seed) for vacancy, share in zip(members, shares, strict=True)]
    wanted, tilted = sum(shares), sum(share * tilt for share, tilt in zip(shares, tilts, strict=True))
    scale = wanted / tilted if tilted else 0.0
    passed = chance.fraction()
    for vacancy, share, tilt in chance.shuffled(list(zip(members, shares, tilts, strict=True))):
        passed += min(1.0, share * tilt * scale)
        if passed >= 1.0:
            passed -= 1.0
            yield vacancy.number


def _tilt(employer: str, skill: str, share: float, seed: int) -> float:
    """How much more often than others an employer asks for a skill; 1 on average."""
    width = min(EMPLOYERS_DIFFER, MOST_CERTAIN / share - 1) if share else 0.0
    return 1 + width * _taste(employer, skill, seed)


@cache
def _taste(employer: str, skill: str, seed: int) -> float:
    """Between -1 and 1."""
    return 2 * Chance(seed, "taste", employer, skill).fraction() - 1


def _with_skills(vacancy: Vacancy, asked: list[str], skills: PlantedSkills, seed: int) -> Vacancy:
    chance = Chance(seed, "requirement", vacancy.number)
    nice = [skill for skill in asked if chance.happens(skills.nice.get(skill, USUAL_NICE))]
    must = [skill for skill in asked if skill not in nice]
    negated = None
    if vacancy.countable and vacancy.family in NEGATED_FAMILIES and chance.happens(NEGATED):
        others = [s for s in skills.populations[vacancy.population][vacancy.family] if s not in asked]
        negated = chance.one_of(others) if others else None
    return replace(vacancy, must=tuple(chance.shuffled(must)), nice=tuple(chance.shuffled(nice)), negated=negated)
