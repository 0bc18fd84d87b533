"""Splits an advert into its parts by its headings.

What stands under an unknown heading is ``other``: found, but with no claim about how it is asked.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from pipelines.skills.pages import Column
from pipelines.skills.wording import PARTS, load_wording

SECTIONS = ("other", "title", *PARTS)
OTHER, TITLE = 0, 1
OPENS_TITLE, UNKNOWN = 2 * TITLE, 1
"""What a title opens, and what a heading without known words does."""
UNCOUNTED = frozenset({"benefits", "legal"})
"""Parts that ask for nothing: what they name is not taken."""
COUNTED = np.array([section not in UNCOUNTED for section in SECTIONS])
CLOSES = [section in UNCOUNTED | {"about"} for section in SECTIONS]
"""Which parts an unknown heading ends; requirements go on below "Backend:"."""
LONGEST_HEADING = 75
LONGEST_INLINE = 45
"""Characters before the colon of a line such as "Nice to have: Go"."""
MOST_WORDS = 10
LEADING = re.compile(r"^[\W_]+")
TRAILING = "*_:.!?…-–—= )\u00a0"
BULLET = re.compile(r"^\s*(?:[-*•·▪◦‣–●○■➢✓✔]|\d{1,2}[.)])\s")
JOINS = frozenset(
    "and & / + we you for required needed that include includes in of und et y e en och oder or - – |".split()
)


def parts(text: str) -> Iterator[tuple[int, str, str]]:
    """Each line of a text: where it begins, the line, and the part of the advert that it belongs to.

    Headings are short lines; a line "Requirements: …" with its content behind it is a part by itself.
    """
    place, lines = 0, text.split("\n")
    opens = np.array([OPENS_TITLE, *map(opening, lines)])
    for line, section in zip(lines, sections_of(opens)[1:].tolist(), strict=True):
        yield place, line, SECTIONS[section]
        place += len(line) + 1


def opening(line: str) -> int:
    """What a line opens: nothing (0), a part (twice its place in ``SECTIONS``, one more where the line holds its
    content itself), or what an unknown heading opens (``UNKNOWN``).
    """
    short = len(line) <= LONGEST_HEADING
    # An item of a list without a colon is no heading: most lines need no closer look.
    if not line or not (":" in line[:LONGEST_INLINE] or (short and (line[:2] != "- " or ":" in line))):
        return 0
    if line[-1] in ".,;" and ":" not in line:
        return 0
    kind, inline = heading(line[:LONGEST_HEADING])
    if not kind or not (inline or short):
        return 0
    return UNKNOWN if kind == "unknown" else 2 * SECTIONS.index(kind) + inline


def sections_of(opens: Column) -> Column:
    """The part of each line, a place in ``SECTIONS``, from what the lines of adverts open.

    Each advert begins with its title, which opens ``OPENS_TITLE``.
    """
    rows = np.flatnonzero(opens)
    own, following, current = [], [], OTHER
    for opened in opens[rows].tolist():
        section, inline = opened >> 1, opened & 1
        if opened == OPENS_TITLE:
            current = OTHER
        elif opened == UNKNOWN:
            section = current = OTHER if CLOSES[current] else current
        elif not inline:
            current = section
        own.append(section)
        following.append(current)
    sections: Column = np.repeat(np.array(following, np.int64), np.diff(rows, append=len(opens)))
    sections[rows] = own
    return sections


def numbers_of(sections: Iterable[str]) -> Column:
    """The places of parts in ``SECTIONS``."""
    return np.array([SECTIONS.index(section) for section in sections], np.int64)


def heading(line: str) -> tuple[str, bool]:
    """The part that a line opens, or "" or "unknown", and whether the line holds its content itself."""
    bullet = not line[0].isalpha() and BULLET.match(line) is not None
    content = line if line[0].isalnum() else LEADING.sub("", line)
    head, colon, rest = content.partition(":")
    inline = bool(colon and rest.strip(TRAILING))
    if inline and len(head) > LONGEST_INLINE:
        return "", False
    if not colon and (bullet or content.rstrip().endswith((".", ",", ";"))):
        return "", False
    words = head.strip(TRAILING).casefold().replace("\u2019", "'").split()
    if not 0 < len(words) <= MOST_WORDS:
        return "", False
    kind = _kind(tuple(words), closed=bool(colon))
    if kind:
        return kind, inline
    known = not bullet and not inline and (colon or (content.isupper() and len(words) > 1))
    return ("unknown" if known else ""), False


def _kind(words: tuple[str, ...], closed: bool) -> str:
    wording = load_wording()
    first = 0
    while words[first] in wording.first_words:
        for size in range(min(6, len(words) - first), 0, -1):
            kind = wording.headings.get(" ".join(words[first : first + size]))
            if kind and _ends_well(words[first : first + size], words[first + size :], closed):
                return kind
        size = next((size for size in (4, 3, 2, 1) if " ".join(words[first : first + size]) in wording.modifiers), 0)
        if not size or first + size >= len(words):
            break
        first += size
    if len(words) <= (6 if closed else 3):
        for size in (2, 1):
            if kind := wording.endings.get(" ".join(words[-size:])):
                return kind
    return ""


def _ends_well(phrase: tuple[str, ...], rest: tuple[str, ...], closed: bool) -> bool:
    """Whether what follows the phrase lets the line be a heading and not prose that begins like one."""
    if not rest:
        return True
    if closed:
        return len(rest) <= 6
    if len(phrase) > 1:
        return len(rest) <= 5
    if phrase == ("about",):
        return len(rest) <= 3
    return rest[0] in JOINS and len(rest) <= 5
