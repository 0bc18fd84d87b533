"""What an advert asks for beyond the catalogue: phrases, in the words of the advert, for who reads one advert.

They have no canonical name, so nothing counts them; they complete the list of one advert's skills, and say how far
the words of a hit reach ("modern web frameworks" for "web frameworks"). Spellings that the weights refuse by little are
listed too where a reader would mark them; nothing counts these either.
"""

import functools
import itertools
import math
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.skills.context import HOW
from pipelines.skills.cues import REQUIREMENTS
from pipelines.skills.evidence import best_evidence
from pipelines.skills.extraction import Extractor, shipped_extractor
from pipelines.skills.frames import is_list_gap, without_legal_form
from pipelines.skills.hits import Hit
from pipelines.skills.pages import AMBIGUITIES, Column, Page, Spelled
from pipelines.skills.phrases import ASKING, Around, Known, Phrase, Read, Tagger, lines_around, shipped_tagger
from pipelines.skills.sections import BULLET, SECTIONS, TITLE, UNCOUNTED, numbers_of, parts
from pipelines.skills.surroundings import EXCLUDED, IS_NAMED, IS_UNWEIGHED, KINDS, Surroundings
from pipelines.skills.word_classes import bare, word_classes

TITLE_PART = SECTIONS[TITLE]
LEAST_LIKELY = {"must": 0.15, "nice": 0.15, "unstated": 0.3, "negated": 0.0}
"""How likely its words must be marked for a hit to stay in the list of an advert, by how it is asked for. An item of
the duties stays: labelled sentences seldom mark duties.
"""
LEEWAY = 1.5
"""What a doubtful spelling may lack of the least logit (``weighing``) with which it would count."""
LIKELY_MARKED = 0.5
"""How likely each of its words must be marked for it to be listed."""
LEARNED = 0.6
"""The share of a line's words whose classes are known, from which it is in English, the only language learned."""
LONGEST_LINE = 20_000
"""Characters of a line that is read: whole adverts without line ends are shorter."""
LONGEST = 80
"""Characters of a phrase; what is longer is a sentence."""
POSSESSIVE = re.compile(r"['\u2019]s$")
LETTERS = re.compile(r"[^\W\d_]{2}|[A-Z]")


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A phrase that no entry covers: ``start`` and ``end`` count characters of the text."""

    start: int
    end: int
    surface: str
    requirement: str
    section: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that was read: where it begins, its part, how each of its phrases is asked for, and its doubtful hits."""

    place: int
    section: str
    is_item: bool
    read: Read | None
    requirements: list[str]
    doubtful: list[Hit]


