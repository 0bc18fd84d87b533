"""Where the work is: structured places from location texts and the sources' own parts.

A location text may name one place in either order ("Fremont, CA", "US-CA-Fremont"), several ("SF, NYC or Remote (US)")
or none ("2 Locations"). Which container belongs to which city is decided by what exists: "CA" after a city of
California is the state, after Toronto it is Canada. A city that several countries have goes to the country that
stands beside it, else to the one where the advert's other places are, else to the largest. What the gazetteer does
not know is kept as it is written, without coordinates; what names no place at all gives none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from pipelines.cleaning.characters import one_line
from pipelines.cleaning.place_names import City, Gazetteer, Region, gazetteer, name_key
from pipelines.cleaning.place_tokens import LEADING, MODE, NO_PLACE, Token, country_code, has_letters, inside, tokens_of

STRONG = re.compile(r"\s*(?:[;|•·\n]|\s/\s|\s+(?:or|oder|ou|und|and|&|\+|y|vs)\s+|、|或|及)\s*", re.I)
COUNTED = re.compile(r"\s*\d+\s+(?:locations?|standorte|lieux|ubicaciones|offices?|places?)\s*", re.I)
STATE_AND_COUNTRY = {
    "ca",
    "de",
    "in",
    "ga",
    "il",
    "co",
    "ar",
    "al",
    "ma",
    "mt",
    "pa",
    "sc",
    "va",
    "az",
    "mn",
    "ky",
    "la",
    "md",
    "me",
    "mo",
    "ms",
    "nc",
    "ne",
    "sd",
    "id",
}
"""Two letters that are a state of the United States and a country: alone they say neither."""
LONGEST_BEFORE_COLON = 30
LONGEST_READ = 20_000
MOST_MENTIONS = 5
LONGEST_LOCATION = 400
MOST_PLACES = 40
DOMINANT = 10
"""A city so many times larger than the candidate beside the advert's other places is meant all the same."""
OFTEN = 0.6
"""Share of an advert's clear places that must lie in a country before it decides an unclear one."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place. ``kind``: city, region, country or zone; ``region_code`` is ISO 3166-2, ``country`` ISO 3166-1.

    ``certain`` is false while several countries have a city of that name and nothing beside it decides.
    """

    text: str
    kind: str
    city: str | None = None
    region: str | None = None
    region_code: str | None = None
    country: str | None = None
    zone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geoname_id: int | None = None
    known: bool = True
    certain: bool = True


def places_of(locations: Sequence[dict[str, Any]] | None) -> tuple[Place, ...]:
    """The places of one advert, each once, in the source's order; from its parts where it gives them."""
    found: list[Place] = []
    for location in locations or ():
        found += _located(location["text"], location["city"], location["region"], location["country"])
    return _distinct(found) if len(found) > 1 else tuple(found)


@lru_cache(maxsize=200_000)
def _located(*stated: str | None) -> tuple[Place, ...]:
    """The places of one location: text, city, region, country as the source has them."""
    text, city, region, country = (one_line(part) if part else "" for part in stated)
    return _understood(text, city, region, country)


def _understood(text: str, city: str, region: str, country: str) -> tuple[Place, ...]:
    known = gazetteer()
    code = country_code(country)
    stated = places_in(text, code) if text else ()
    if code and not stated and not city and len(wider := places_in(text)) > 1:
        return wider  # "EU & US" beside the country of the employer
    if not (city or region or country):
        return stated
    exact = _from_parts(known, text, city, region, code, country)
    if not city and stated and any(place.kind == "city" for place in stated):
        return stated  # the parts give the country, the text the city
    if len(stated) > 1 and not city:
        return stated
    if exact is None:
        return stated
    if exact.kind == "country" and stated and all(place.country in {None, exact.country} for place in stated):
        return stated
    if exact.kind == "country" and len([place for place in stated if place.known]) > 1:
        return stated
    return (exact,)


def _from_parts(known: Gazetteer, text: str, city: str, region: str, code: str | None, country: str) -> Place | None:
    zone = known.zones.get(name_key(country)) if country and not code else None
    if zone:
        return Place(text or country, "zone", zone=zone)
    within = _region_named(known, region, code)
    if city:
        city = LEADING.sub("", city)
        city = re.sub(r"\s+(?:area|metropolitan area|office)$", "", city, flags=re.I)
        names = [each for each in known.cities.get(name_key(city), ()) if code in {None, each.country}]
        if within:
            names = [each for each in names if each.region_code == within.code] or (names if code else [])
        if names:
            return _city(text or city, names[0])
        if name_key(city) in known.zones or country_code(city) == code is not None:
            city = ""
        elif code or within:
            return Place(
                text or city,
                "city",
                city=city,
                region=within.name if within else region or None,
                region_code=(within.code or None) if within else None,
                country=code or (within.country if within else None),
                known=False,
            )
    if within:
        return Place(
            text or region, "region", region=within.name, region_code=within.code or None, country=within.country
        )
    return Place(text or country, "country", country=code) if code else None


