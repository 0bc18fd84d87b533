"""Weighs whether the advert asks for what a settled spelling means, or only mentions it.

A small linear model over the words and the list around a hit, the classes of these words, and the skill itself. Its
weights are data (``weights.toml``, written by ``benchmarks/train_weights.py`` from labelled sentences and mentions), so
the same text always gives the same answer. Names of languages, frameworks, tools, platforms and databases need little;
fields of work, which every company description is full of, need a sentence that asks.
"""

import itertools
import math
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from pipelines.skills.catalogue import Skill
from pipelines.skills.hits import Grown
from pipelines.skills.pages import Column, Mask
from pipelines.skills.surroundings import (
    AXES,
    IS_NAMED,
    KIND_NUMBERS,
    KIND_OF,
    KINDS_OF_WORDS,
    LISTED,
    MOST_WORDS,
    OPEN,
    ROLE,
    TITLE,
    UNSTATED,
    Surroundings,
    features,
    features_of_classes,
    features_of_kind,
    features_of_skill,
    features_of_word,
    words_of_features,
)  # fmt: skip
from pipelines.skills.word_classes import classes_of


@dataclass(frozen=True, slots=True)
class Least:
    """The least probability for each kind of spelling."""

    named: float
    """Languages, frameworks, tools, platforms, databases that nothing but the sentence settles, and products where a
    company speaks of itself."""
    mentioned: float
    """Those that can mean nothing else, in a sentence outside the requirements that does not say that it asks."""
    standard: float
    """Fields of work whose spelling is a proper name or an abbreviation, such as HACCP."""
    duty: float
    """Fields of work in a list item among duties or requirements: whoever is to do them must know them."""
    item: float
    """The same in a list item that says that it asks, or among the requirements."""
    direct: float
    """What an asking phrase stands right before, an ordinary word too."""
    asked: float
    """Other fields of work where the sentence or the part says that it asks."""
    open: float
    """Ordinary words that neither a frame nor a list settles, in a sentence that asks for something."""
    field: float
    """All other fields of work."""
    foreign: float
    """Spellings of other languages than English, between words that the weights do not know."""


class Weighing:
    """Weights by feature, and the least probabilities."""

    def __init__(self, weights: dict[str, float], least: Least, skills: Sequence[Skill]) -> None:
        # A probability is least when its logit is: no exponential is needed for each hit.
        self._least = Least(
            *(
                _logit(getattr(least, part))
                for part in (
                    "named",
                    "mentioned",
                    "standard",
                    "duty",
                    "item",
                    "direct",
                    "asked",
                    "open",
                    "field",
                    "foreign",
                )
            )
        )
        self._words = {place: _Words(place, kind, weights) for place, kind in KIND_OF.items()}
        self._sums = {name: _table(name, axes, weights) for name, axes in AXES.items()}
        totals = [sum(weights.get(name, 0.0) for name in features_of_skill(skill)) for skill in skills]
        self._skills = np.array(totals, float)
        self._foreign_spellings = {text.casefold() for skill in skills for text in skill.foreign}

    def counts(self, about: Surroundings, leeway: float = 0.0) -> Mask:
        """Which of the spellings count, those too whose logit is less than asked for by no more than ``leeway``."""
        counts = np.ones(len(about.kind), bool)
        rows = np.flatnonzero(about.is_weighed())
        shapes = about.shapes(rows)
        words, codes = about.described(rows, shapes)
        total, job = self._logits(about, rows, words, codes)
        total += leeway
        # What an asking phrase stands right before is asked for even if it is an ordinary word.
        directly = codes["asks"][1] == 0
        kept = job | about.fill_lines()[rows] | (total >= self._least_of(about, rows, shapes, directly))
        kept |= self._foreign(about, rows, ~kept & (total >= self._least.foreign))
        counts[rows] = kept
        return counts

    def _foreign(self, about: Surroundings, rows: Column, likely: Mask) -> Mask:
        """Which of the likely ones are spelled in another language than that which the weights know."""
        found, text, spelled = np.zeros(len(rows), bool), about.page.text, about.spelled.where(rows[likely])
        places = zip(spelled.start.tolist(), spelled.end.tolist(), strict=True)
        found[likely] = [text[start:end].casefold() in self._foreign_spellings for start, end in places]
        return found

    def logits(self, about: Surroundings, rows: Column) -> NDArray[np.float64]:
        """How likely the spellings in these rows are asked for, as logits."""
        return self._logits(about, rows, *about.described(rows, about.shapes(rows)))[0]

    def _logits(
        self, about: Surroundings, rows: Column, words: dict[str, list[str]], codes: dict[str, list[Column]]
    ) -> tuple[NDArray[np.float64], Mask]:
        """The logits, and which of the spellings a job follows that asks for them for sure."""
        total, field = self._skills[about.spelled.skill[rows]], codes["list"][0]
        numbers = {place: self._words[place].numbers(found) for place, found in words.items()}
        for place, found in numbers.items():
            total += self._words[place].weights(found, field)
        between = [self._words[place].kinds(numbers[place]) for place in ("before", "after")]
        for name, columns in {"between": between, **codes}.items():
            total += self._sums[name][tuple(columns)]
        # A title can mean nothing else: "machine learning engineer". The labelled sentences leave titles out.
        job = (between[1] == ROLE) & ((about.section[rows] == TITLE) | IS_NAMED[about.kind[rows]])
        return total, job

    def _least_of(self, about: Surroundings, rows: Column, shapes: Column, directly: Mask) -> NDArray[np.float64]:
        least, named = self._least, IS_NAMED[about.kind[rows]]
        listed = LISTED[about.section[rows]] & about.in_items[rows]
        asked, standard = about.requirement[rows] != UNSTATED, shapes & 1 == 1
        item = listed & asked
        return np.select(
            [
                named & about.is_doubtful()[rows],
                named,
                directly,
                about.how[rows] == OPEN,
                item,
                listed,
                asked,
                standard,
            ],
            [
                least.named,
                least.mentioned,
                least.direct,
                least.open,
                least.item,
                least.duty,
                least.asked,
                least.standard,
            ],
            least.field,
        )


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability)) if 0 < probability < 1 else -math.inf


