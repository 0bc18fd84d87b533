"""Which words of an advert a reader would mark: phrases that no entry of the catalogue covers, and how far hits reach.

A linear chain over the words of a line (a conditional random field: Lafferty, McCallum and Pereira 2001) with tags for
the first, inner and last word of a phrase, a phrase of one word, and all others. It looks at words, their shapes and
classes, at what the catalogue and the weights say of them, and at the lines around. Its own weights are data
(``phrase_weights.tsv``, by ``benchmarks/train_phrases.py``), so the same text gives the same answer. It reads one
advert at a time: batches count skills, not phrases.
"""

import functools
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from pipelines.skills.pages import Column
from pipelines.skills.word_classes import SIZES, UNKNOWN, word_classes

Scores = NDArray[np.float64]

TAGS = "OBILU"
"""Outside; the first, an inner and the last word of a phrase; a phrase of one word."""
FOLLOWS = {"O": "OBU", "B": "IL", "I": "IL", "L": "OBU", "U": "OBU"}
NEVER = -1e4
OUTSIDE = TAGS.index("O")
OPENS = [TAGS.index("B"), TAGS.index("U")]
"""The tags with which a phrase begins."""
WORD = re.compile(r"[^\W_][\w+#.'&-]*[\w+#]|\w[+#]*|[^\w\s]")
ASKING = frozenset(
    "experience knowledge proficiency proficient familiarity familiar expertise skills skill understanding background "
    "degree experienced understand fluent certified expert ability interest".split()
)
OUTER = frozenset(",.;:-–•*&/")
"""Marks that neither begin nor end a phrase."""
LEAST_OF_WORDS = 0.3
"""How likely every word of a phrase must belong to one."""
REACH = 3
"""Words before and behind a word that are looked at."""
NEAR = 2
"""Those whose form and classes are looked at too."""
FAR = 8
"""Words since the last asking word, and to the next one, at most."""
STEPS = 1.5
"""Steps of a logit: two of three is told from even chances."""
MOST_STEPS = 5
MOST_BESIDE, MOST_AROUND = 4, 6
"""Spellings of a line and of both lines around it that are told apart, at most."""


@dataclass(frozen=True, slots=True)
class Known:
    """A spelling that the catalogue knows in a line, from ``start`` to ``end``, and what the rules say of it."""

    start: int
    end: int
    kind: str
    is_named: bool
    how: str
    requirement: str
    ambiguity: str
    logit: float | None
    """How likely it is asked for; None where its type is not weighed."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a line: likely spellings in the lines before and behind it, and words of the one before."""

    before: int = 0
    behind: int = 0
    first: str = "^"
    last: str = "^"
    words: int = 0


NOTHING_AROUND = Around()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a line that a reader would mark, from ``start`` to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Read:
    """A line that was read: its phrases, and how likely each of its words belongs to one."""

    starts: list[int]
    ends: list[int]
    likely: Scores
    phrases: list[Phrase]

    def likelihood(self, start: int, end: int) -> float:
        """The highest probability, of the words between two places, to be marked."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return float(self.likely[first:last].max()) if first < last else 0.0

    def least(self, start: int, end: int) -> float:
        """The lowest of them."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return float(self.likely[first:last].min()) if first < last else 0.0


