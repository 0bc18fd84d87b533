"""Finds every spelling of the catalogue, and every cue, in one pass over a page of lines.

The text is folded one character to one byte (``folding``), so byte offsets are character offsets. All candidates are
looked up word by word (``lexicon``), overlapping ones too; each is checked against the original text (its symbols, its
neighbours), and only then the longest from the left win: a long spelling that fails its check must not hide a short
one. Nothing that is found reaches over the end of a line.
"""

import bisect
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.lexicon import Lexicon
from pipelines.skills.catalogue import Catalogue
from pipelines.skills.cues import BITS
from pipelines.skills.folding import folded
from pipelines.skills.pages import (
    AMBIGUITIES,
    AT,
    BLANK,
    CAPITAL,
    FREE,
    GLUE,
    HASH,
    WORD,
    Column,
    Mask,
    Matches,
    Page,
    Phrases,
    Spelled,
    any_within,
)  # fmt: skip
from pipelines.skills.wording import Wording

LOOSE = frozenset(" -._\u00a0\u2010\u2011\u2013")
"""Separators that may stand for each other inside a spelling: Node.js, Node-js, Node js."""
SLASH = frozenset("/- \u2013&")
APOSTROPHES = frozenset("'\u2019\u2018`\u00b4")
ADDRESS = re.compile(
    r"://|^www\.|@[\w-]+\.|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|co|de|dev|edu|gov|eu|uk|us|app)(?:[/?:#)\],.]|$)",
    re.I,
)
WHITE_SPACE, BEFORE_A_WORD = re.compile(r"\s"), re.compile(r"[\s(,;<]")
LONGEST_ADDRESS = 2000
"""Characters of a word in which it shows that it is an address."""
SPELLING, CUE, ASKING, OTHERS = range(4)
"""Groups of patterns."""
NONE = -1
LONGER_THAN_ANY = 1 << 20
"""Characters of a spelling."""
ACRONYM = 3
"""Letters up to which a spelling in capitals is doubtful in any other case: SAN is not in San Francisco."""
WORDS_IN_CAPITALS = frozenset(
    "REST RAG SALT LEAN LESS EDGE MIPS HANA ELISA ASPEN SOAP BEAM SAGE ROOM SAME SITE".split()
)
"""Longer spellings in capitals that are words or names otherwise."""
FREE_CAPITALS = frozenset("AWS API SEO IOS IDE GIS ORM UML ERP ETL IOT OOP QA UI UX AI".split())
"""Short ones that mean the same in any case."""


