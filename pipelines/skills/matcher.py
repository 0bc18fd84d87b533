"""Finds every spelling of the catalogue, and every cue, in one pass over a page of lines.

The text is folded one character to one byte (lower case; separators and everything outside Latin-1 become a
space), so byte offsets are character offsets. An Aho-Corasick automaton over " spelling " finds all candidates,
overlapping ones too; each is checked against the original text (its symbols, its neighbours), and only then the
longest from the left win: a long spelling that fails its check must not hide a short one. Nothing that is found
reaches over the end of a line.
"""

import itertools
import re
from collections.abc import Iterable

import numpy as np
from ahocorasick_rs import BytesAhoCorasick

from pipelines.skills.catalogue import Catalogue
from pipelines.skills.cues import BITS
from pipelines.skills.pages import AMBIGUITIES, WORD, Column, Mask, Matches, Page, Spelled
from pipelines.skills.wording import Wording


def _fold_table() -> bytes:
    """Letters and digits in lower case, + and # as they are, everything else a space."""
    table = bytearray(b" " * 256)
    for byte in range(256):
        character = bytes([byte]).decode("latin-1")
        lower = character.lower()
        if (character.isalnum() or character in "+#") and len(lower) == 1 and ord(lower) < 256:
            table[byte] = ord(lower)
    return bytes(table)


FOLD = _fold_table()
LOOSE = frozenset(" -._\u00a0\u2010\u2011\u2013")
"""Separators that may stand for each other inside a spelling: Node.js, Node-js, Node js."""
SLASH = frozenset("/- \u2013&")
APOSTROPHES = frozenset("'\u2019\u2018`\u00b4")
PLAIN = ' \n\t,;()[]|•·\u00a0!?"*'
"""Neighbours that leave a spelling free without further questions."""
ADDRESS = re.compile(
    r"://|^www\.|@[\w-]+\.|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|co|de|dev|edu|gov|eu|uk|us|app)(?:[/?:#)\],.]|$)",
    re.I,
)
GLUE = "/.@:_=?&-~%"
ACRONYM = 3
"""Letters up to which a spelling in capitals is doubtful in any other case: SAN is not in San Francisco."""
WORDS_IN_CAPITALS = frozenset(
    "REST RAG SALT LEAN LESS EDGE MIPS HANA ELISA ASPEN SOAP BEAM SAGE ROOM SAME SITE".split()
)
"""Longer spellings in capitals that are words or names otherwise."""
FREE_CAPITALS = frozenset("AWS API SEO IOS IDE GIS ORM UML ERP ETL IOT OOP QA UI UX AI".split())
"""Short ones that mean the same in any case."""

JOINING_PLUS = re.compile(r"\+(?<=[^\W_]\+)(?=[^\W\d_])")
"""The plus of "React+Redux" separates; that of C++ and Security+ belongs to the name."""


def folded(text: str) -> bytes:
    """The text in the automaton's alphabet, one byte a character, with a space on either side."""
    if "+" in text:
        text = JOINING_PLUS.sub(" ", text)
    return b" " + text.encode("latin-1", "replace").translate(FOLD) + b" "


