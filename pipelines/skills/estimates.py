"""How often a hit of one skill is wrong, and how often the skill is missed, as far as the marked adverts tell.

Few skills are marked often enough to be judged by themselves. So each starts from what was counted of its class (how
doubtful its spellings are, and whether it is a name, a field of work or a credential), which weighs as much as
``PRIOR`` adverts of its own, and moves from there with its own adverts: the mean of a Beta distribution (Gelman et
al. 2013, ch. 5). The interval is Wilson's (1927) at 95 % on the counts so weighed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.skills.catalogue import Skill
from pipelines.skills.intervals import wilson
from pipelines.skills.possible import NAMED

PRIOR = 10
"""Adverts that the class weighs as."""
CREDENTIALS = frozenset({"certificate", "degree", "spoken_language"})
RIGHT, WRONG, MISSED = range(3)
Counts = Mapping[str, list[int]]
"""By skill: adverts in which it was found rightly, found wrongly, and missed."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Shares between 0 and 1 with the ends of their 95 % intervals, and the adverts behind them."""

    wrong: float
    wrong_low: float
    wrong_high: float
    missed: float
    missed_low: float
    missed_high: float
    own: int
    """Adverts in which this skill was found or marked."""
    of_class: str
    class_adverts: int
    """The same for its class, each skill of it counted by itself."""


def kind_of(skill: Skill) -> str:
    """The class that a skill is judged with."""
    kind = "name" if skill.type in NAMED else "credential" if skill.type in CREDENTIALS else "field of work"
    return f"{kind}, {'sure' if skill.ambiguity == 'safe' else 'doubtful'}"


def estimate(skill: Skill, skills: Mapping[str, Skill], counts: Counts) -> Estimate | None:
    """The error estimate of a skill; None where no skill of its class was marked."""
    kind = kind_of(skill)
    own = counts.get(skill.skill, [0, 0, 0])
    class_counts = [0, 0, 0]
    for name, row in counts.items():
        if name in skills and kind_of(skills[name]) == kind:
            class_counts = [total + count for total, count in zip(class_counts, row, strict=True)]
    right, wrong, missed = class_counts
    if not right + wrong or not right + missed:
        return None
    return Estimate(
        *_share(own[WRONG], own[RIGHT] + own[WRONG], wrong / (right + wrong)),
        *_share(own[MISSED], own[RIGHT] + own[MISSED], missed / (right + missed)),
        sum(own), kind, sum(class_counts),
    )  # fmt: skip


def _share(count: int, of: int, expected: float) -> tuple[float, float, float]:
    """A share and the ends of its interval, where the class expects a share of ``expected``."""
    weighed, whole = count + PRIOR * expected, of + PRIOR
    return weighed / whole, *wilson(weighed, whole)
