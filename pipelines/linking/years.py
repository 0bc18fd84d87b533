"""The years of experience that a text asks for: openings that ask for different years are different openings."""

import re

ASKED = re.compile(
    r"(?<![\d.,$€£])(\d{1,2})\s*\+?\s*(?:(?:-|–|to|a|bis|à|or more|o más)\s*(\d{1,2})\s*\+?\s*)?"
    r"(?:(?:full|solid|strong|or more|plus)\s+)?"
    r"(years?|yrs?|años?|ans|jahren?|meses|months?)\b(.{0,60})",
    re.I,
)
EXPERIENCE = re.compile(r"experi|expéri|erfahrung|working|background|practi|in a similar|de trabajo|hands", re.I)
AGE = re.compile(r"^\s*(?:old|ago|de edad|alt\b)", re.I)
BEFORE = 40


def years_asked(text: str) -> frozenset[int]:
    """The numbers of months of experience named, lower bound first: "3-5 years" gives 36 and 60.

    Only where experience is spoken of nearby: "we have been growing for 10 years" asks for nothing.
    """
    found = set()
    for match in ASKED.finditer(text):
        low, high, unit, after = match.groups()
        near = text[max(0, match.start() - BEFORE) : match.start()] + after
        if AGE.match(after) or not EXPERIENCE.search(near):
            continue
        months = 1 if unit[0].casefold() == "m" else 12
        found |= {int(number) * months for number in (low, high) if number}
    return frozenset(found)


def contradict(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether each asks for years that the other does not: 3 against 5, but not 3 against 3 and 5."""
    return bool(one - other and other - one)