class Matcher:
    """A compiled catalogue; building takes a tenth of a second, so keep it.

    The cues of the wording are looked for in the same pass, and ``signs``: groups of beginnings of words.
    """

    def __init__(self, catalogue: Catalogue, wording: Wording, signs: dict[str, Iterable[str]] | None = None) -> None:
        self.skills = list(catalogue.skills.values())
        by_pattern: dict[bytes, list[tuple[int, str, str]]] = {}
        for number, skill in enumerate(self.skills):
            for text in skill.aliases:
                by_pattern.setdefault(folded(text), []).append((number, text, "safe"))
            for text in skill.doubtful:
                by_pattern.setdefault(folded(text), []).append((number, text, skill.ambiguity))
        self._spellings = _Spellings([sorted(owners, key=_doubt) for owners in by_pattern.values()])
        kinds = [(phrase, BITS[kind]) for kind, phrases in wording.cues.items() for phrase in phrases]
        parts = [_parts_of_words(words) for words in (signs or {}).values()]
        self._says = np.array([bit for _, bit in kinds], np.int64)
        self._signs = list(signs or ())
        phrases = [*(phrase for phrase, _ in kinds), *wording.asking]
        self._automaton = BytesAhoCorasick([*by_pattern, *map(folded, phrases), *itertools.chain.from_iterable(parts)])
        sizes = [len(by_pattern), len(kinds), len(wording.asking), *map(len, parts)]
        self._bounds = np.cumsum(sizes)

    def find(self, page: Page) -> Matches:
        """What stands in a page."""
        matches = self._automaton.find_matches_as_indexes(folded(page.text), overlapping=True)
        flat = np.fromiter(itertools.chain.from_iterable(matches), np.int64, 3 * len(matches))
        pattern, start, end = flat.reshape(-1, 3).T
        # The spaces around a pattern count: its last character stands three before the end in the folded text.
        whole = page.line_of(start) == page.line_of(end - 3)
        group = np.searchsorted(self._bounds, pattern, side="right")
        rows = np.flatnonzero(whole & (group == 0))
        spelled = self._spellings.checked(page, pattern[rows], start[rows], end[rows] - 2)
        cues = np.flatnonzero(whole & (group == 1))
        cues = cues[np.argsort(start[cues], kind="stable")]
        return Matches(
            spelled,
            start[cues],
            self._says[pattern[cues] - self._bounds[0]],
            np.sort(end[whole & (group == 2)] - 1),
            {name: np.sort(start[group == number]) for number, name in enumerate(self._signs, 3)},
        )


def _doubt(owner: tuple[int, str, str]) -> bool:
    return owner[2] != "safe"


def _parts_of_words(words: Iterable[str]) -> list[bytes]:
    """Patterns of the beginnings of words; + and # are no spaces in the automaton's alphabet, but end a word too."""
    return [before + folded(word)[1:-1] for word in words for before in (b" ", b"+", b"#")]


class _Spellings:
    """What the catalogue's spellings look like, in columns: some share a pattern, and the first that fits owns it."""

    def __init__(self, by_pattern: list[list[tuple[int, str, str]]]) -> None:
        owners = [owner for listed in by_pattern for owner in listed]
        self._most = max(map(len, by_pattern), default=0)
        self._count = np.array(list(map(len, by_pattern)), np.int64)
        self._first = np.cumsum(self._count) - self._count
        self._skill = np.array([number for number, _, _ in owners], np.int64)
        self._text = [text for _, text, _ in owners]
        self._ambiguity = np.array([AMBIGUITIES.index(ambiguity) for _, _, ambiguity in owners], np.int64)
        self._capitals = np.array([ambiguity == "safe" and _in_capitals(text) for _, text, ambiguity in owners], bool)
        self._by_case = self._capitals | np.array([text.isupper() and text[-1] == "S" for text in self._text], bool)
        self._single = np.array([len(text) == 1 for text in self._text], bool)
        symbols = [list(_symbols(text)) for text in self._text]
        self._symbols = np.array(list(map(len, symbols)), np.int64)
        self._first_symbol = np.cumsum(self._symbols) - self._symbols
        self._place = np.array([place for listed in symbols for place, _ in listed], np.int64)
        sets = {allowed: 1 << bit for bit, allowed in enumerate({one for listed in symbols for _, one in listed})}
        self._allowed = np.array([sets[allowed] for listed in symbols for _, allowed in listed], np.int64)
        self._sets = np.zeros(2 + max((ord(one) for allowed in sets for one in allowed), default=0), np.int64)
        for allowed, bit in sets.items():
            for one in allowed:
                self._sets[ord(one)] |= bit

    def checked(self, page: Page, pattern: Column, start: Column, end: Column) -> Spelled:
        """The candidates that really are one of their spellings, standing free; the longest from the left."""
        plain = page.among(start - 1, PLAIN) & page.among(end, PLAIN)
        rows = np.flatnonzero(plain | ~self._joined(page, start, end))
        pattern, start, end, plain = pattern[rows], start[rows], end[rows], plain[rows]
        owner = self._owners(page, pattern, start)
        free = owner >= 0
        for row in np.flatnonzero(free & (~plain | self._single[owner])):
            free[row] = _free(page.text, start[row], end[row], self._single[owner[row]], plain[row])
        rows = np.flatnonzero(free)
        rows = rows[longest(start[rows], end[rows])]
        owner, start, end = owner[rows], start[rows], end[rows]
        ambiguity = self._ambiguity[owner]
        for row in np.flatnonzero(self._by_case[owner]):
            surface, text = page.text[start[row] : end[row]], self._text[owner[row]]
            if surface != text and (self._capitals[owner[row]] or _many(text, surface)):
                ambiguity[row] = AMBIGUITIES.index("acronym")
        return Spelled(page.line_of(start), self._skill[owner], start, end, ambiguity)

    def _joined(self, page: Page, start: Column, end: Column) -> Mask:
        """Whether letters, digits, @ or # beside the candidate make it a part of another word."""
        word: Mask = page.has(WORD, start - 1) | page.has(WORD, end)
        return word | page.among(start - 1, "@#") | page.among(end, "@")

    def _owners(self, page: Page, pattern: Column, start: Column) -> Column:
        """The first spelling of each pattern whose symbols stand in the text; -1 if none's do."""
        owner = np.full(len(pattern), -1)
        for turn in range(self._most):
            rows = np.flatnonzero((owner < 0) & (self._count[pattern] > turn))
            tried = self._first[pattern[rows]] + turn
            fits = self._symbols_stand(page, tried, start[rows])
            owner[rows[fits]] = tried[fits]
        return owner

    def _symbols_stand(self, page: Page, owner: Column, start: Column) -> Mask:
        """Whether the characters of each spelling that are not letters or digits stand in the text."""
        counts = self._symbols[owner]
        rows = np.repeat(np.arange(len(owner)), counts)
        symbol = np.arange(len(rows)) + np.repeat(self._first_symbol[owner] - np.cumsum(counts) + counts, counts)
        characters = page.characters(start[rows] + self._place[symbol])
        wrong = self._sets[np.minimum(characters, len(self._sets) - 1)] & self._allowed[symbol] == 0
        stand = np.ones(len(owner), bool)
        stand[rows[wrong]] = False
        return stand