class Reader:
    """Reads one advert at a time to its end, phrases included."""

    def __init__(self, extractor: Extractor, tagger: Tagger) -> None:
        self._extractor, self._tagger = extractor, tagger

    def complete(self, hits: Sequence[Hit], text: str, company: str | None = None) -> tuple[list[Hit], list[Unlisted]]:
        """The hits of a text as far as a reader would list them, their words in full, and the phrases beside them.

        Of several hits of a skill the best are listed; doubtful ones are among them. All stand in the order of the
        text. ``company`` is the employer, whose name is none of its own skills.
        """
        lines = self._lines(text, company or "")
        places = [line.place for line in lines]
        best = best_evidence(_with_doubtful(hits, lines), text)
        kept = _with_lists([(hit, _is_listed(hit, lines, places)) for hit in best], text)
        spans = _spans(kept)
        widened: dict[tuple[int, int], tuple[int, int]] = {}
        unlisted = []
        for line, requirement, phrase in _phrases(lines):
            start, end = line.place + phrase.start, line.place + phrase.end
            inside = _overlapping(spans, start, end)
            if len(inside) == 1 and inside[0] not in widened:
                widened[inside[0]] = min(start, inside[0][0]), max(end, inside[0][1])
            elif not inside and requirement and _is_phrase(text[start:end], company or ""):
                unlisted.append(Unlisted(start, end, text[start:end], requirement, line.section))
        known = [(one, self._extractor.catalogue.owner(one.surface)) for one in unlisted]
        revived = [
            Hit(owner.counts_as, one.requirement, one.section, one.start, one.end, one.surface)
            for one, owner in known if owner
        ]  # fmt: skip
        listed = [*(_widened(hit, widened, text) for hit in kept), *revived]
        return sorted(listed, key=_place), [one for one, owner in known if not owner]

    def _lines(self, text: str, company: str) -> list[_Line]:
        counted = [part for part in parts(text) if part[2] not in UNCOUNTED and part[1].strip()]
        if not counted:
            return []
        places, lines, sections = zip(*counted, strict=True)
        name = self._extractor.product_name(company)
        page = Page(lines, numbers_of(sections), [name if name and name in line.casefold() else "" for line in lines])
        about = self._extractor.surroundings(page)
        known = known_in(self._extractor, about)
        around = lines_around(lines, known)
        reads = [self._read(*line) for line in zip(lines, sections, known, around, strict=True)]
        asked = iter(_requirements(about, reads))
        items = [BULLET.match(line) is not None for line in lines]
        requirements = [[next(asked) for _ in (read.phrases if read else ())] for read in reads]
        doubtful = self._doubtful(about, reads, places)
        return [_Line(*line) for line in zip(places, sections, items, reads, requirements, doubtful, strict=True)]

    def _doubtful(self, about: Surroundings, reads: Sequence[Read | None], places: Sequence[int]) -> list[list[Hit]]:
        """The hits of each line that the weights refuse by little, and that a reader would likely mark."""
        extractor, page = self._extractor, about.page
        rows = np.flatnonzero(extractor.weighing.counts(about, LEEWAY) & ~extractor.weighing.counts(about))
        spelled, asked = about.spelled.where(rows), about.requirement[rows].tolist()
        starts, ends, versions = extractor.in_full(page, spelled)
        found: list[list[Hit]] = [[] for _ in reads]
        for row, (line, skill) in enumerate(zip(spelled.line.tolist(), spelled.skill.tolist(), strict=True)):
            section = SECTIONS[page.sections[line]]
            start, end = (int(place[row] - page.starts[line]) for place in (starts, ends))
            read = reads[line]
            if read and read.least(start, end) >= LIKELY_MARKED:
                found[line].append(
                    Hit(
                        extractor.matcher.skills[skill].counts_as, REQUIREMENTS[asked[row]], section,
                        places[line] + start, places[line] + end, page.lines[line][start:end], versions[row],
                    )
                )  # fmt: skip
        return found

    def _read(self, line: str, section: str, known: list[Known], around: Around) -> Read | None:
        """A line as a reader would mark it; None of one that is endless, that speaks of no skill, or not in English."""
        if len(line) > LONGEST_LINE:
            return None
        words = {bare(word) for word in line.split()}
        if not known and ASKING.isdisjoint(words):
            return None
        if sum(word in word_classes() for word in words) < LEARNED * len(words):
            return None
        return self._tagger.read(line, section, known, around)


def known_in(extractor: Extractor, about: Surroundings) -> list[list[Known]]:
    """The spellings of each line of a page."""
    page, spelled = about.page, about.spelled
    start, end, _ = extractor.in_full(page, spelled)
    rows = np.arange(len(spelled.line))
    logits = extractor.weighing.logits(about, rows)
    begin = page.starts[spelled.line]
    found: list[list[Known]] = [[] for _ in page.lines]
    for row in rows.tolist():
        kind = int(about.kind[row])
        found[spelled.line[row]].append(
            Known(
                int(start[row] - begin[row]), int(end[row] - begin[row]), KINDS[kind], bool(IS_NAMED[kind]),
                HOW[about.how[row]], REQUIREMENTS[about.requirement[row]], AMBIGUITIES[spelled.ambiguity[row]],
                None if IS_UNWEIGHED[kind] else float(logits[row]),
            )
        )  # fmt: skip
    return found


def _requirements(about: Surroundings, reads: Sequence[Read | None]) -> list[str]:
    """How each phrase of a page's lines is asked for, "" where its sentence asks for nothing."""
    page = about.page
    phrases = [(line, phrase) for line, read in enumerate(reads) if read for phrase in read.phrases]
    if not phrases:
        return []
    line = np.array([number for number, _ in phrases])
    start = page.starts[line] + np.array([phrase.start for _, phrase in phrases])
    end = page.starts[line] + np.array([phrase.end for _, phrase in phrases])
    nothing: Column = np.zeros(len(phrases), np.int64)
    spelled = Spelled(line, nothing, start, end, nothing)
    sentences = about.cues.sentences(spelled)
    asked = about.cues.requirements(spelled, sentences)
    says = zip(asked.tolist(), (sentences.says & EXCLUDED).tolist(), strict=True)
    return ["" if excluded else REQUIREMENTS[place] for place, excluded in says]


