"""Lines of adverts, joined to one page so that everything is looked for in all of them at once.

What is found is kept in columns, one row for each; places count characters of the page, from its margin on.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.lexicon import EIGHT
from pipelines.skills.folding import folded

Column = NDArray[np.int64]
Mask = NDArray[np.bool_]

WORD, CAPITAL, DIGIT, BLANK, FREE, AT, HASH, GLUE = (1 << bit for bit in range(8))
"""What a character is: a letter or digit, a capital, a digit, white space; one that leaves a spelling beside it free
without further questions; @; #; one that may join the parts of an address."""
FREEING = frozenset(' \n\t,;()[]|•·\u00a0!?"*')
GLUING = frozenset("/.@:_=?&-~%")
COMMON = 0x3001
"""Code points whose kind is kept in a table: nearly all that stand beside a spelling, and all white space."""

AMBIGUITIES = ("safe", "case", "context", "asked", "spoken", "acronym")
"""How doubtful a spelling is where it stands: its entry's class, or known in capitals and written small."""


class Page:
    """Lines, with the part of the advert and the name of the employer that go with each.

    A part is a place in ``sections.SECTIONS``; without parts all lines belong to none. The name is that of a product
    too and stands in the line, or is "".
    """

    def __init__(self, lines: Sequence[str], sections: Column | None = None, companies: Sequence[str] = ()) -> None:
        self.lines = lines
        self.sections: Column = np.zeros(len(lines), np.int64) if sections is None else sections
        self.companies = companies or [""] * len(lines)
        # Empty lines around, so that neighbours can be asked for at either end.
        margin = [""] * EIGHT
        self.text = "\n".join([*margin, *lines, *margin])
        lengths = np.fromiter(map(len, lines), np.int64, len(lines))
        self.ends: Column = np.cumsum(lengths + 1) + EIGHT - 1
        self.starts: Column = self.ends - lengths
        self._codes = np.array([self.text]).view(np.uint32)
        latin = self.text.encode("latin-1", "replace")
        self._latin = np.frombuffer(latin, np.uint8)
        self.folded = folded(self.text, latin)
        self._folded = np.frombuffer(self.folded, np.uint8)

    def line_of(self, places: Column) -> Column:
        """The line that holds each place."""
        return np.searchsorted(self.ends, places)

    def characters(self, places: Column) -> NDArray[np.uint32]:
        """Code points at places."""
        return self._codes[places]

    @functools.cached_property
    def blanks(self) -> Column:
        """Where white space stands, in order; before and behind the lines, too."""
        # From the tab on, and up to the blank, five of each; what is below wraps around to large numbers.
        found = (self._latin - 0x09 < 5) | (self._latin - 0x1C < 5) | self._is_any_of("\x85\xa0")
        rare = np.flatnonzero(self._is_any_of("?"))
        found[rare] = _kinds_of_common()[np.minimum(self.characters(rare), COMMON)] & BLANK != 0
        return np.flatnonzero(found)

    @functools.cached_property
    def clause_ends(self) -> Column:
        """Where a mark stands that ends a clause, in order."""
        return self.places_of(".;:")

    def letters(self, places: Column) -> NDArray[np.uint8]:
        """Folded characters at places."""
        return self._folded[places]

    def letters_between(self, first: int, last: int) -> bytes:
        """Folded characters from a place to another one."""
        return self.folded[first:last]

    def kinds(self, places: Column) -> NDArray[np.uint8]:
        """What stands at places, as bits: ``WORD`` and the others."""
        codes = self.characters(places)
        kinds = _kinds_of_common()[np.minimum(codes, COMMON)]
        for rare in np.flatnonzero(codes >= COMMON):
            kinds[rare] = _kind(int(codes[rare]))
        return kinds

    def has(self, kind: int, places: Column) -> Mask:
        """Whether a character of a kind stands at each place."""
        found: Mask = self.kinds(places) & kind != 0
        return found

    def among(self, places: Column, characters: str) -> Mask:
        """Whether one of a few characters stands at each place."""
        codes = self.characters(places)
        found: Mask = codes == ord(characters[0])
        for character in characters[1:]:
            found |= codes == ord(character)
        return found

    def places_of(self, first: str, second: str = "") -> Column:
        """Where one of the characters ``first`` (of Latin-1) stands, just before one of ``second``, in order."""
        places = np.flatnonzero(self._is_any_of(first))
        # What is not in Latin-1 looks like a question mark there.
        places = places[self.among(places, first)] if "?" in first else places
        return places[self.among(places + 1, second)] if second else places

    def _is_any_of(self, characters: str) -> Mask:
        found: Mask = self._latin == ord(characters[0])
        for character in characters[1:]:
            found |= self._latin == ord(character)
        return found

    def marks_of_addresses(self) -> Column:
        """Where a mark stands without which no word is a web or mail address, in order."""
        mark, behind = self._latin[:-1], self._latin[1:]
        inside = (mark == ord(".")) & (behind != ord(" ")) & (behind != ord("\n"))
        inside |= (mark == ord("@")) | (mark == ord(":")) & (behind == ord("/"))
        return np.flatnonzero(inside)


@dataclass(frozen=True, slots=True)
class Spelled:
    """Spellings in a page, in reading order, none overlapping another.

    Their line, the number of their entry, where they stand, and how doubtful they are there (a place in
    ``AMBIGUITIES``).
    """

    line: Column
    skill: Column
    start: Column
    end: Column
    ambiguity: Column

    def where(self, rows: Mask | Column | slice) -> "Spelled":
        """Some of the rows."""
        return Spelled(self.line[rows], self.skill[rows], self.start[rows], self.end[rows], self.ambiguity[rows])


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of a group in a page, in the order in which they begin: their number, where they begin and end."""

    number: Column
    start: Column
    end: Column


@dataclass(frozen=True, slots=True)
class Matches:
    """What one pass found in a page."""

    spelled: Spelled
    cues: Column
    """Where cues begin, in order."""
    says: Column
    """The bits of each cue."""
    asks: Column
    """Where that begins which an asking phrase ("knowledge of") asks for, in order."""
    phrases: dict[str, Phrases]
    """Words and phrases without which a rule cannot hold, in groups."""


def any_within(places: Column, first: Column, last: Column) -> Mask:
    """Whether any of the places (in order) lies between each first, included, and last."""
    return np.searchsorted(places, first) < np.searchsorted(places, last)


@functools.lru_cache(maxsize=4096)
def _kind(code: int) -> int:
    character = chr(code)
    is_of_kind = (
        character.isalnum(), character.isupper(), character.isdigit(), character.isspace(),
        character in FREEING, character == "@", character == "#", character in GLUING,
    )  # fmt: skip
    return sum(1 << bit for bit, holds in enumerate(is_of_kind) if holds)


@functools.cache
def _kinds_of_common() -> NDArray[np.uint8]:
    return np.fromiter((*map(_kind, range(COMMON)), 0), np.uint8, COMMON + 1)
