"""Finds every spelling of the catalogue, and every cue, in one pass over a text.

The text is folded one character to one byte (lower case; separators and everything outside Latin-1 become a
space), so byte offsets are character offsets. An Aho-Corasick automaton over " spelling " finds all candidates,
overlapping ones too; each is checked against the original text (its symbols, its neighbours), and only then the
longest from the left win: a long spelling that fails its check must not hide a short one.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from ahocorasick_rs import BytesAhoCorasick

from pipelines.skills.catalogue import Catalogue, Skill
from pipelines.skills.cues import BITS
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
PLAIN = frozenset(' \n\t,;()[]|•·\u00a0!?"*')
"""Neighbours that leave a spelling free without further questions."""
ADDRESS = re.compile(
    r"://|^www\.|@[\w-]+\.|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|co|de|dev|edu|gov|eu|uk|us|app)(?:[/?:#)\],.]|$)",
    re.I,
)
GLUE = frozenset("/.@:_=?&-~%")
ACRONYM = 3
"""Letters up to which a spelling in capitals is doubtful in any other case: SAN is not in San Francisco."""
WORDS_IN_CAPITALS = frozenset(
    "REST RAG SALT LEAN LESS EDGE MIPS HANA ELISA ASPEN SOAP BEAM SAGE ROOM SAME SITE".split()
)
"""Longer spellings in capitals that are words or names otherwise."""
FREE_CAPITALS = frozenset("AWS API SEO IOS IDE GIS ORM UML ERP ETL IOT OOP QA UI UX AI".split())
"""Short ones that mean the same in any case."""


JOINING_PLUS = re.compile(r"(?<=[^\W_])\+(?=[^\W\d_])")
"""The plus of "React+Redux" separates; that of C++ and Security+ belongs to the name."""


def folded(text: str) -> bytes:
    """The text in the automaton's alphabet, one byte a character, with a space on either side."""
    if "+" in text:
        text = JOINING_PLUS.sub(" ", text)
    return b" " + text.encode("latin-1", "replace").translate(FOLD) + b" "


class Found:
    """A spelling in a text: the entry that owns it, character offsets, and how doubtful it is there.

    ``ambiguity`` is the entry's class, ``safe`` for its sure spellings, or ``acronym``: written small though it is
    known in capitals. ``how`` says what settled
    it, "" if nothing did.
    """

    __slots__ = ("ambiguity", "end", "how", "skill", "start")

    def __init__(self, skill: Skill, start: int, end: int, ambiguity: str) -> None:
        self.skill, self.start, self.end, self.ambiguity = skill, start, end, ambiguity
        self.how = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """What one pass found: spellings in reading order, none overlapping another; where cues begin, with their bits;

    and where that begins which an asking phrase ("knowledge of") asks for.
    """

    found: list[Found]
    cues: list[tuple[int, int]]
    asks: set[int]


@dataclass(frozen=True, slots=True)
class _Spelling:
    skill: Skill
    text: str
    ambiguity: str
    symbols: tuple[tuple[int, frozenset[str]], ...]
    """Places in the spelling that are not letters or digits, and the characters allowed there."""
    capitals: bool
    single: bool


