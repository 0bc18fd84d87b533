"""Lines of adverts, joined to one page so that everything is looked for in all of them at once.

What is found is kept in columns, one row for each; places count characters of the page.
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
BLANKS = bytes(chr(byte).isspace() for byte in range(256))
"""Which bytes of Latin-1 are white space."""
MARGIN = EIGHT
"""Blank characters kept on either side of a page, so that neighbours can be asked for at its ends."""
COMMON = 0x3001
"""Code points whose kind is kept in a table: nearly all that stand beside a spelling, and all white space."""

AMBIGUITIES = ("safe", "case", "context", "asked", "spoken", "acronym")
"""How doubtful a spelling is where it stands: its entry's class, or known in capitals and written small."""


class Page:
    """Lines with the part of the advert each belongs to (its place in ``sections.SECTIONS``; without these all belong

    to none), and the employer's name where the line holds it.
    """

    def __init__(self, lines: Sequence[str], sections: Column | None = None, companies: Sequence[str] = ()) -> None:
        self.lines = lines
        self.sections: Column = np.zeros(len(lines), np.int64) if sections is None else sections
        self.companies = companies or [""] * len(lines)
        self.text = "\n".join(lines)
        lengths = np.fromiter(map(len, lines), np.int64, len(lines))
        self.ends: Column = np.cumsum(lengths + 1) - 1
        self.starts: Column = self.ends - lengths
        margin = "\n" * MARGIN
        self._codes = np.frombuffer((margin + self.text + margin).encode("utf-32-le", "surrogatepass"), np.uint32)
        self._latin_text = self.text.encode("latin-1", "replace")
        self._latin = np.frombuffer(self._latin_text, np.uint8)
        self.folded = folded(self.text, self._latin_text, MARGIN)
        self._folded = np.frombuffer(self.folded, np.uint8)

    def line_of(self, places: Column) -> Column:
        """The line that holds each place."""
        return np.searchsorted(self.ends, places)

    def characters(self, places: Column) -> NDArray[np.uint32]:
        """Code points at places; a few places beyond either end of the page are line ends."""
        return self._codes[places + MARGIN]

    @functools.cached_property
    def blanks(self) -> Column:
        """Where white space stands, in order, with the places just before and just behind the page."""
        found = np.frombuffer(bytearray(self._latin_text.translate(BLANKS)), bool)
        rare = np.flatnonzero(self._is_any_of("?"))
        found[rare] = _kinds_of_common()[np.minimum(self.characters(rare), COMMON)] & BLANK != 0
        return np.concatenate([[-1], np.flatnonzero(found), [len(found)]])

    @functools.cached_property
    def clause_ends(self) -> Column:
        """Where a mark stands that ends a clause, in order."""
        return self.places_of(".;:")

    def letters(self, places: Column) -> NDArray[np.uint8]:
        """Folded characters at places, a few places beyond either end too."""
        return self._folded[places + MARGIN]

    def letters_between(self, first: int, last: int) -> bytes:
        """Folded characters from a place to another one."""
        return self.folded[first + MARGIN : last + MARGIN]

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
        places = np.flatnonzero(self._is_any_of(".:@"))
        marks, behind = self.characters(places), self.characters(places + 1)
        inside = (marks == ord(".")) & (behind != ord(" ")) & (behind != ord("\n"))
        standing: Column = places[inside | (marks == ord("@")) | (behind == ord("/"))]
        return standing

    def blanks_around(self, start: Column, end: Column) -> tuple[Column, Column]:
        """Places of the last white space before each start, and of the first at or behind each end."""
        blanks: Column = self.blanks
        return blanks[np.searchsorted(blanks, start) - 1], blanks[np.searchsorted(blanks, end)]


@dataclass(frozen=True, slots=True)
class Spelled:
    """Spellings in a page, in reading order, none overlapping another: their line, the number of their entry,

    where they stand, and how doubtful they are there (a place in ``AMBIGUITIES``).
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