def longest(start: Column, end: Column) -> Column:
    """Of overlapping ones the longest from the left, in reading order: rows."""
    order = np.lexsort((-end, start))
    start, end = start[order], end[order]
    reach = np.maximum.accumulate(end)
    kept = np.ones(len(order), bool)
    kept[1:] = start[1:] >= reach[:-1]
    # What begins inside an earlier one may still stand free, where that one lost to a third.
    for row in np.flatnonzero(~kept):
        last = row - 1
        while not kept[last]:
            last -= 1
        kept[row] = start[row] >= end[last]
    return order[kept]


def _many(spelling: str, surface: str) -> bool:
    """Whether the surface is another abbreviation in the plural: CMs are not a CMS."""
    return surface[-1] == "s" and surface[:-1].isupper() and spelling.isupper() and len(surface) == len(spelling)


def _in_capitals(text: str) -> bool:
    """Whether the spelling is sure only in its capitals; what has no vowel is no word in any case."""
    if not (text.isalpha() and text.isupper()) or text in FREE_CAPITALS:
        return False
    return text in WORDS_IN_CAPITALS or (len(text) <= ACRONYM and any(letter in "AEIOUY" for letter in text))


def _symbols(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
    """Places in a spelling that are not letters or digits, and the characters allowed there."""
    places = []
    for place, character in enumerate(text):
        if character.isalnum() or character in "+#":
            continue
        if character in " -._" and 0 < place < len(text) - 1:
            allowed = LOOSE
        elif character == "/":
            allowed = SLASH
        elif character in APOSTROPHES:
            allowed = APOSTROPHES
        else:
            allowed = frozenset(character)
        places.append((place, allowed))
    return tuple(places)


def _free(text: str, start: int, end: int, single: bool, plain: bool) -> bool:
    """Whether the neighbours let the spelling stand for itself."""
    before, after = text[start - 1] if start else " ", text[end] if end < len(text) else " "
    if single and (
        before in "&-'\u2019" or after in "&-'\u2019" or text[start - 2 : start] == "& " or text[end : end + 2] == " &"
    ):
        return False
    if plain:
        return True
    if before in "._" and start > 1 and text[start - 2].isalnum():
        return False
    if after in "._" and end + 1 < len(text) and text[end + 1].isalnum() and not text[end + 1].isupper():
        return False
    return not ((before in GLUE or after in GLUE) and _in_address(text, start, end))


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the word that holds the place is a web or mail address."""
    while start and not text[start - 1].isspace() and text[start - 1] not in "(,;<":
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return ADDRESS.search(text[start:end]) is not None