class _Words:
    """The words met in one place, by number: their kind, and their weight beside a named thing and a field of work."""

    def __init__(self, place: str, kind: Callable[[str], str], weights: dict[str, float]) -> None:
        self._kind = kind
        self._of_kinds = np.array(
            [
                [_sum(weights, features_of_kind(place, field, kind)) for field in (False, True)]
                for kind in KINDS_OF_WORDS
            ]
        )
        own = {word: _sum(weights, features_of_word(place, word)) for word in words_of_features(weights)}
        self._own = {word: weight for word, weight in own.items() if weight}
        self._of_classes = _WeightsOfClasses(place, weights)
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[str, int] = defaultdict(itertools.count().__next__)
        self._kinds, self._weights = Grown(np.int64), Grown(np.float64)

    def numbers(self, words: list[str]) -> Column:
        """The numbers of words, which hold until this is asked again."""
        # Words beside a hit are without number.
        if len(self._numbers) > MOST_WORDS:
            self._forget()
        found = np.fromiter(map(self._numbers.__getitem__, words), np.int64, len(words))
        count = len(self._numbers) - len(self._kinds)
        new = [word.lower() for word in itertools.islice(reversed(self._numbers), count)][::-1]
        if new:
            kinds = [KIND_NUMBERS[self._kind(word)] for word in new]
            own = [self._own.get(word, 0.0) + self._of_classes[classes_of(word)] for word in new]
            self._kinds.add(kinds)
            self._weights.add((self._of_kinds[kinds] + np.array(own)[:, None]).ravel())
        return found

    def kinds(self, numbers: Column) -> Column:
        """Their kinds, as ``KIND_NUMBERS`` says."""
        return self._kinds[numbers]

    def weights(self, numbers: Column, field: Column) -> NDArray[np.float64]:
        """Their weights, beside a field of work where ``field`` is 1."""
        return self._weights[2 * numbers + field]


class _WeightsOfClasses(dict[tuple[str, ...], float]):
    """The weights of the classes of words in one place."""

    def __init__(self, place: str, weights: dict[str, float]) -> None:
        self._place, self._all = place, weights

    def __missing__(self, classes: tuple[str, ...]) -> float:
        self[classes] = weight = _sum(self._all, features_of_classes(self._place, classes))
        return weight


def _sum(weights: dict[str, float], names: Iterable[str]) -> float:
    return sum(weights.get(name, 0.0) for name in names)


def _table(name: str, axes: tuple[Sequence[str | int | bool], ...], weights: dict[str, float]) -> NDArray[np.float64]:
    """The sum of the weights of a group's features for everything that the group can be made from."""
    sums = [_sum(weights, features((name, *values))) for values in itertools.product(*axes)]
    return np.array(sums).reshape([len(axis) for axis in axes])


def shipped_weighing(skills: Sequence[Skill]) -> Weighing:
    """The shipped weights, for the spellings of these skills."""
    table = tomllib.loads((files("pipelines.skills") / "weights.toml").read_text(encoding="utf-8"))
    return Weighing(table["weights"], Least(**table["least"]), skills)
