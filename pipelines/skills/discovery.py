"""Finds phrases that stand where skills stand and that the catalogue does not know, for a person to review.

Looked at are lists among known skills, and what "experience with", "knowledge of" and the like ask for. A phrase is
worth a look when several employers use it; how often one employer repeats it says nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.skills.extraction import Extractor
from pipelines.skills.sections import UNCOUNTED, parts

ITEM = re.compile(r"[^,;/|•()\n]+")
ASKED = re.compile(
    r"\b(?:experience|knowledge|proficiency|familiarity|expertise|skills?|certified|fluent) (?:with|in|of|using) "
    r"([^,;.()\n]{2,60})",
    re.I,
)
LEADING = re.compile(
    r"^(?:and|or|e\.g\.|such as|including|like|other|the|a|an|our|using|with|strong|good|solid)\s+", re.I
)
TRAILING = re.compile(
    r"\s+(?:etc\.?|is a plus|preferred|required|experience|skills?|a plus|or similar)$|[.:\s]+$", re.I
)
LONGEST_PHRASE = 3
COMMON = frozenset(
    "the a an and or of to in for with on at by from as is are be your our we you it this that will can have has other "
    "using including such etc similar related more all any".split()
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A phrase, how many employers and adverts use it, and one known skill beside which it stood."""

    phrase: str
    employers: int
    adverts: int
    beside: str


def discover(adverts: Iterable[tuple[str, str, str]], extractor: Extractor, least: int = 2) -> list[Unknown]:
    """Unknown phrases of adverts (employer, title, text), by number of employers, then of adverts."""
    employers: dict[str, set[str]] = defaultdict(set)
    count: dict[str, int] = defaultdict(int)
    beside: dict[str, str] = {}
    for employer, _, text in adverts:
        seen = {}
        for _, line, section in parts(text):
            if section not in UNCOUNTED:
                seen.update(_unknown(line, extractor))
        for phrase, known in seen.items():
            employers[phrase].add(employer)
            count[phrase] += 1
            beside.setdefault(phrase, known)
    found = [
        Unknown(phrase, len(names), count[phrase], beside[phrase])
        for phrase, names in employers.items()
        if len(names) >= least
    ]
    return sorted(found, key=lambda unknown: (-unknown.employers, -unknown.adverts, unknown.phrase))


def _unknown(line: str, extractor: Extractor) -> dict[str, str]:
    """Unknown phrases of a line, each with a known skill beside it or "" where a frame asks for it."""
    known = [(hit.start or 0, hit.end or 0, hit.surface) for hit in extractor.extract("", line)]
    phrases = {}
    if len(known) >= 2:
        for match in ITEM.finditer(line, known[0][0], known[-1][1]):
            if not any(start < match.end() and match.start() < end for start, end, _ in known) and (
                phrase := _tidy(match.group())
            ):
                phrases[phrase] = known[0][2]
    for match in ASKED.finditer(line):
        first, last = match.span(1)
        if not any(start < last and first < end for start, end, _ in known) and (phrase := _tidy(match.group(1))):
            phrases.setdefault(phrase, "")
    return {phrase: near for phrase, near in phrases.items() if extractor.catalogue.owner(phrase) is None}


def _tidy(text: str) -> str:
    """A phrase of few words without what leads to it, or ""."""
    phrase = text.strip(" -*\t\"'")
    while (shorter := TRAILING.sub("", LEADING.sub("", phrase))) != phrase:
        phrase = shorter
    words = phrase.split()
    if not 0 < len(words) <= LONGEST_PHRASE or any(word.lower() in COMMON for word in words) or not phrase[0].isalpha():
        return ""
    return phrase.lower() if len(phrase) > 1 else ""