class Matcher:
    """A compiled catalogue; building takes a fifth of a second, so keep it.

    The cues of the wording are looked for in the same pass, and the groups of ``phrases`` that the rules need.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        wording: Wording,
        phrases: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.skills = list(catalogue.skills.values())
        by_spelling: dict[bytes, list[tuple[int, str, str]]] = {}
        for number, skill in enumerate(self.skills):
            for text in skill.aliases:
                by_spelling.setdefault(folded(text), []).append((number, text, "safe"))
            for text in skill.doubtful:
                by_spelling.setdefault(folded(text), []).append((number, text, skill.ambiguity))
        self._spellings = _Spellings([sorted(owners, key=_doubt) for owners in by_spelling.values()])
        kinds = [(phrase, BITS[kind]) for kind, phrases in wording.cues.items() for phrase in phrases]
        self._says = np.array([bit for _, bit in kinds], np.int64)
        self._phrases = list(phrases or ())
        groups = [[phrase for phrase, _ in kinds], wording.asking, *(phrases or {}).values()]
        patterns = [*by_spelling, *(folded(phrase) for group in groups for phrase in group)]
        sizes = np.array([len(by_spelling), *map(len, groups)])
        self._lexicon = Lexicon(patterns)
        self._group, self._first = np.repeat(np.arange(len(sizes)), sizes), np.cumsum(sizes) - sizes
        self._size = np.fromiter(map(len, patterns), np.int64, len(patterns))
        self._of_words = np.array([b" " in pattern for pattern in patterns])
        self._ends_blank = np.array([pattern.endswith(b" ") for pattern in patterns], np.int64)

    def find(self, page: Page) -> Matches:
        """What stands in a page."""
        pattern, start = self._lexicon.find(page.folded)
        end = start + self._size[pattern]
        group = self._group[pattern]
        rows = np.flatnonzero(self._of_words[pattern])
        group[rows[page.ends[page.line_of(start[rows])] < end[rows]]] = NONE
        rows = np.flatnonzero(group == SPELLING)
        spelled = self._spellings.checked(page, pattern[rows], start[rows], end[rows])
        cues = np.flatnonzero(group == CUE)
        cues = cues[np.argsort(start[cues], kind="stable")]
        # What is asked for begins behind a blank, or right behind "d'".
        asking = end[group == ASKING] - self._ends_blank[pattern[group == ASKING]]
        phrases = {}
        for number, name in enumerate(self._phrases, OTHERS):
            rows = np.flatnonzero(group == number)
            rows = rows[np.argsort(start[rows], kind="stable")]
            phrases[name] = Phrases(pattern[rows] - self._first[number], start[rows], end[rows])
        return Matches(
            spelled,
            start[cues],
            self._says[pattern[cues] - self._first[CUE]],
            np.sort(asking[~page.among(asking, "\n")] + 1),
            phrases,
        )


def _doubt(owner: tuple[int, str, str]) -> bool:
    return owner[2] != "safe"


class _Spellings:
    """What the catalogue's spellings look like, in columns: some share a pattern, and the first that fits owns it."""

    def __init__(self, by_pattern: list[list[tuple[int, str, str]]]) -> None:
        owners = [owner for listed in by_pattern for owner in listed]
        self._most = max(map(len, by_pattern), default=0)
        self._count = np.array(list(map(len, by_pattern)), np.int64)
        self._first = np.cumsum(self._count) - self._count
        self._skill = np.array([number for number, _, _ in owners], np.int64)
        self._ambiguity = np.array([AMBIGUITIES.index(ambiguity) for _, _, ambiguity in owners], np.int64)
        self._in_capitals = np.array([text.isalpha() and text.isupper() for _, text, _ in owners], bool)
        self._doubtful_else = np.array(
            [ambiguity == "safe" and _is_sure_in_capitals(text) for _, text, ambiguity in owners], bool
        )
        self._single = np.array([len(text) == 1 for _, text, _ in owners], bool)
        symbols = [list(_symbols(text)) for _, text, _ in owners]
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
        before, after = page.kinds(start - 1), page.kinds(end)
        # Letters, digits, @ or # beside the candidate make it a part of another word.
        rows = np.flatnonzero((before & (WORD | AT | HASH) == 0) & (after & (WORD | AT) == 0))
        pattern, start, end, before, after = pattern[rows], start[rows], end[rows], before[rows], after[rows]
        owner = self._owners(page, pattern, start)
        rows = np.flatnonzero((owner >= 0) & self._stand_free(page, self._single[owner], start, end, before, after))
        rows = rows[longest(start[rows], end[rows])]
        owner, start, end = owner[rows], start[rows], end[rows]
        ambiguity, other = self._ambiguity[owner], np.zeros(len(owner), bool)
        rows = np.flatnonzero(self._in_capitals[owner])
        capital = [page.has(CAPITAL, places) for places in (start[rows], start[rows] + 1, end[rows] - 1)]
        for row in rows[~np.logical_and.reduce(capital)].tolist():
            doubtful = self._doubtful_else[owner[row]]
            other[row] = _is_another(page.text[start[row] : end[row]], doubtful)
            ambiguity[row] = AMBIGUITIES.index("acronym") if doubtful else ambiguity[row]
        return Spelled(page.line_of(start), self._skill[owner], start, end, ambiguity).where(~other)

    def _stand_free(
        self, page: Page, single: Mask, start: Column, end: Column, before: NDArray[np.uint8], after: NDArray[np.uint8]
    ) -> Mask:
        """Whether the neighbours, of these kinds, let each candidate stand for itself."""
        free = np.ones(len(start), bool)
        for row in np.flatnonzero(single).tolist():
            free[row] = _single_stands(page.text, int(start[row]), int(end[row]))
        rows = np.flatnonzero(free & (before & after & FREE == 0))
        start, end, before, after = start[rows], end[rows], before[rows], after[rows]
        inside = page.among(start - 1, "._") & page.has(WORD, start - 2)
        behind = page.kinds(end + 1)
        inside |= page.among(end, "._") & (behind & WORD != 0) & (behind & CAPITAL == 0)
        # A mark before a blank ends a sentence or a clause.
        asked = np.flatnonzero(~inside & ((before & GLUE != 0) | (after & GLUE != 0) & (behind & BLANK == 0)))
        inside[asked] = _in_addresses(page, start[asked], end[asked])
        free[rows[inside]] = False
        return free

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
    # Nearly in order already, which a stable sort makes use of.
    order = np.argsort(start * LONGER_THAN_ANY - end, kind="stable")
    start, end = start[order], end[order]
    reach = np.maximum.accumulate(end)
    kept = np.ones(len(order), bool)
    kept[1:] = start[1:] >= reach[:-1]
    # What begins inside an earlier one may still stand free, where that one lost to a third.
    last = np.maximum.accumulate(np.where(kept, np.arange(len(order)), 0))
    for row in np.flatnonzero(~kept & (start >= end[last])).tolist():
        before = row - 1
        while not kept[before]:
            before -= 1
        kept[row] = start[row] >= end[before]
    return order[kept]