def _region_named(known: Gazetteer, name: str, country: str | None) -> Region | None:
    found = [each for each in known.regions.get(name_key(name), ()) if country in {None, each.country}] if name else []
    return found[0] if found else None


@lru_cache(maxsize=200_000)
def places_in(text: str, country: str | None = None, strict: bool = False) -> tuple[Place, ...]:
    """The places that a location text names. ``country``: the country all of them lie in, if known.

    ``strict`` is for text that need not be a location at all, such as a part of a headline: every word must be
    understood, and what is not gives no place.
    """
    if len(text) > LONGEST_LOCATION or COUNTED.fullmatch(text) or name_key(text) in NO_PLACE:
        return ()
    found: list[Place] = []
    for segment in STRONG.split(text):
        tokens = tokens_of(segment)
        if strict and not tokens and not has_letters(MODE.sub("", segment)):
            continue  # "上海/远程": a part that only says how
        if strict and (
            not tokens or any(token.unknown for token in tokens[1:]) or (tokens[0].unknown and len(tokens) == 1)
        ):
            return ()
        found += _assembled(tokens, country, strict)
    return _distinct(found)


def _assembled(tokens: list[Token], country: str | None, strict: bool) -> list[Place]:
    """Places from names in order: each container goes to the city before it, if that can lie in it."""
    found: list[Place] = []
    pending: Token | None = None
    last = tokens[0] if tokens else None
    open_cities: tuple[City, ...] = ()
    for token in tokens:
        if found and open_cities and (narrowed := inside(open_cities, token)):
            found[-1] = _city(found[-1].text, narrowed[0])
            open_cities = narrowed if token.country is None else ()
            continue
        if found and found[-1].kind == "country" and last and (capital := _named_as_its_country(last, token)):
            found[-1], open_cities = capital, ()
            continue
        if found and not open_cities and (grown := _contained(found[-1], token)):
            found[-1] = grown
            continue
        if found and open_cities and token.regions and not token.cities and (placed := _as_written(last, token)):
            found[-1], open_cities = placed, ()  # "Londonderry, New Hampshire": no known city of that name is there
            continue
        if pending is not None and (placed := _as_written(pending, token)):
            found.append(placed)
            pending, open_cities = None, ()
            continue
        pending, open_cities = None, ()
        if place := _alone(token, country):
            found.append(place)
            open_cities, last = (token.cities if place.kind == "city" else ()), token
        elif token.unknown:
            pending = token
            if country and not strict:
                found.append(Place(token.text, "city", city=token.text, country=country, known=False))
                pending = None
    return found


def _named_as_its_country(name: Token, container: Token) -> Place | None:
    """A country's name that is none before a country: the city in "Tunis, Tunisia", the state in "Georgia, USA"."""
    if name.country is None or container.country is None:
        return None
    if name.country == container.country:
        there = [city for city in name.cities if city.country == container.country]
        return _city(name.text, there[0]) if there else None
    states = [region for region in name.regions if region.country == container.country]
    return _region(name.text, states[0]) if states else None


def _contained(place: Place, container: Token) -> Place | None:
    """The place with its country or region added, or None if the name is no container of it."""
    if container.country and place.country in {None, container.country} and place.kind in {"region", "city"}:
        return replace(place, country=container.country, certain=True)
    if container.country and place.kind == "country" and place.country == container.country:
        return place
    if place.kind == "city" and not place.known and not place.region:
        for region in container.regions:
            if place.country in {None, region.country}:
                return replace(place, region=region.name, region_code=region.code or None, country=region.country)
    return None


def _as_written(name: Token | None, container: Token) -> Place | None:
    """A city that the gazetteer lacks, if a region or a country stands behind its name."""
    if (
        name is None
        or not name.text[:1].isupper()
        or len(name.text.split()) > 4
        or any(letter.isdigit() for letter in name.text)
    ):
        return None
    if container.regions and (not container.country or len(container.text) == 2):
        region = container.regions[0]
        return Place(
            name.text,
            "city",
            city=name.text,
            region=region.name,
            region_code=region.code or None,
            country=region.country,
            known=False,
        )
    return (
        Place(name.text, "city", city=name.text, country=container.country, known=False) if container.country else None
    )


def _alone(token: Token, country: str | None) -> Place | None:
    """What a name means by itself."""
    if token.zone and not country:
        return Place(token.text, "zone", zone=token.zone)
    cities = tuple(city for city in token.cities if country in {None, city.country})
    regions = tuple(region for region in token.regions if country in {None, region.country})
    short = len(token.text) == 2 and token.text.isascii()
    if (
        token.country
        and not (short and token.key in STATE_AND_COUNTRY)
        and not (cities and cities[0].population > 1_000_000)
    ):
        return Place(token.text, "country", country=token.country)
    if short and not cities and (not token.text.isupper() or token.key in STATE_AND_COUNTRY):
        return None
    if cities and not (regions and _is_rather_a_region(cities[0], regions[0])):
        return _city(token.text, cities[0], certain=len({city.country for city in cities}) == 1)
    return _region(token.text, regions[0]) if regions else None


