"""How an advert asks for a skill: must, nice, unstated, negated; and sentences that never ask for one.

The words that tell it come from ``wording``; the matcher has found where they begin.
"""

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from pipelines.skills.pages import Column, Matches, Page, Spelled, any_within
from pipelines.skills.sections import SECTIONS
from pipelines.skills.wording import CUES

BITS = {kind: 1 << index for index, kind in enumerate(CUES)}
"""What a sentence says, one bit for each kind of cue."""
KINDS = np.array(list(BITS.values()), np.int64)
NICE, MUST, NEGATORS = BITS["nice"], BITS["must"], BITS["negators"]
SHORTEST_TO_SPLIT = 24
LONGEST_SENTENCE = 1000
NEGATED_WITHIN = 70
"""Characters before and behind a word in which a no must stand to speak of it."""
REQUIREMENTS = ("must", "nice", "unstated", "negated")
NEAR = ("must", "nice", "company")
"""Kinds of cues whose distance from a spelling tells something."""
FAR = 1_000_000
BY_SECTION = {"requirements": "must", "nice_to_have": "nice"}
ASKED_BY_SECTION = np.array([REQUIREMENTS.index(BY_SECTION.get(section, "unstated")) for section in SECTIONS])
LISTING = np.array([section in BY_SECTION for section in SECTIONS])
"""Parts in which a word may be an item by itself."""
STOPS = ((".!?;", " "), (".", "\u00a0"))
"""Marks that end a sentence, and what must follow them."""
NEGATED_BEFORE = re.compile(
    r"\b(?:no|not? a|not an|without|don['\u2019]?t need|do not need|does not need|don['\u2019]?t require|"
    r"do not require|"
    r"not looking for|no need for|need no|requires? no|rather than|instead of|neither|nor|non|"
    r"kein(?:e|en|erlei)?|ohne|sans|pas de|aucune?|sin|sem|geen|zonder|ing(?:a|en|et)|utan)\s+"
    r"(?:(?:prior|previous|any|other|an?|for|the|formal|specific|need for|kind of|vorherige)\s+)*"
    r"(?:[\w+#.-]+(?:\s*[,/]\s*|\s+(?:or|and|oder|ou|o|eller|of)\s+|\s+)){0,4}$",
    re.I,
)
NO_WORDS = frozenset(
    b"no not non nor neither without do does don dont need require requires rather instead kein keine keinen keinerlei "
    b"ohne sans pas aucun aucune sin sem geen zonder inga ingen inget utan".split()
)
"""First words, folded, without which nothing before a spelling negates it."""
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
NO_VERBS = ("not", "n't", "n\u2019t")
STILL_WANTED = re.compile(
    r"\b(?:not (?:strictly )?(?:required|necessary|mandatory|essential)|no must)\b[^.\n]{0,12}\bbut\b", re.I
)
CLAUSE = re.compile(r",|;|\(|\)|\s[-–—]\s|b(?<!\wb)ut\b|w(?<!\ww)hile\b|a(?<!\wa)ber\b|m(?<!\wm)ais\b|p(?<!\wp)ero\b")
"""Each way begins with a letter or mark: a word's boundary in front would be asked for at every place."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentence that holds each of the spellings in a page: its bounds, and what it says as bits of ``BITS``."""

    first: Column
    last: Column
    says: Column

    def where(self, rows: Column) -> "Sentences":
        """Some of the rows."""
        return Sentences(self.first[rows], self.last[rows], self.says[rows])


