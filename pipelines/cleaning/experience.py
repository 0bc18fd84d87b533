"""How many years of experience an advert asks for, as an interval.

The first number of years that stands with a word for experience decides; later ones are mostly alternatives ("or six
years without a degree") or parts of it. A firm's age, an applicant's age and the length of a contract are none.
"""

import re
from dataclasses import dataclass

from pipelines.cleaning.passages import YEARS as TOPIC
from pipelines.cleaning.passages import Passages

WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10},
    **{
        "ein": 1,
        "einem": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "zehn": 10,
    },
    **{"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10},
    **{
        "dos": 2,
        "tres": 3,
        "cuatro": 4,
        "cinco": 5,
        "twee": 2,
        "drie": 3,
        "vijf": 5,
        "två": 2,
        "tre": 3,
        "fyra": 4,
        "fem": 5,
    },
    **{"dois": 2, "três": 3, "quatro": 4},
}
NUMBER = rf"\d{{1,2}}|\b(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})\b"
YEARS = re.compile(
    rf"(?<![\d.,$€£])(?P<low>{NUMBER})\s*(?:\(\d{{1,2}}\))?\s*(?P<plus>\+|plus\b|or more\b|oder mehr|ou plus|o más)?\s*"
    rf"(?:(?:-|–|—|~|to|bis|à|a|et|y|or|至|到)\s*(?P<high>\d{{1,2}})\s*(?P<plus_high>\+)?)?[\s-]*"
    r"(?:years?|yrs?|jahren?|jahre\b|ans?\b|années?|años?|anos?\b|jaar|års?\b|anni|年)(?P<more>\s*(?:and above|or "
    r"more|\+|及以上|以上))?"
)
EXPERIENCE = re.compile(
    r"experien\w+|erfahrung\w*|expérience|expertise|ervaring|erfarenhet|esperienza|experiência|background|practice|"
    r"praxis|track record|经验|経験|开发|in (?:a )?similar|en el cargo"
    r"|working (?:with|in|as|on)|leading|building|developing|managing|designing|selling|of (?:\w+ "
    r"){0,4}(?:development|engineering|management|design|work|sales|marketing|programming|leadership)"
)
ASKED = re.compile(
    r"minimum|at least|mindestens|minst|minimaal|mínim\w+|al menos|au moins|require\w*|experien\w+|erfahrung|"
    r"expérience|typically|approx\w*|经验|具备|exig\w+|sup"
)
OTHER = re.compile(
    r"\b(?:founded|since|for (?:over|more than|the (?:past|last))|over the (?:past|last)|(?:past|last|next|first|"
    r"within|every|each|of|during|seit|depuis|desde hace|hace)\s*$|our|we(?:'ve| have| are)|company|history|age|"
    r"aged|mayor(?:es)? de|edad"
    r"|historie|unternehmen|gegründet|más de \d+ años en el mercado|founder)\b|连续|成立"
)
AFTER_OTHER = re.compile(
    r"^\s*(?:old|ago|of age|in (?:a row|the market|business)|en el mercado|de edad|contract|warranty|anniversary|"
    r"guarantee|degree|program|term|history|running|later|or older|d'historique|de trayectoria)\b"
)
NICE = re.compile(
    r"preferred|preferably|nice to have|a plus|bonus|ideally,|wünschenswert|von vorteil|deseable|souhaité|优先|加分"
)
BEFORE, AFTER = 70, 75


@dataclass(frozen=True, slots=True)
class Years:
    """``high`` is None where the interval is open, both are None where no years are asked."""

    low: int | None = None
    high: int | None = None


def years_asked(passages: Passages) -> Years:
    """The interval of the first statement that asks for it; one that is only preferred comes last."""
    text = passages.lower
    preferred: Years | None = None
    for found in (found for span in passages.of(TOPIC) for found in YEARS.finditer(text, *span)):
        sentence = _sentence(text, found)
        if sentence is None:
            continue
        low = _number(found["low"])
        high = int(found["high"]) if found["high"] else None
        if high is not None and high < low:
            high = None
        if low > 25:
            continue
        open_end = found["plus"] or found["plus_high"] or found["more"]
        years = Years(low, None if open_end else high)
        if not NICE.search(sentence):
            return years
        preferred = preferred or years
    return preferred or Years()


def _sentence(text: str, found: re.Match[str]) -> str | None:
    """The words around the years, if they ask for experience."""
    left = re.split(r"[\n。；]|\. ", text[max(0, found.start() - BEFORE) : found.start()])[-1]
    right = re.split(r"[\n。；]|\. ", text[found.end() : found.end() + AFTER])[0]
    if AFTER_OTHER.match(right):
        return None
    if OTHER.search(left) and not re.search(r"experien|erfahrung|expérience|经验", left + right[:30]):
        return None
    if re.search(r"\b(?:team|we|our|founder|company|unternehmen|equipo|hace)\b[^.]{0,40}$", left) and not re.search(
        r"minimum|at least|you|candidate|requi", left
    ):
        return None
    return left + right if EXPERIENCE.search(right) or ASKED.search(left) or found["plus"] else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS[text]