def _is_rather_a_region(city: City, region: Region) -> bool:
    """ "California" and "Ontario" are states, though towns have that name; "Berlin" and "New York" are cities."""
    return (city.country, city.region) != (region.country, region.name) and city.population < 1_000_000


def _region(text: str, region: Region) -> Place:
    return Place(text, "region", region=region.name, region_code=region.code or None, country=region.country)


def _city(text: str, city: City, certain: bool = True) -> Place:
    return Place(
        text,
        "city",
        city=city.name,
        region=city.region or None,
        region_code=city.region_code or None,
        country=city.country,
        latitude=city.latitude,
        longitude=city.longitude,
        geoname_id=city.geoname_id,
        certain=certain,
    )


def _distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once; a country or region is left out only if it is said twice, not if a city lies in it."""
    seen: dict[tuple[Any, ...], Place] = {}
    for place in places:
        seen.setdefault(
            (place.kind, place.geoname_id or (place.city or "").casefold(), place.region, place.country, place.zone),
            place,
        )
    return tuple(seen.values())[:MOST_PLACES]


def settled(places: Sequence[Place], text: str = "") -> tuple[Place, ...]:
    """Unclear cities moved to where the advert's text says they are, else to the country of its other places.

    Only the advert itself decides: what stands beside it in a batch differs between a daily run and a rebuild.
    """
    places = [place if place.certain else _as_the_text_says(place, text) for place in places]
    clear = Counter(place.country for place in places if place.certain and place.country)
    if clear and not all(place.certain for place in places):
        country, times = clear.most_common(1)[0]
        if times >= OFTEN * sum(clear.values()):
            places = [place if place.certain else _moved(place, str(country)) for place in places]
    return tuple(places)


def _as_the_text_says(place: Place, text: str) -> Place:
    """The city of that name in "our office in Cambridge, MA", if the text has such a place."""
    if f"{place.text}," not in text:  # an expression takes far longer to say so
        return place
    behind = re.compile(rf"\b{re.escape(place.text)},\s+([A-Z]\w+(?:\.\w\.?)?(?: [A-Z]\w+)?)")
    for found in islice(behind.finditer(text[:LONGEST_READ]), MOST_MENTIONS):
        named = places_in(f"{place.text}, {found[1]}", None, True)
        if len(named) == 1 and named[0].kind == "city" and named[0].known and named[0].certain:
            return replace(named[0], text=place.text)
    return place


def _moved(place: Place, country: str) -> Place:
    cities = gazetteer().cities.get(name_key(place.text), ())
    there = next((city for city in cities if city.country == country), None)
    if place.country == country or there is None or cities[0].population > DOMINANT * there.population:
        return place
    return _city(place.text, there)


def headline_places(headline: str) -> tuple[Place, ...]:
    """Places among the parts of a headline such as ``Company | Role | Berlin, Germany`` or ``[上海/远程] …``."""
    if headline.startswith(("[", "【")):
        inside = re.split(r"[\]】]", headline[1:], maxsplit=1)[0]
        if bracketed := places_in(BETWEEN_NAMES.sub(";", inside), None, True):
            return bracketed
    parts = [part.strip() for part in HEADLINE_PART.split(headline) if part.strip()]
    before, colon, _ = headline.partition(": ")
    if colon and len(before) <= LONGEST_BEFORE_COLON and (named := places_in(before, None, True)):
        return named
    found: list[Place] = []
    for number, part in enumerate(parts):
        if len(part) > 120 or (number == 0 and len(parts) > 1 and "," not in part):
            continue
        if number == 0 and not (first := places_in(part, None, True)) and part.count(",") == 1:
            found += places_in(part.partition(",")[2].strip(), None, True)  # "Employer, Vancouver Canada"
        else:
            found += first if number == 0 else places_in(part, None, True)
    return _distinct(found)


BETWEEN_NAMES = re.compile(r"[/-]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
HEADLINE_PART = re.compile(r"\s*[|•]\s*|\s+[-–—]\s+|\s*\((?=[^)]*$|[^)]*\)\s*$)|\)\s*$")
BODY_LOCATION = re.compile(
    r"^(?:[-#*\s]*)(?:work(?:ing)? |job |office |primary |eligible )?(?:locations?|standort|arbeitsort|einsatzort|"
    r"dienstort|lieu(?: de travail)?"
    r"|localisation|ubicación|lugar(?: de trabajo)?|localização|plaats|工作地点|办公地点|地点|公司地址|"
    r"勤務地)\s*\**\s*(?:[:：]+\s*\**\s*|\n+)(\S.{0,80})$",
    re.I | re.M,
)


def body_places(text: str) -> tuple[Place, ...]:
    """Places of a line such as ``Location: Berlin`` in an advert's text; for adverts whose source gives none."""
    for line in BODY_LOCATION.finditer(text[:LONGEST_READ]):
        if named := places_in(line[1], None, True):
            return named
    return ()