class Cues:
    """The cues of a page, and the sentences in which they stand."""

    def __init__(self, page: Page, matches: Matches) -> None:
        self._page = page
        self._places, self._bits, self._asks = matches.cues, matches.says, matches.asks
        self._counts = np.zeros((len(matches.cues) + 1, len(BITS)), np.int32)
        """Of each kind of cue, how many stand before the first one, the second one and so on."""
        np.cumsum((matches.says[:, None] & KINDS) != 0, axis=0, out=self._counts[1:])

    def sentences(self, spelled: Spelled) -> Sentences:
        """The sentences that hold spellings."""
        page, start, end = self._page, spelled.start, spelled.end
        # A sentence has an end: a line of a million characters must not be searched for it again and again.
        begin, stop = page.starts[spelled.line], page.ends[spelled.line]
        first, last = np.maximum(begin, start - LONGEST_SENTENCE), np.minimum(stop, end + LONGEST_SENTENCE)
        stops = self._stops()
        if len(stops):
            before = stops[np.searchsorted(stops, start - 2, side="right") - 1]
            behind = stops[np.minimum(np.searchsorted(stops, end), len(stops) - 1)]
            split = stop - begin > SHORTEST_TO_SPLIT
            first = np.where(split & (before >= first) & (before + 2 <= start), before + 2, first)
            last = np.where(split & (behind >= end) & (behind + 2 <= last), behind, last)
        _keep_together(spelled, first, last)
        return Sentences(first, last, self._said(first, last))

    def requirements(self, spelled: Spelled, sentences: Sentences) -> Column:
        """What is asked of each spelling, a place in ``REQUIREMENTS``.

        The sentence speaks first where it says nice or no, then the section, then the sentence's must.
        """
        says = sentences.says
        nice, must = says & NICE != 0, says & MUST != 0
        asked: Column = ASKED_BY_SECTION[self._page.sections[spelled.line]]
        asked[must & (asked == REQUIREMENTS.index("unstated"))] = REQUIREMENTS.index("must")
        asked[nice] = REQUIREMENTS.index("nice")
        self._weigh_clauses(asked, np.flatnonzero(nice & must), spelled.start, sentences)
        negators = self._places[self._bits & NEGATORS != 0]
        near = any_within(negators, spelled.start - NEGATED_WITHIN, spelled.end + NEGATED_WITHIN)
        for row in np.flatnonzero(near & (says & NEGATORS != 0)).tolist():
            place = int(sentences.first[row]), int(sentences.last[row]), int(spelled.start[row]), int(spelled.end[row])
            if self._negated(*place):
                asked[row] = REQUIREMENTS.index("negated")
        return asked

    def distances(self, spelled: Spelled) -> dict[str, tuple[Column, Column]]:
        """How many characters before each spelling the last cue of a kind begins in its line, and behind it the next.

        ``FAR`` where there is none. ``asks``: the same for what "knowledge of" and the like ask for.
        """
        begin, stop = self._page.starts[spelled.line], self._page.ends[spelled.line]
        places = {"asks": self._asks, **{kind: self._places[self._bits & BITS[kind] != 0] for kind in NEAR}}
        found = {}
        for kind, known in places.items():
            bounded = np.concatenate([[-FAR], known, [len(self._page.text) + FAR]])
            # What is asked for may begin where the spelling does; other cues stand before it.
            last = bounded[np.searchsorted(bounded, spelled.start, side="right" if kind == "asks" else "left") - 1]
            following = bounded[np.searchsorted(bounded, spelled.end)]
            found[kind] = (
                np.where(last >= begin, spelled.start - last, FAR),
                np.where(following < stop, following - spelled.end, FAR),
            )
        return found

    def _weigh_clauses(self, asked: Column, rows: Column, start: Column, sentences: Sentences) -> None:
        """Let the clause decide in sentences that say both must and nice."""
        clauses: dict[tuple[int, int], tuple[list[int], list[str]]] = {}
        places = zip(sentences.first[rows].tolist(), sentences.last[rows].tolist(), start[rows].tolist(), strict=True)
        for row, (first, last, place) in zip(rows.tolist(), places, strict=True):
            if (first, last) not in clauses:
                clauses[first, last] = self._clauses(first, last)
            asked[row] = REQUIREMENTS.index(_by_clause(*clauses[first, last], place))

    def _stops(self) -> Column:
        """Where sentences end: the place of the mark that ends each, in order."""
        found = [self._page.places_of(marks, blanks) for marks, blanks in STOPS]
        return np.sort(np.concatenate(found))

    def _said(self, first: Column, last: Column) -> Column:
        """What is said between places, as bits."""
        counts = self._counts
        between = counts[np.searchsorted(self._places, last)] > counts[np.searchsorted(self._places, first)]
        return between @ KINDS

    def _said_in_turn(self, bounds: list[int]) -> list[int]:
        """What is said between each place and the next, as bits."""
        says = [0] * (len(bounds) - 1)
        inside = slice(*np.searchsorted(self._places, (bounds[0], bounds[-1])))
        for place, bits in zip(self._places[inside].tolist(), self._bits[inside].tolist(), strict=True):
            says[bisect_right(bounds, place, hi=len(bounds) - 1) - 1] |= bits
        return says

    def _clauses(self, first: int, last: int) -> tuple[list[int], list[str]]:
        """Where the clauses of a sentence end, and whether each says must, nice or neither."""
        bounds = [first, *(match.end() + first for match in CLAUSE.finditer(self._page.text[first:last])), last]
        says = self._said_in_turn(bounds)
        return bounds[1:], ["nice" if bits & NICE else "must" if bits & MUST else "" for bits in says]

    def _negated(self, first: int, last: int, start: int, end: int) -> bool:
        text, begin = self._page.text, max(first, start - NEGATED_WITHIN)
        after = text[end : min(last, end + NEGATED_WITHIN)]
        not_needed = any(no in after.lower() for no in NO_VERBS) and NOT_NEEDED.match(after) is not None
        if not_needed or not NO_WORDS.isdisjoint(self._page.letters_between(begin, start).split()):
            # What is asked at the place itself first: a search through the words before takes far longer.
            asked = NEGATED_AFTER.match(after) is not None
            negated = asked
            if asked != not_needed:
                negated = asked if NEGATED_BEFORE.search(text[begin:start]) else not_needed
            return negated and not STILL_WANTED.search(after)
        return False


def _by_clause(ends: list[int], said: list[str], place: int) -> str:
    """In a sentence that says both, the clause decides.

    A clause that says neither goes with the one before, unless its list runs into a wish: "Python required, AWS or GCP
    a plus".
    """
    own = next((i for i, end in enumerate(ends) if place < end), len(said) - 1)
    if said[own]:
        return said[own]
    before = next((word for word in reversed(said[:own]) if word), "")
    after = next((word for word in said[own + 1 :] if word), "")
    return before if before and not (before == "must" and after == "nice" and own > 1) else after or "must"


def _keep_together(spelled: Spelled, first: Column, last: Column) -> None:
    """A spelling within the sentence of the one before belongs to it, even if a full stop stands in that spelling."""
    within = (
        (spelled.line[1:] == spelled.line[:-1]) & (first[:-1] <= spelled.start[1:]) & (spelled.end[1:] <= last[:-1])
    )
    unlike = (first[1:] != first[:-1]) | (last[1:] != last[:-1])
    for line in np.unique(spelled.line[1:][within & unlike]):
        rows = np.flatnonzero(spelled.line == line)
        for row, following in itertools.pairwise(rows.tolist()):
            if first[row] <= spelled.start[following] and spelled.end[following] <= last[row]:
                first[following], last[following] = first[row], last[row]
