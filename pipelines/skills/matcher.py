"""Finds every spelling of the catalogue in a text in one pass.

The text becomes one byte a character (Latin-1; what lies beyond becomes a separator), folded to lower case with
every separator a space, so byte offsets are character offsets. An Aho-Corasick automaton over " spelling " finds
all candidates, overlapping ones too; each is checked against the original text (its symbols, its neighbours),
and only then the longest from the left win: a long spelling that fails its check must not hide a short one.
"""

import re
from dataclasses import dataclass

from ahocorasick_rs import BytesAhoCorasick

from pipelines.skills.catalogue import Catalogue, Skill


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
LOOSE = frozenset(" -._\u00a0\u2010\u2011")
"""Separators that may stand for each other inside a spelling: Node.js, Node-js, Node js."""
SLASH = frozenset("/- \u2013&")
APOSTROPHES = frozenset("'\u2019\u2018`")
ADDRESS = re.compile(
    r"://|^www\.|@[\w-]+\.|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|co|de|dev|edu|gov|eu|uk|us|app)(?:[/?:#)\],.]|$)",
    re.I,
)
GLUE = frozenset("/.@:_=?&-~%")


def folded(text: str) -> bytes:
    """The text in the automaton's alphabet, one byte a character, with a space on either side."""
    return b" " + text.encode("latin-1", "replace").translate(FOLD) + b" "


@dataclass(frozen=True, slots=True)
class Found:
    """A spelling in a text: the entry that owns it, character offsets, and whether the spelling is doubtful."""

    skill: Skill
    start: int
    end: int
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Spelling:
    skill: Skill
    text: str
    doubtful: bool
    symbols: tuple[tuple[int, frozenset[str]], ...]
    """Places in the spelling that are not letters or digits, and the characters allowed there."""


class Matcher:
    """A compiled catalogue; building takes some hundredths of a second, so keep it."""

    def __init__(self, catalogue: Catalogue) -> None:
        by_pattern: dict[bytes, list[_Spelling]] = {}
        for skill in catalogue.skills.values():
            for text, doubtful in [(a, False) for a in skill.aliases] + [(d, True) for d in skill.doubtful]:
                by_pattern.setdefault(folded(text), []).append(_Spelling(skill, text, doubtful, _symbols(text)))
        self._spellings = [sorted(owners, key=lambda owner: owner.doubtful) for owners in by_pattern.values()]
        self._automaton = BytesAhoCorasick(list(by_pattern))

    def find(self, text: str, haystack: bytes | None = None) -> list[Found]:
        """All spellings in reading order, none overlapping another; the longest from the left.

        ``haystack`` is ``folded(text)`` where the caller has it already.
        """
        matches = self._automaton.find_matches_as_indexes(haystack or folded(text), overlapping=True)
        check = self._check
        candidates = [found for index, start, end in matches if (found := check(index, text, start, end - 2))]
        candidates.sort(key=lambda found: (found.start, -found.end))
        kept: list[Found] = []
        free_from = 0
        for found in candidates:
            if found.start >= free_from:
                kept.append(found)
                free_from = found.end
        return kept

    def _check(self, index: int, text: str, start: int, end: int) -> Found | None:
        """Whether the original text at a candidate's place really is one of its spellings, standing free."""
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if before.isalnum() or after.isalnum() or before in "@#" or after == "@":
            return None
        for spelling in self._spellings[index]:
            if all(text[start + place] in allowed for place, allowed in spelling.symbols) and _free(
                text, start, end, before, after, spelling.text
            ):
                return Found(spelling.skill, start, end, spelling.doubtful)
        return None


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


def _free(text: str, start: int, end: int, before: str, after: str, spelling: str) -> bool:
    """Whether the neighbours let the spelling stand for itself."""
    if before in "._" and start > 1 and text[start - 2].isalnum():
        return False
    if after in "._" and end + 1 < len(text) and text[end + 1].isalnum() and not text[end + 1].isupper():
        return False
    if len(spelling) == 1 and (
        before in "&-'\u2019" or after in "&-'\u2019" or text[start - 2 : start] == "& " or text[end : end + 2] == " &"
    ):
        return False
    return not ((before in GLUE or after in GLUE) and _in_address(text, start, end))


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the word that holds the place is a web or mail address."""
    while start and not text[start - 1].isspace() and text[start - 1] not in "(,;<":
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return ADDRESS.search(text[start:end]) is not None
