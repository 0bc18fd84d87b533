"""How to show what one has: employers' own spellings, and for each skill where it belongs in an application.

Nothing is invented: what is to be demonstrated carries the person's own line, and without one it never is. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.person.profile import DEMONSTRABLE, Evidence, Profile

DEMONSTRATE, LIST, LEAVE_OUT = "demonstrate", "list", "leave_out"
REQUIREMENT_ORDER = {"must": 0, "unstated": 1, "nice": 2}
MOST_SPELLINGS = 4


@dataclass(frozen=True, slots=True)
class Keyword:
    """One skill that is asked for, and what the person can honestly do about it."""

    skill: str
    label: str
    spellings: tuple[tuple[str, int, int], ...]
    """Spelling, openings that use it, openings that ask for the skill."""
    asked: int
    n: int
    requirement: str
    """In one advert: must, nice or unstated; over many: empty."""
    grade: str
    """The person's evidence; ``none`` without any."""
    advice: str
    line: str
    """The person's own line, word for word; empty unless the advice is to demonstrate."""
    until: str
    in_resume: str
    """What the résumé does with it: shows, lists, lacks."""


def advise(evidence: Evidence | None) -> str:
    """Demonstrate where a line of one's own shows it, list where there is knowledge, leave out where there is none."""
    if evidence is None or evidence.grade == "wanted":
        return LEAVE_OUT
    return DEMONSTRATE if evidence.grade in DEMONSTRABLE and evidence.line.strip() else LIST


def keyword(
    skill: str, label: str, evidence: Evidence | None, spellings: Sequence[tuple[str, int, int]], asked: int, n: int,
    requirement: str = "",
) -> Keyword:  # fmt: skip
    """One row of the sheet."""
    advice = advise(evidence)
    return Keyword(
        skill=skill,
        label=label,
        spellings=tuple(spellings[:MOST_SPELLINGS]),
        asked=asked,
        n=n,
        requirement=requirement,
        grade=evidence.grade if evidence else "none",
        advice=advice,
        line=evidence.line if evidence and advice == DEMONSTRATE else "",
        until=evidence.until if evidence else "",
        in_resume={DEMONSTRATE: "shows", LIST: "lists", LEAVE_OUT: "lacks"}[advice],
    )


def market_sheet(
    profile: Profile,
    labels: Mapping[str, str],
    counts: Mapping[str, Mapping[str, int]],
    spellings: Mapping[str, Sequence[tuple[str, int, int]]],
    n: int,
    most: int = 20,
) -> list[Keyword]:
    """The skills asked for most in the target's openings. ``counts``: openings by skill and requirement."""
    ranked = sorted(counts, key=lambda skill: (-sum(counts[skill].values()), skill))[:most]
    return [
        keyword(
            skill, labels[skill], profile.skills.get(skill), spellings.get(skill, ()), sum(counts[skill].values()), n
        )
        for skill in ranked
    ]


def advert_sheet(
    profile: Profile, asked: Iterable[tuple[str, str, str, str]]
) -> list[Keyword]:  # fmt: skip
    """The skills of one advert: (skill, label, surface, requirement), each once, musts first."""
    first: dict[str, tuple[str, str, str]] = {}
    for skill, label, surface, requirement in asked:
        if requirement == "negated":
            continue
        before = first.get(skill)
        if before is None or REQUIREMENT_ORDER[requirement] < REQUIREMENT_ORDER[before[2]]:
            first[skill] = (label, before[1] if before else surface, requirement)
    ranked = sorted(first.items(), key=lambda item: (REQUIREMENT_ORDER[item[1][2]], item[0]))
    return [
        keyword(skill, label, profile.skills.get(skill), ((surface, 1, 1),), 1, 1, requirement)
        for skill, (label, surface, requirement) in ranked
    ]
