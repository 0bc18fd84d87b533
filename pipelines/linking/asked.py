"""What a text asks for that tells openings apart: the years of experience and the languages to be spoken."""

import re

YEARS = re.compile(
    r"(?<![\d.,$€£])(\d{1,2})\s*\+?\s*(?:(?:-|–|to|a|bis|à|or more|o más)\s*(\d{1,2})\s*\+?\s*)?"
    r"(?:(?:full|solid|strong|or more|plus)\s+)?"
    r"(years?|yrs?|años?|ans|jahren?|meses|months?)\b(.{0,110})",
    re.I,
)
EXPERIENCE = re.compile(r"experi|expéri|erfahrung|working|background|practi|in a similar|de trabajo|hands", re.I)
AGE = re.compile(r"^\s*(?:old|ago|de edad|alt\b)", re.I)
BEFORE = 40
LANGUAGES = (
    "arabic chinese mandarin cantonese croatian czech danish dutch finnish french german greek hebrew hindi hungarian "
    "indonesian italian japanese korean malay norwegian polish portuguese romanian russian spanish swedish tagalog "
    "thai turkish ukrainian vietnamese"
).split()
LANGUAGE = re.compile(rf"\b(?:{'|'.join(name.title() for name in LANGUAGES)})\b")
SPOKEN = re.compile(r"fluen|speak|spoken|native|proficien|bilingual|language|mother tongue|communicate in", re.I)
NEAR = 60


def asked(text: str) -> frozenset[str]:
    """Years as months, such as "36 months" and "60 months" for "3-5 years", and languages such as "german".

    Years only where experience is spoken of nearby ("we have been growing for 10 years" asks for nothing),
    languages only where speaking is. English is not counted: adverts name it or take it for granted.
    """
    return frozenset(_years(text) | _languages(text))


def contradict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the two cannot be one opening's: each asks for what the other does not, such as 3 against 5 years.

    3 against 3 and 5 does not contradict: an advert may name one of its roles less.
    """
    return bool(one - other and other - one)


def _years(text: str) -> set[str]:
    found = set()
    for match in YEARS.finditer(text):
        low, high, unit, after = match.groups()
        near = text[max(0, match.start() - BEFORE) : match.start()] + after
        if AGE.match(after) or not EXPERIENCE.search(near):
            continue
        months = 1 if unit[0].casefold() == "m" else 12
        found |= {f"{int(number) * months} months" for number in (low, high) if number}
    return found


def _languages(text: str) -> set[str]:
    return {
        match.group().casefold()
        for match in LANGUAGE.finditer(text)
        if SPOKEN.search(text, max(0, match.start() - NEAR), match.end() + NEAR)
    }