class Tagger:
    """Weights of features by tag, and of tags by the tag before.

    ``bias`` is what a miss costs more than a phrase too many, in the same units.
    """

    def __init__(self, weights: dict[str, Scores], following: Scores, bias: float) -> None:
        self._rows, self._bias = {name: row for row, name in enumerate(weights)}, bias
        # The last row is for words without any feature that has a weight.
        self._weights = np.array([*weights.values(), np.zeros(len(TAGS))])
        allowed = np.array([[after in FOLLOWS[before] for after in TAGS] for before in TAGS])
        self._following = np.where(allowed, following, NEVER)
        self._opens = np.array([0.0 if tag in "OBU" else NEVER for tag in TAGS])
        self._closes = np.array([0.0 if tag in "OLU" else NEVER for tag in TAGS])

    def read(self, line: str, section: str, known: Sequence[Known], around: Around = NOTHING_AROUND) -> Read:
        """The phrases of a line that belongs to a part of the advert, with the spellings known in it, in order."""
        words = list(WORD.finditer(line))
        starts, ends = [word.start() for word in words], [word.end() for word in words]
        if not words:
            return Read(starts, ends, np.zeros(0), [])
        spelled = touched(starts, ends, known)
        scores = self._scores(features([word.group() for word in words], section, spelled, around))
        scores[0] += self._opens
        scores[-1] += self._closes
        likely = self._likely(scores)
        # Once for each phrase: what a longer phrase gained by each of its words would draw its bounds too far out.
        scores[:, OPENS] += self._bias
        bare = [word.group() not in OUTER for word in words]
        stretches = (_trimmed(first, last, bare) for first, last in _stretches(self._best(scores)))
        phrases = [
            Phrase(starts[first], ends[last])
            for first, last in stretches
            if first <= last and likely[first : last + 1].min() >= LEAST_OF_WORDS
        ]
        return Read(starts, ends, likely, phrases)

    def _scores(self, described: Iterable[list[str]]) -> Scores:
        """The sum of the weights of each word's features, by tag."""
        rows, first, nothing = list[int](), list[int](), len(self._rows)
        for names in described:
            first.append(len(rows))
            rows += [row for name in names if (row := self._rows.get(name)) is not None]
            rows.append(nothing)
        scores: Scores = np.add.reduceat(self._weights[rows], first, axis=0)
        return scores

    def _best(self, scores: Scores) -> list[str]:
        """The likeliest tags (Viterbi 1967)."""
        total, back = scores[0], list[Column]()
        for row in scores[1:]:
            ways = total[:, None] + self._following
            back.append(ways.argmax(axis=0))
            total = ways.max(axis=0) + row
        tags = [int(total.argmax())]
        for before in reversed(back):
            tags.append(int(before[tags[-1]]))
        return [TAGS[tag] for tag in reversed(tags)]

    def _likely(self, scores: Scores) -> Scores:
        """How likely each word belongs to a phrase (forward and backward sums)."""
        before, behind = scores.copy(), np.zeros_like(scores)
        for row in range(1, len(scores)):
            before[row] += np.logaddexp.reduce(before[row - 1][:, None] + self._following, axis=0)
        for row in range(len(scores) - 2, -1, -1):
            behind[row] = np.logaddexp.reduce(self._following + scores[row + 1] + behind[row + 1], axis=1)
        both = before + behind
        outside: Scores = np.exp(both[:, OUTSIDE] - np.logaddexp.reduce(both, axis=1))
        return 1 - outside


def _stretches(tags: list[str]) -> Iterator[tuple[int, int]]:
    """The first and the last word of each phrase."""
    first = 0
    for place, tag in enumerate(tags):
        if tag in "BU":
            first = place
        if tag in "LU":
            yield first, place


def _trimmed(first: int, last: int, bare: Sequence[bool]) -> tuple[int, int]:
    """A stretch of words without the marks at its ends."""
    while first <= last and not bare[first]:
        first += 1
    while first <= last and not bare[last]:
        last -= 1
    return first, last


def touched(starts: list[int], ends: list[int], known: Sequence[Known]) -> list[tuple[str, Known] | None]:
    """For each word the spelling that it belongs to, with "B" for its first word and "I" for the others."""
    found: list[tuple[str, Known] | None] = [None] * len(starts)
    for spelling in known:
        first = bisect_right(ends, spelling.start)
        for place in range(first, bisect_left(starts, spelling.end)):
            found[place] = found[place] or ("B" if place == first else "I", spelling)
    return found


def features(
    words: Sequence[str],
    section: str,
    known: Sequence[tuple[str, Known] | None],
    around: Around = NOTHING_AROUND,
) -> Iterator[list[str]]:
    """The names of the features of each word of a line."""
    small = [re.sub(r"\d", "0", word.lower()) for word in words]
    shapes = [_shape(word) for word in words]
    kinds = [word_classes().get(word, UNKNOWN) for word in small]
    spellings = sum(1 for spelled in known if spelled and spelled[0] == "B")
    line = [
        f"section={section}", f"known={min(spellings, MOST_STEPS)}", f"first={small[0]}",
        f"length={min(len(words) // 5, 6)}", *_of_lines(known, around),
    ]  # fmt: skip
    since, asking, ahead = FAR, "-", _words_to_asking(small)
    shorts = ["^", *map(_in_short, known), "$"]
    for place, word in enumerate(small):
        before, own, behind = shorts[place : place + 3]
        yield [
            f"word={word}", f"shape={shapes[place]}", f"begins={word[:3]}", f"ends={word[-3:]}", f"ends={word[-2:]}",
            *line, f"asked={since}", f"asked={since} {shapes[place][:3]}", f"asking={asking}", f"ahead={ahead[place]}",
            f"known={before} {own} _", f"known=_ {own} {behind}", f"known={before} {own} {behind}",
            *(f"{size}={kind}" for size, kind in zip(SIZES, kinds[place], strict=True)),
            *_beside(place, small, shapes, kinds, known),
            *_said(known[place], section),
        ]  # fmt: skip
        since, asking = (0, word) if word in ASKING else (min(since + 1, FAR), asking)


