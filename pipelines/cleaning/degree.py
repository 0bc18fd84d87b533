"""Which degree an advert asks for: secondary, bachelor, master or doctor; and whether it must be or would please.

Of several named in one sentence ("Bachelor's or Master's degree") the lowest opens the door. None is said where no
degree is named: that is not the same as a job without one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.cleaning.passages import DEGREE, Passages

# Expressions that begin at a word's edge stand together behind one question for the edge, which most places fail.
DEGREES = (
    (
        "doctor",
        r"\b(?:ph\.?\s?d\b\.?|doktor(?!and)\w*|promotion (?:in|im)\b|md or do\b)|doctor(?:ate|al)|promovier\w+|"
        r"doctorat|doctorado|doutorado|博士",
    ),
    (
        "master",
        r"\b(?:master(?:'s|’s|s)?(?:\s+(?:degree|2|of (?:science|arts|business))|\s*(?:\(|or|/|,|in\b))|m\.?sc\b\.?|"
        r"m\.?s\.?\s+(?:degree|in\b)|mba\b|mastère|bac\s?\+\s?5)|masterabschluss|masterstudium|diplom(?:ingenieur|"
        r"abschluss)?\b(?=.{0,20}(?:studium|uni|ingenieur))"
        r"|grande école|école d.ingénieur|ingénieur diplômé|magister|maestría|mestrado|postgrado|advanced degree|"
        r"graduate degree|硕士|修士",
    ),
    (
        "bachelor",
        r"\b(?:bachelor(?:'s|’s|s)?\b|b\.?sc?\.?(?:/|\s+(?:degree|in\b|or\b))|ba/bs\b|bs/ms\b|b\.?tech\b|"
        r"b\.?a\.?\s+(?:degree|in\b|or\b)|bac\s?\+\s?[234]|hbo\b|wo\b(?=[- ]niveau))|undergraduate degree|"
        r"(?:college|university|4[- ]year|four[- ]year|technical|stem|relevant|science|engineering|related) degree"
        r"|hochschulabschluss|hochschulstudium|studienabschluss|abgeschlossenes (?:\w+ )?studium|studium (?:der|im|"
        r"in)\b|licenciatura|licence\b(?= (?:en|pro))|título (?:profesional|universitario)|"
        r"titulad[oa]|universitari[oa]s?\b|graduação|ensino superior|högskoleexamen|akademisk examen"
        r"|本科|学士|学歴|degree (?:in|or)\b|ingenier[oa] (?:civil|comercial|en)\b",
    ),
    (
        "secondary",
        r"\b(?:ged|mbo|cap|bep)\b|high school|secondary (?:school|education)|abitur|fachabitur|abgeschlossene (?:\w+ "
        r"){0,2}(?:berufs)?ausbildung|berufsausbildung|ausbildung (?:als|zum|zur|im)\b|enseñanza media|educación "
        r"media|estudios medios|cuarto medio|4° medio|bachillerato|ensino médio"
        r"|gymnasie\w+|baccalauréat|associate'?s? degree|técnico (?:nivel|de nivel|"
        r"profesional)|estudios técnicos|高中|大专",
    ),
)
ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in DEGREES))
"""Read in lower case, as are the other two."""
ORDER = {"secondary": 0, "bachelor": 1, "master": 2, "doctor": 3}
PLEASES = re.compile(
    r"prefer|a plus|nice to have|bonus|ideal|desirable|advantage|von vorteil|wünschenswert|idealerweise|souhait|"
    r"apprécié|deseable|优先|加分|valued|not required|helpful|meriterande"
)
NOT_A_DEGREE = re.compile(
    r"degree of|degrees? (?:of|fahrenheit|celsius)|\d degrees|scrum master|masters? of craft|scholar|enabl|tuition|"
    r"university (?:partner|student|campus)"
)


@dataclass(frozen=True, slots=True)
class Degree:
    """``level`` is None where no degree is named; ``requirement``: required or preferred."""

    level: str | None = None
    requirement: str | None = None


def degree_asked(passages: Passages) -> Degree:
    """The degree of the first line that names one; a required one comes before one that only pleases."""
    text = passages.lower
    preferred: Degree | None = None
    seen = -1
    for found in (found for span in passages.of(DEGREE) for found in ANY.finditer(text, *span)):
        if found.start() < seen:
            continue
        begin = max(text.rfind("\n", 0, found.start()) + 1, text.rfind(". ", 0, found.start()) + 1)
        seen = min(_end(text, "\n", found.end()), _end(text, ". ", found.end()))
        asked = _asked_in(text[max(begin, found.start() - 150) : min(seen, found.end() + 200)])
        if asked and asked.requirement == "required":
            return asked
        preferred = preferred or asked
    return preferred or Degree()


@lru_cache(maxsize=50_000)
def _asked_in(sentence: str) -> Degree | None:
    """What one sentence asks for; an employer's adverts share theirs."""
    if NOT_A_DEGREE.search(sentence):
        return None
    lowest = min(
        (name for each in ANY.finditer(sentence) if (name := each.lastgroup)), key=ORDER.__getitem__, default=None
    )
    if PLEASES.search(sentence):
        return Degree(lowest, "preferred")
    return Degree(lowest, "required") if lowest else None


def _end(text: str, mark: str, begin: int) -> int:
    found = text.find(mark, begin)
    return len(text) if found < 0 else found
