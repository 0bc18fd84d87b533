"""The market as a whole: built from one seed, then asked what a board lists at a moment.

Building draws everything but the texts, which are written when they are asked for (``demo.writing``).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from demo.adverts import Adverts, with_evergreen
from demo.openings import Openings
from demo.planting import planted
from demo.reading import PlantedSkills, Source, read_families, read_places, read_skills, read_sources
from demo.vacancies import Advert, Vacancy

SEED = 20261115


@dataclass(frozen=True, slots=True)
class Market:
    """Everything there is: boards, openings and their adverts."""

    seed: int
    sources: dict[str, Source]
    skills: PlantedSkills
    vacancies: list[Vacancy]
    """Those that anybody could see, in the order of posting."""
    adverts: dict[str, list[Advert]]
    """By source, in the order of posting."""

    def listed(self, source: str, moment: datetime) -> list[Advert]:
        """What a board lists at a moment, in the order of posting; empty before the source joins."""
        joins = self.sources[source].joins
        if joins and moment.date() < joins:
            return []
        return [advert for advert in self.adverts[source] if advert.is_open(moment)]


def build_market(seed: int = SEED) -> Market:
    """Build the market; the same seed gives the same market on any machine."""
    sources, places, skills = read_sources(), read_places(), read_skills()
    openings = Openings(seed, read_families(), places)
    drawn = [vacancy for source in sources.values() for vacancy in openings.of_source(source)]
    in_order = sorted(with_evergreen(drawn), key=lambda vacancy: (vacancy.posted_at, vacancy.source))
    numbered = [replace(vacancy, number=number) for number, vacancy in enumerate(in_order)]
    vacancies = planted(numbered, skills, seed)
    adverts = Adverts(seed, sources, places).of_market(vacancies)
    shown = {advert.vacancy.number for listed in adverts.values() for advert in listed}
    return Market(seed, sources, skills, [one for one in vacancies if one.number in shown], adverts)
