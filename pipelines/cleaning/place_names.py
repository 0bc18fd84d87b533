"""The gazetteer: which cities, regions and countries there are, and by which names they go. No text is read here.

The tables under ``gazetteer/`` are compiled by ``.ci/compile_gazetteer.py`` from GeoNames (CC BY 4.0), ISO 3166 and
Unicode CLDR; ``places.toml`` adds the names that only adverts use.
"""

import lzma
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NOT_IN_A_NAME = re.compile(r"[^\w\s]+|_+")
ACCENT = re.compile("[\u0300-\u036f]")
"""Of Latin, Greek and Cyrillic letters: the voicing marks of Japanese make other letters."""
SAINT = re.compile(r"\bst\b")


@dataclass(frozen=True, slots=True)
class City:
    """A city of at least 15,000 inhabitants; ``region_code`` is ISO 3166-2 or empty, coordinates in degrees."""

    geoname_id: int
    name: str
    country: str
    region_code: str
    region: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Region:
    """A first-level division; ``code`` is ISO 3166-2, such as ``US-CA``, or empty."""

    country: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Look-ups by ``name_key``; cities the largest first."""

    cities: dict[str, tuple[City, ...]]
    regions: dict[str, tuple[Region, ...]]
    countries: dict[str, str]
    country_names: dict[str, str]
    zones: dict[str, str]


def name_key(name: str) -> str:
    """A name for comparison: lower case, no accents, no punctuation."""
    if not name.isascii():
        folded = unicodedata.normalize("NFKD", name.casefold())
        name = (
            unicodedata.normalize("NFC", ACCENT.sub("", folded)).replace("ı", "i").replace("ł", "l").replace("ø", "o")
        )
    else:
        name = name.lower()
    return SAINT.sub("saint", " ".join(NOT_IN_A_NAME.sub(" ", name.replace("'", "").replace(".", "")).split()))


@cache
def gazetteer() -> Gazetteer:
    """All tables, read once per process."""
    own = tomllib.loads(files(__package__).joinpath("places.toml").read_text(encoding="utf-8"))
    countries, names = _countries()
    countries |= {name_key(name): code for name, code in own["countries"].items()}
    regions = _regions(own["regions"])
    return Gazetteer(
        _cities(own["cities"]), regions, countries, names, {name_key(k): v for k, v in own["zones"].items()}
    )


def _rows(table: str) -> Iterator[list[str]]:
    packed = files(__package__).joinpath("gazetteer", f"{table}.tsv.xz").read_bytes()
    return (line.split("\t") for line in lzma.decompress(packed).decode().split("\n"))


def _countries() -> tuple[dict[str, str], dict[str, str]]:
    keys, names = {}, {}
    for code, three_letters, name, known in _rows("countries"):
        names[code] = name
        keys[three_letters.lower()] = code
        keys |= dict.fromkeys(known.split("|"), code)
    return keys, names


def _regions(own: dict[str, list[str]]) -> dict[str, tuple[Region, ...]]:
    found: dict[str, tuple[Region, ...]] = {}
    by_code: dict[str, Region] = {}
    for country, code, name in _rows("regions"):
        region = Region(country, code, name)
        by_code[code] = region
        key = name_key(name)
        found[key] = (*found.get(key, ()), region)
    for code, names in own.items():
        region = by_code.get(code) or Region(code[:2], code, names[0])
        for key in map(name_key, names):
            if region not in found.get(key, ()):
                found[key] = (*found.get(key, ()), region)
    for code, region in by_code.items():
        if code[:2] in {"US", "CA", "AU"}:
            found[code[3:].lower()] = (*found.get(code[3:].lower(), ()), region)
    return found


def _cities(own: dict[str, int]) -> dict[str, tuple[City, ...]]:
    found: dict[str, tuple[City, ...]] = {}
    by_id: dict[int, City] = {}
    for identity, name, country, code, region, latitude, longitude, population, keys in _rows("cities"):
        city = City(int(identity), name, country, code, region, float(latitude), float(longitude), int(population))
        by_id[city.geoname_id] = city
        for key in keys.split("|"):
            found[key] = (*found[key], city) if key in found else (city,)
    for name, number in own.items():
        key, city = name_key(name), by_id[number]
        found[key] = (city, *(other for other in found.get(key, ()) if other is not city))
    return found