def _phrases(lines: Sequence[_Line]) -> Iterator[tuple[_Line, str, Phrase]]:
    """Each phrase with its line and how it is asked for."""
    for line in lines:
        if line.read:
            yield from (
                (line, asked, phrase) for asked, phrase in zip(line.requirements, line.read.phrases, strict=True)
            )


def _with_doubtful(hits: Sequence[Hit], lines: Sequence[_Line]) -> list[Hit]:
    """The hits in the order of the text with the doubtful ones that share no words with them."""
    spans, more = _spans(hits), list[Hit]()
    for hit in (hit for line in lines for hit in line.doubtful):
        start, end = hit.start or 0, hit.end or 0
        if not _overlapping(spans, start, end):
            more.append(hit)
            insort(spans, (start, end))
    return sorted([*hits, *more], key=_place)


def _spans(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Where hits stand in the text, in order."""
    return sorted(
        {(hit.start or 0, hit.end or 0) for hit in hits if hit.start is not None and hit.section != TITLE_PART}
    )


def _place(hit: Hit) -> float:
    """Where a hit stands: before the text in a title, behind it among the tags."""
    return -1 if hit.section == TITLE_PART else math.inf if hit.start is None else hit.start


def _overlapping(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Those of the spans (in order, none in another) that share a character with these places."""
    first = last = bisect_left(spans, (start, start))
    if first and spans[first - 1][1] > start:
        first -= 1
    while last < len(spans) and spans[last][0] < end:
        last += 1
    return spans[first:last]


def _is_listed(hit: Hit, lines: Sequence[_Line], places: Sequence[int]) -> bool:
    """Whether the words of a hit are not surely passed over by a reader."""
    if hit.start is None or hit.end is None or hit.section == TITLE_PART or not lines:
        return True
    line = lines[max(bisect_right(places, hit.start) - 1, 0)]
    if line.read is None or (line.is_item and hit.section == "duties"):
        return True
    return line.read.likelihood(hit.start - line.place, hit.end - line.place) >= LEAST_LIKELY[hit.requirement]


def _with_lists(hits: Sequence[tuple[Hit, bool]], text: str) -> list[Hit]:
    """The hits that are listed, and those that stand in a list with one of them: "Rust, Go" are asked for alike."""
    listed = [is_listed for _, is_listed in hits]
    beside = [_stand_in_list(one, other, text) for (one, _), (other, _) in itertools.pairwise(hits)]
    for place, together in enumerate(beside):
        listed[place + 1] |= together and listed[place]
    for place, together in reversed(list(enumerate(beside))):
        listed[place] |= together and listed[place + 1]
    return [hit for (hit, _), is_listed in zip(hits, listed, strict=True) if is_listed]


def _stand_in_list(one: Hit, other: Hit, text: str) -> bool:
    """Whether nothing but what stands between members of a list, and more than blanks, is between two hits."""
    if one.end is None or other.start is None or TITLE_PART in (one.section, other.section):
        return False
    gap = text[one.end : other.start]
    return "\n" not in gap and gap.strip() != "" and is_list_gap(gap)


def _is_phrase(words: str, company: str) -> bool:
    """Whether words may name something asked for: not a sentence, an address, half a bracket, or the employer."""
    if company and without_legal_form(POSSESSIVE.sub("", words)) == without_legal_form(company):
        return False
    whole = words.count("(") == words.count(")") and "://" not in words
    return whole and len(words) <= LONGEST and LETTERS.search(words) is not None


def _widened(hit: Hit, widened: dict[tuple[int, int], tuple[int, int]], text: str) -> Hit:
    if hit.start is None or hit.section == TITLE_PART or (hit.start, hit.end) not in widened:
        return hit
    start, end = widened[hit.start, hit.end or 0]
    return hit._replace(start=start, end=end, surface=text[start:end])


@functools.cache
def shipped_reader() -> Reader:
    """The reader of the shipped catalogue and weights, made once per process."""
    return Reader(shipped_extractor(), shipped_tagger())
