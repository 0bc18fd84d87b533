"""Takes the names of places out of titles: one role in thirty cities often names the city in its title only.

A name goes if it is a place of a country where the advert's own places are, wherever in the title it stands; if it
stands apart ("… - Brussels", "(Porto)") also a large city of any country; and the names of ``title_places.toml``,
which the gazetteer of cleaning lacks. Words that mean something else in a title ("Mobile", "Reading", "Coronel") stay.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from pipelines.cleaning.place_names import gazetteer, name_key

WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*\.?")
APART = re.compile(r"\s[-\u2013\u2014/|]\s|[(),;:|/\u2013\u2014\[\]]|(?<=\w)\s?-\s?$|^\s?-")
MOST_WORDS = 4
"""Words of the longest name that is looked up."""
LARGE = 300_000
"""Inhabitants from which a city of another country is recognised where it stands apart."""
SHORTEST = 4
"""Letters of the shortest name of one word: "ny" and "la" are other things too often."""
BETWEEN = frozenset("y e o u and or und oder et ou de del la el los las zona sector comuna region norte sur".split())
"""Words that stand between the names of places without naming anything."""


def without_places(title: str, countries: Iterable[str] = ()) -> str:
    """The title, in lower case and without accents already, with a space for each name of a place.

    ``countries``: ISO 3166-1 codes of where the advert's own places are.
    """
    return _without(title, frozenset(countries))


@lru_cache(maxsize=50_000)
def _without(title: str, countries: frozenset[str]) -> str:
    title = _listed().sub(" ", title)
    kept = _blanked(title, countries)
    begin, parts = 0, []
    for end in [*(found.span() for found in APART.finditer(kept)), (len(kept), len(kept))]:
        parts += ["" if _is_places(kept[begin : end[0]]) else kept[begin : end[0]], kept[end[0] : end[1]]]
        begin = end[1]
    return "".join(parts)


def _blanked(title: str, countries: frozenset[str]) -> str:
    """Without the places of these countries, the longest names first."""
    words = list(WORD.finditer(title))
    at = 0
    while countries and at < len(words):
        taken = next(
            (n for n in range(min(MOST_WORDS, len(words) - at), 0, -1) if _near(words[at : at + n], countries)), 0
        )
        if taken:
            begin, end = words[at].start(), words[at + taken - 1].end()
            title = title[:begin] + " " * (end - begin) + title[end:]
        at += taken or 1
    return title


def _near(words: list[re.Match[str]], countries: frozenset[str]) -> bool:
    key = name_key(" ".join(word[0] for word in words))
    if len(words) == 1 and (len(key) < SHORTEST or key in _other_words()):
        return False
    known = gazetteer()
    return any(city.country in countries for city in known.cities.get(key, ())) or any(
        region.country in countries for region in known.regions.get(key, ())
    )


def _is_places(part: str) -> bool:
    """Whether a part that stands apart names places only, each of them large."""
    words = [word for word in WORD.findall(part) if word not in BETWEEN]
    if not words or len(words) > MOST_WORDS:
        return False
    key = name_key(" ".join(words))
    if key in _other_words() or len(key) < SHORTEST:
        return False
    known = gazetteer()
    cities = known.cities.get(key, ())
    return key in known.countries or bool(cities and cities[0].population >= LARGE)


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("title_places.toml").read_text(encoding="utf-8"))


@cache
def _other_words() -> frozenset[str]:
    return frozenset(_table()["other_words"])


@cache
def _listed() -> re.Pattern[str]:
    table = _table()
    names = sorted((*table["cities"], *table["districts"]), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