class Matcher:
    """A compiled catalogue; building takes a tenth of a second, so keep it.

    The cues of the wording are looked for in the same pass.
    """

    def __init__(self, catalogue: Catalogue, wording: Wording) -> None:
        by_pattern: dict[bytes, list[_Spelling]] = {}
        for skill in catalogue.skills.values():
            for text in skill.aliases:
                by_pattern.setdefault(folded(text), []).append(_spelling(skill, text, "safe"))
            for text in skill.doubtful:
                by_pattern.setdefault(folded(text), []).append(_spelling(skill, text, skill.ambiguity))
        self._spellings = [
            sorted(owners, key=lambda owner: owner.ambiguity != "safe") for owners in by_pattern.values()
        ]
        self._kinds = [BITS[kind] for kind, phrases in wording.cues.items() for _ in phrases]
        phrases = [phrase for listed in wording.cues.values() for phrase in listed]
        self._automaton = BytesAhoCorasick([*by_pattern, *map(folded, [*phrases, *wording.asking])])

    def find(self, text: str) -> Matches:
        """What stands in a text."""
        spellings, kinds, check = self._spellings, self._kinds, self._check
        first_cue = len(spellings)
        first_asking = first_cue + len(kinds)
        candidates: list[Found] = []
        cues: list[tuple[int, int]] = []
        asks: set[int] = set()
        for index, start, end in self._automaton.find_matches_as_indexes(folded(text), overlapping=True):
            if index < first_cue:
                if (found := check(spellings[index], text, start, end - 2)) is not None:
                    candidates.append(found)
            elif index < first_asking:
                cues.append((start, kinds[index - first_cue]))
            else:
                asks.add(end - 1)
        cues.sort()
        return Matches(longest(candidates), cues, asks)

    def find_in_lines(self, lines: list[str]) -> list[Matches]:
        """What stands in each of several lines, by one pass over all of them: no spelling reaches over a line's end."""
        whole = self.find("\n".join(lines))
        parts = [Matches([], [], set()) for _ in lines]
        starts, place = [], 0
        for line in lines:
            starts.append(place)
            place += len(line) + 1
        for found in whole.found:
            index = bisect_right(starts, found.start) - 1
            found.start -= starts[index]
            found.end -= starts[index]
            parts[index].found.append(found)
        for start, bit in whole.cues:
            index = bisect_right(starts, start) - 1
            parts[index].cues.append((start - starts[index], bit))
        for start in whole.asks:
            index = bisect_right(starts, start) - 1
            parts[index].asks.add(start - starts[index])
        return parts

    def _check(self, owners: list[_Spelling], text: str, start: int, end: int) -> Found | None:
        """Whether the original text at a candidate's place really is one of its spellings, standing free."""
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        plain = before in PLAIN and after in PLAIN
        if not plain and (before.isalnum() or after.isalnum() or before in "@#" or after == "@"):
            return None
        for owner in owners:
            for place, allowed in owner.symbols:
                if text[start + place] not in allowed:
                    break
            else:
                if not _free(text, start, end, before, after, owner.single, plain):
                    return None
                surface = text[start:end]
                if surface != owner.text and (owner.capitals or _many(owner.text, surface)):
                    return Found(owner.skill, start, end, "acronym")
                return Found(owner.skill, start, end, owner.ambiguity)
        return None


def longest(candidates: list[Found]) -> list[Found]:
    """Of overlapping ones the longest from the left, in reading order."""
    candidates.sort(key=lambda found: (found.start, -found.end))
    kept: list[Found] = []
    free_from = 0
    for found in candidates:
        if found.start >= free_from:
            kept.append(found)
            free_from = found.end
    return kept


def _spelling(skill: Skill, text: str, ambiguity: str) -> _Spelling:
    return _Spelling(skill, text, ambiguity, _symbols(text), ambiguity == "safe" and _in_capitals(text), len(text) == 1)


def _many(spelling: str, surface: str) -> bool:
    """Whether the surface is another abbreviation in the plural: CMs are not a CMS."""
    return surface[-1] == "s" and surface[:-1].isupper() and spelling.isupper() and len(surface) == len(spelling)


def _in_capitals(text: str) -> bool:
    """Whether the spelling is sure only in its capitals; what has no vowel is no word in any case."""
    if not (text.isalpha() and text.isupper()) or text in FREE_CAPITALS:
        return False
    return text in WORDS_IN_CAPITALS or (len(text) <= ACRONYM and any(letter in "AEIOUY" for letter in text))


def _symbols(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
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


def _free(text: str, start: int, end: int, before: str, after: str, single: bool, plain: bool) -> bool:
    """Whether the neighbours let the spelling stand for itself."""
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