def lines_around(lines: Sequence[str], known: Sequence[Sequence[Known]]) -> list[Around]:
    """What stands around each of an advert's lines, whose known spellings are these."""
    likely = [0, *(sum(1 for one in found if one.logit is None or one.logit > 0) for found in known), 0]
    words = [[], *([word.lower() for word in WORD.findall(line)] or ["^"] for line in lines)]
    return [
        Around(likely[place], likely[place + 2], *((before[0], before[-1], len(before)) if before else ()))
        for place, before in enumerate(words[:-1])
    ]


def _of_lines(known: Sequence[tuple[str, Known] | None], around: Around) -> list[str]:
    """Features of a line among those around it."""
    spelled = {id(one[1]): one[1] for one in known if one}
    likely = sum(1 for one in spelled.values() if one.logit is None or one.logit > 0)
    both = around.before + around.behind
    return [
        f"before={min(around.before, MOST_BESIDE)}", f"behind={min(around.behind, MOST_BESIDE)}",
        f"around={min(both, MOST_AROUND)}", f"among={min(likely, MOST_BESIDE)} {min(both, MOST_BESIDE)}",
        f"opens={around.first}", f"closes={around.last}", f"size={min(around.words // 4, 4)}",
    ]  # fmt: skip


def _words_to_asking(small: Sequence[str]) -> list[int]:
    """For each word how many stand between it and the next asking word, at most ``FAR``."""
    found, ahead = list[int](), FAR
    for word in reversed(small):
        found.append(ahead)
        ahead = 0 if word in ASKING else min(ahead + 1, FAR)
    return found[::-1]


def _beside(
    place: int,
    small: Sequence[str],
    shapes: Sequence[str],
    kinds: Sequence[tuple[str, ...]],
    known: Sequence[tuple[str, Known] | None],
) -> Iterator[str]:
    """Features of the words before and behind a word, and of pairs of words."""
    for step in (*range(-REACH, 0), *range(1, REACH + 1)):
        other = place + step
        if not 0 <= other < len(small):
            yield f"word{step}=^$"
            continue
        yield f"word{step}={small[other]}"
        yield f"known{step}={_in_short(known[other])}"
        if abs(step) <= NEAR:
            yield f"ends{step}={small[other][-3:]}"
            yield f"shape{step}={shapes[other]}"
            yield from (f"{size}{step}={kind}" for size, kind in zip(SIZES, kinds[other], strict=True))
        if abs(step) == 1:
            pair = (other, place) if step < 0 else (place, other)
            yield f"words{step}={small[pair[0]]} {small[pair[1]]}"
            both = zip(SIZES, kinds[pair[0]], kinds[pair[1]], strict=True)
            yield from (f"{size}s{step}={one} {two}" for size, one, two in both)


def _in_short(spelled: tuple[str, Known] | None) -> str:
    if not spelled:
        return "O"
    part, known = spelled
    return f"{part}{'n' if known.is_named else 'f'}{'' if known.logit is None else 'no' if known.logit < 0 else 'yes'}"


def _said(spelled: tuple[str, Known] | None, section: str) -> list[str]:
    """Features of what the catalogue and the rules say of a word."""
    if not spelled:
        return ["spelled=O"]
    part, known = spelled
    likely = "none" if known.logit is None else str(_step(known.logit))
    found = [
        f"spelled={part}", f"kind={part} {known.kind}", f"how={known.how}", f"asks={part} {known.requirement}",
        f"likely={part} {likely}", f"likely={likely} {known.kind}", f"doubt={known.ambiguity}",
    ]  # fmt: skip
    return (
        found if known.logit is not None else [*found, f"unweighed={part} {known.kind} {known.requirement} {section}"]
    )


def _step(logit: float) -> int:
    return int(np.clip(np.floor(logit * STEPS), -MOST_STEPS, MOST_STEPS))


@functools.lru_cache(maxsize=65536)
def _shape(word: str) -> str:
    """Capitals, small letters and digits of a word, each run of them cut to two."""
    kinds = ("X" if mark.isupper() else "x" if mark.isalpha() else "0" if mark.isdigit() else mark for mark in word)
    return "".join(kind * min(len(list(run)), 2) for kind, run in itertools.groupby(kinds))


def tagger_of(rows: Sequence[str]) -> Tagger:
    """The tagger whose weights stand in rows: the bias, a row for what may follow each tag, a row for each feature."""
    bias, following, weights = 0.0, np.zeros((len(TAGS), len(TAGS))), dict[str, Scores]()
    for row in rows:
        name, *numbers = row.split("\t")
        if name == "bias":
            bias = float(numbers[0])
        elif name in TAGS:
            following[TAGS.index(name)] = [float(number) for number in numbers]
        else:
            weights[name] = np.array([float(number or 0) for number in numbers])
    return Tagger(weights, following, bias)


@functools.cache
def shipped_tagger() -> Tagger:
    """The tagger of the shipped weights, read once per process."""
    return tagger_of((files("pipelines.skills") / "phrase_weights.tsv").read_text(encoding="utf-8").splitlines())
