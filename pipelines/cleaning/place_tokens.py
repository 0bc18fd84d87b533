"""The names in a location text, and what each could be: a city, a region, a country, a zone.

Here a text is cut into names, freed of what is no name ("remote", "area", "near") and put in the order from the
inside out. Which of its meanings a name has is decided in ``places``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.cleaning.place_names import City, Region, gazetteer, name_key

MODE = re.compile(
    r"\b(?:100\s*%\s*)?(?:fully[\s-]+|full[\s-]+)?(?:remote(?:ly)?(?:[\s-]+(?:first|ok|only|friendly|possible|"
    r"option(?:al)?|work(?:ing)?))?"
    r"|hybride?|on[\s-]?site|in[\s-]office|in[\s-]person|work from home|wfh|home[\s-]?office|home[\s-]?based|"
    r"télétravail|teletrabajo"
    r"|remot[oa]|presencial|flexible|no visa|visa|no sponsorship|timezones?|time zones?|preferred|based|"
    r"candidates?|residents?)\b"
    r"|远程|可远程|混合|线下|办公|分布式",
    re.I,
)
LINK_WORD = re.compile(
    r"^(?:and|or|oder|und|ou|et|o|y|in|from|within|across|near|the|only|any|all|of|to|bei|für|en|à|inside|located|"
    r"area|zone|city of"
    r"|open|anywhere in(?: the)?|either|also|our|at|hq|fully)\b[\s:]*|[\s:]*\b(?:and|or|only|area|office|hq|"
    r"headquarters|based|local"
    r"|metropolitan area|metro area|metro|region|surroundings|und umgebung|city|campus|site|plant|store|county|"
    r"province|in)$",
    re.I,
)
LEADING = re.compile(
    r"^(?:greater|metro|metropolitan|downtown|central|raum|großraum|région de|comuna de|ciudad de|city of|near)\s+",
    re.I,
)
WEAK = re.compile(r"\s*[,，(){}\[\]<>/:：]\s*|\s+[-–—]\s+|\s*[–—]\s*")
DOTTED = re.compile(r"(?:USA?|CAN?)\.[A-Z]{2}\.[A-Z][\w .'-]+")
DASHED = re.compile(r"(?<!\w)(?:[A-Z]{2}|USA)-(?:[A-Z]{2}-)?(?=[A-Z])")
NO_PLACE = {
    "n a",
    "na",
    "tbd",
    "various",
    "various locations",
    "multiple locations",
    "other locations",
    "multiple",
    "other",
    "none",
    "-",
    "downtown",
    "center",
    "centre",
    "central",
    "online",
    "virtual",
    "home",
    "office",
    "university",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A name and what it could be."""

    text: str
    key: str
    cities: tuple[City, ...]
    regions: tuple[Region, ...]
    country: str | None
    zone: str | None

    @property
    def unknown(self) -> bool:
        return not (self.cities or self.regions or self.country or self.zone)


def country_code(name: str) -> str | None:
    """ISO 3166-1 code of a country's name in any of many languages, or of its code; None if it is none."""
    if not name:
        return None
    if len(name) == 2 and name.isascii() and name.isalpha():
        code = name.upper()
        return "GB" if code == "UK" else code if code in gazetteer().country_names else None
    return gazetteer().countries.get(name_key(name))


def has_letters(text: str) -> bool:
    return re.search(r"[^\W\d_]", text) is not None


def tokens_of(segment: str) -> list[Token]:
    whole = _token(segment)
    if whole and not whole.unknown and not DOTTED.fullmatch(segment.strip()):
        return [whole]
    if DOTTED.fullmatch(segment.strip()):
        segment = segment.replace(".", ",")
    if "-" in segment:
        segment = DASHED.sub(lambda found: found[0].replace("-", ","), segment)
    tokens = [token for piece in WEAK.split(segment) for token in _unjoined(piece)]
    if len(tokens) > 1 and _is_outside_in(tokens):
        tokens.reverse()
    return tokens


def _unjoined(piece: str) -> list[Token]:
    """The name, or city and country where only a space is between them: "Vancouver Canada"."""
    token = _token(piece)
    if token is None or not token.unknown or " " not in token.text:
        return [token] if token else []
    words = token.text.split()
    for at in range(1, min(len(words), 4)):
        before, behind = _token(" ".join(words[:-at])), _token(" ".join(words[-at:]))
        if before and behind and behind.text[:1].isupper() and inside(before.cities, behind):
            return [before, behind]
    return [token]


def _is_outside_in(tokens: list[Token]) -> bool:
    """Whether the country or state stands first: "US, CA, Santa Clara", "Washington - Bellevue"."""
    first, last = tokens[0], tokens[-1]
    if first.country and not first.cities and last.cities and not last.country:
        return any(city.country == first.country for city in last.cities) and len(tokens) <= 3
    if len(tokens) == 2 and first.regions and last.cities and not last.regions:
        codes = {region.code for region in first.regions}
        return any(city.region_code in codes for city in last.cities) and not any(
            city.population > 5_000_000 for city in first.cities
        )
    return False


@lru_cache(maxsize=100_000)
def _token(piece: str) -> Token | None:
    text = MODE.sub(" ", piece)
    if text != piece:
        text = text.strip(" -–—_.,:*&+")
    text = re.sub(r"^\d{4,6}\s+", "", text.strip(" -–—_.,:*'\"&+"))
    while text and (shorter := LINK_WORD.sub("", text).strip(" -–—.,:")) != text:
        if _is_known(text):
            break
        text = shorter
    if not _is_known(text):
        text = LEADING.sub("", text)
    key = name_key(text)
    if not key or key in NO_PLACE or not has_letters(text):
        return None
    known = gazetteer()
    country = known.countries.get(key)
    if len(text) == 2 and text.isascii() and not country:
        country = country_code(text) if text.isupper() else None
    return Token(text, key, known.cities.get(key, ()), known.regions.get(key, ()), country, known.zones.get(key))


def _is_known(text: str) -> bool:
    key, known = name_key(text), gazetteer()
    return key in known.cities or key in known.regions or key in known.countries or key in known.zones


def inside(cities: tuple[City, ...], container: Token) -> tuple[City, ...]:
    codes = {(region.country, region.name) for region in container.regions}
    within = tuple(city for city in cities if (city.country, city.region) in codes)
    if within:
        return within
    return tuple(city for city in cities if city.country == container.country) if container.country else ()
