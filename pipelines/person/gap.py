"""What is asked that a person lacks, ordered by how many more openings each skill would open, given what is held.

Pure: sets of skills in, counts and intervals out.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from pipelines.trends.clusters import effective_size
from pipelines.trends.intervals import wilson

FEWEST_FOR_SHARE = 100
FEWEST_HITS = 10
"""Below these no share is printed, as everywhere in the house; counts always are."""
FEWEST_TO_RANK = 10
"""Openings below which no order is given at all: three of seven would be one employer's taste."""
FEWEST_EMPLOYERS = 2
"""Employers whose openings a skill must open before that decides its place: one employer's list is its own taste."""
LONGEST = 8
STEEP = 0.05
"""A step of the curve that adds at least this part of the openings is worth its own mention."""
OVER_ASKING = 10
"""Adverts that ask for this many skills or more are counted as over-asking."""


@dataclass(frozen=True, slots=True)
class Part:
    """``k`` of ``n`` openings with the 95 % Wilson interval, where adverts of one employer count as alike."""

    k: int
    n: int
    n_effective: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        """Whether a share may be printed: the rule of the house."""
        return self.n_effective >= FEWEST_FOR_SHARE and self.k >= FEWEST_HITS

    @property
    def share(self) -> float:
        """k / n, a fraction; 0 without openings."""
        return self.k / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many openings a person meets: ``whole`` wholly, ``one`` all but one, ``two`` all but two skills."""

    n: int
    silent: int
    """Openings that name no skill that is counted; they are in no part."""
    whole: Part
    one: Part
    two: Part
    within_two: Part
    missing_one: tuple[tuple[str, int], ...]
    """The one missing skill of those in ``one``, with the number of openings, most first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: a missing skill, and the openings that are wholly met once it is added to all before it."""

    skill: str
    opens: Part
    asking: Part
    employers: int
    """Employers of the openings it opens, given what is held and all rungs before."""
    employers_asking: int
    whole_after: int
    nearer: int
    """Openings that it brings from lacking two to lacking one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The whole answer."""

    coverage: Coverage
    ladder: tuple[Step, ...]
    elbow: int
    """Steps after which each further one opens less than ``STEEP`` of the openings."""
    over_asking: Part
    median_asked: float


def find_gap(
    required: Mapping[int, Set[str]], employers: Mapping[int, str], held: Set[str], asked_in_all: Mapping[int, int]
) -> Gap:
    """The gap between ``held`` and what openings require.

    ``required``: for each opening the skills it asks for and does not call nice. ``employers``: whose it is.
    ``asked_in_all``: how many skills of any type it asks for without nice-to-haves.
    """
    naming = {opening: frozenset(skills) for opening, skills in required.items() if skills}
    counts = np.array([asked_in_all.get(opening, 0) for opening in required], dtype=np.int64)
    over = [opening for opening in required if asked_in_all.get(opening, 0) >= OVER_ASKING]
    ladder = climb(naming, employers, held) if len(naming) >= FEWEST_TO_RANK else ()
    steep = [
        number
        for number, step in enumerate(ladder, 1)
        if step.opens.share >= STEEP and step.employers >= FEWEST_EMPLOYERS
    ]
    return Gap(
        coverage=cover(naming, employers, held, silent=len(required) - len(naming)),
        ladder=ladder,
        elbow=max(steep, default=0),
        over_asking=part(over, required, employers),
        median_asked=float(np.median(counts)) if len(counts) else 0.0,
    )


def cover(naming: Mapping[int, Set[str]], employers: Mapping[int, str], held: Set[str], *, silent: int = 0) -> Coverage:
    """How many openings are met wholly, all but one, all but two."""
    missing = {opening: skills - held for opening, skills in naming.items()}
    by_number = [[opening for opening, lacking in missing.items() if len(lacking) == number] for number in range(3)]
    lone = Counter(next(iter(missing[opening])) for opening in by_number[1])
    return Coverage(
        n=len(naming),
        silent=silent,
        whole=part(by_number[0], naming, employers),
        one=part(by_number[1], naming, employers),
        two=part(by_number[2], naming, employers),
        within_two=part([*by_number[0], *by_number[1], *by_number[2]], naming, employers),
        missing_one=tuple(sorted(lone.items(), key=lambda item: (-item[1], item[0]))),
    )


def climb(
    naming: Mapping[int, Set[str]], employers: Mapping[int, str], held: Set[str], longest: int = LONGEST
) -> tuple[Step, ...]:
    """The greedy ladder: at each rung the skill that alone opens most openings, given all that is held by then.

    A skill that one employer alone asks for is no rung, and what a skill opens counts from two employers on. Where
    several open equally many or none does, the one that brings openings nearest decides: each speaks for what it still
    lacks, in equal parts. (The squares of ``trends.coverage`` would let one opening that lacks a rare skill alone
    outvote thirty that lack a common one among six.) Greedy is good, not always best. Beyond the first rung, one that
    neither opens anything nor brings anything within one skill ends the ladder.
    """
    askers: dict[str, set[str]] = defaultdict(set)
    for opening, skills in naming.items():
        for skill in skills:
            askers[skill].add(employers[opening])
    wide = {skill for skill, asking in askers.items() if len(asking) >= FEWEST_EMPLOYERS}
    missing = {opening: set(skills - held) for opening, skills in naming.items()}
    whole = sum(not lacking for lacking in missing.values())
    steps: list[Step] = []
    while len(steps) < longest:
        best = _best(missing, employers, wide)
        if best is None:
            break
        nearer = sum(len(lacking) == 2 and best in lacking for lacking in missing.values())
        opened = [opening for opening, lacking in missing.items() if lacking == {best}]
        if steps and not opened and not nearer:
            break
        asking = [opening for opening, skills in naming.items() if best in skills]
        for lacking in missing.values():
            lacking.discard(best)
        whole += len(opened)
        steps.append(
            Step(
                skill=best,
                opens=part(opened, naming, employers),
                asking=part(asking, naming, employers),
                employers=len({employers[opening] for opening in opened}),
                employers_asking=len({employers[opening] for opening in asking}),
                whole_after=whole,
                nearer=nearer,
            )
        )
    return tuple(steps)


def _best(missing: Mapping[int, Set[str]], employers: Mapping[int, str], wide: Set[str]) -> str | None:
    """The next skill to take among those in ``wide``; None where none of them is missing."""
    openers: dict[str, set[str]] = defaultdict(set)
    opens: Counter[str] = Counter()
    worth: dict[str, float] = defaultdict(float)
    for opening, lacking in missing.items():
        for skill in lacking:
            worth[skill] += 1.0 / len(lacking)
        if len(lacking) == 1:
            (skill,) = lacking
            opens[skill] += 1
            openers[skill].add(employers[opening])

    def rank(skill: str) -> tuple[int, float, str]:
        counts = opens[skill] if len(openers[skill]) >= FEWEST_EMPLOYERS else 0
        return -counts, -round(worth[skill], 9), skill

    return min(worth.keys() & wide, key=rank, default=None)


def part(chosen: Sequence[int], openings: Mapping[int, object], employers: Mapping[int, str]) -> Part:
    """The part of the openings that ``chosen`` is, with its interval by effective size."""
    n, k = len(openings), len(chosen)
    if not n:
        return Part(0, 0, 0.0, 0.0, 1.0)
    sizes = Counter(employers[opening] for opening in openings)
    hits = Counter(employers[opening] for opening in chosen)
    n_c = np.array(list(sizes.values()), dtype=np.float64)
    k_c = np.array([hits[employer] for employer in sizes], dtype=np.float64)
    size = float(effective_size(k, n, (k_c**2).sum(), (k_c * n_c).sum(), (n_c**2).sum(), len(n_c)))
    low, high = wilson(k / n * size, size)
    return Part(k, n, size, float(low), float(high))
