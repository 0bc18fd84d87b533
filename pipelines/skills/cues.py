"""How an advert asks for a skill: must, nice, unstated, negated; and sentences that never ask for one.

The words that tell it come from ``wording``; the matcher has found where they begin.
"""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass

from pipelines.skills.wording import CUES

BITS = {kind: 1 << index for index, kind in enumerate(CUES)}
"""What a sentence says, one bit for each kind of cue."""
NICE, MUST, NEGATORS = BITS["nice"], BITS["must"], BITS["negators"]
SHORTEST_TO_SPLIT = 24
LONGEST_SENTENCE = 1000
BY_SECTION = {"requirements": "must", "nice_to_have": "nice"}
STOPS = (". ", "! ", "? ", "; ", ".\u00a0")
NEGATED_BEFORE = re.compile(
    r"\b(?:no|not? a|not an|without|don['\u2019]?t need|do not need|does not need|don['\u2019]?t require|"
    r"do not require|"
    r"not looking for|no need for|need no|requires? no|rather than|instead of|neither|nor|non|"
    r"kein(?:e|en|erlei)?|ohne|sans|pas de|aucune?|sin|sem|geen|zonder|ing(?:a|en|et)|utan)\s+"
    r"(?:(?:prior|previous|any|other|an?|for|the|formal|specific|need for|kind of|vorherige)\s+)*"
    r"(?:[\w+#.-]+(?:\s*[,/]\s*|\s+(?:or|and|oder|ou|o|eller|of)\s+|\s+)){0,4}$",
    re.I,
)
NEGATED_AFTER = re.compile(
    r"^\W*(?:[\w+#.-]+\W+){0,4}?(?:required|needed|necessary|expected|shop|role|job|position|experience|knowledge|"
    r"skills?|"
    r"degree|background|developers?|erforderlich|notwendig|nötig|kenntnisse|requise?|nécessaire|necesari[oa]|"
    r"requerid[oa]|"
    r"nodig|vereist|krävs|kunskaper|behövs)\b|^\s*(?:[.;!\n]|$)",
    re.I,
)
NOT_NEEDED = re.compile(
    r"^\W*(?:[\w+#.-]+\W+){0,4}?(?:is|are)\s*(?:not|n['\u2019]t)\s+(?:needed|used|part of|what we|our)\b", re.I
)
STILL_WANTED = re.compile(
    r"\b(?:not (?:strictly )?(?:required|necessary|mandatory|essential)|no must)\b[^.\n]{0,12}\bbut\b", re.I
)
CLAUSE = re.compile(r",|;|\(|\)|\s[-–—]\s|\bbut\b|\bwhile\b|\baber\b|\bmais\b|\bpero\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Bounds of a sentence within its line, and what it says, as bits of ``BITS``."""

    first: int
    last: int
    says: int


class Cues:
    """The cues of one line: where they begin, in order, and their bits."""

    def __init__(self, text: str, places: list[tuple[int, int]]) -> None:
        self._text = text
        self._places = places
        self._sentence = Sentence(-1, -1, 0)

    def sentence(self, start: int, end: int) -> Sentence:
        """The sentence that holds the place; the last one is remembered."""
        known = self._sentence
        if known.first <= start and end <= known.last:
            return known
        text = self._text
        # A sentence has an end: a line of a million characters must not be searched for it again and again.
        first, last = max(0, start - LONGEST_SENTENCE), min(len(text), end + LONGEST_SENTENCE)
        if len(text) > SHORTEST_TO_SPLIT:
            for stop in STOPS:
                if (place := text.rfind(stop, first, start)) >= 0:
                    first = place + 2
                if (place := text.find(stop, end, last)) >= 0:
                    last = place
        self._sentence = Sentence(first, last, self._says(first, last))
        return self._sentence

    def requirement(self, sentence: Sentence, start: int, end: int, section: str) -> str:
        """``must``, ``nice``, ``unstated`` or ``negated`` for the words at ``text[start:end]`` in a section.

        The sentence speaks first where it says nice or no, then the section, then the sentence's must.
        """
        says = sentence.says
        if says & NEGATORS and self._negated(sentence, start, end):
            return "negated"
        if says & NICE:
            return self._by_clause(sentence, start) if says & MUST else "nice"
        if section in BY_SECTION:
            return BY_SECTION[section]
        return "must" if says & MUST else "unstated"

    def _says(self, first: int, last: int) -> int:
        says = 0
        for index in range(bisect_left(self._places, (first, 0)), bisect_left(self._places, (last, 0))):
            says |= self._places[index][1]
        return says

    def _by_clause(self, sentence: Sentence, start: int) -> str:
        """In a sentence that says both, the clause decides; a clause that says neither goes with the one before,

        unless its list runs into a wish: "Python required, AWS or GCP a plus".
        """
        first, last = sentence.first, sentence.last
        bounds = [first, *(match.end() + first for match in CLAUSE.finditer(self._text[first:last])), last]
        clauses = list(itertools.pairwise(bounds))
        said = ["nice" if bits & NICE else "must" if bits & MUST else "" for bits in (self._says(*c) for c in clauses)]
        own = next((i for i, (_, end) in enumerate(clauses) if start < end), len(clauses) - 1)
        if said[own]:
            return said[own]
        before = next((word for word in reversed(said[:own]) if word), "")
        after = next((word for word in said[own + 1 :] if word), "")
        return before if before and not (before == "must" and after == "nice" and own > 1) else after or "must"

    def _negated(self, sentence: Sentence, start: int, end: int) -> bool:
        before = self._text[max(sentence.first, start - 70) : start]
        after = self._text[end : min(sentence.last, end + 70)]
        if STILL_WANTED.search(after):
            return False
        if NEGATED_BEFORE.search(before) is not None:
            return NEGATED_AFTER.match(after) is not None
        return NOT_NEEDED.match(after) is not None