def _is_another(surface: str, doubtful: bool) -> bool:
    """Whether what is an abbreviation in capitals is another one so: CMs are not a CMS.

    Of what is ``doubtful`` in small letters any other case is: an SoC is not a SOC.
    """
    several = surface[-1] == "s" and surface[:-1].isupper()
    return several or (doubtful and not surface.islower() and surface != surface.capitalize())


def _is_sure_in_capitals(text: str) -> bool:
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


def _single_stands(text: str, start: int, end: int) -> bool:
    """Whether a spelling of one letter is not a part of "R&D", "L'Oréal", "C-level"."""
    before, after = text[start - 1], text[end]
    joined = before in "&-'\u2019" or after in "&-'\u2019"
    return not (joined or text[start - 2 : start] == "& " or text[end : end + 2] == " &")


def _in_addresses(page: Page, start: Column, end: Column) -> Mask:
    """Whether the word that holds each place is a web or mail address."""
    found, text, line, marks = np.zeros(len(start), bool), page.text, page.line_of(start), page.marks_of_addresses()
    rows = np.flatnonzero(any_within(marks, page.starts[line], page.ends[line]))
    rows = rows[np.argsort(start[rows])]
    bounds = (start[rows], end[rows], page.starts[line[rows]], page.ends[line[rows]])
    # One word may hold very many spellings, so where its parts begin is found once.
    begins, reach, addresses, first_mark, last_mark = list[int](), 0, dict[str, bool](), 0, 0
    for row, first, last, begin, stop in zip(rows, *(column.tolist() for column in bounds), strict=True):
        if first >= reach:
            begin = max(text.rfind(" ", begin, first) + 1, begin)
            reach = text.find(" ", last, stop)
            reach = stop if reach < 0 else reach
            first_mark, last_mark = np.searchsorted(marks, (begin, reach))
            begins = [begin, *(match.end() for match in BEFORE_A_WORD.finditer(text, begin, reach))]
        if first_mark == last_mark:
            continue
        begin = begins[bisect.bisect_right(begins, first) - 1]
        stop = begin + LONGEST_ADDRESS
        word = text[begin : min(last, stop)] + WHITE_SPACE.split(text[last:stop], maxsplit=1)[0]
        if word not in addresses:
            addresses[word] = ADDRESS.search(word) is not None
        found[row] = addresses[word]
    return found
