"""How far a few skills reach: which to take first so that as many openings as possible ask for nothing else.

The order is greedy: at each step an opening speaks for each skill that it still lacks, the louder the fewer it lacks.
It is not always the best set of its size, but it is an order that a person can learn in.
"""

import numpy as np
import pyarrow as pa

from pipelines.trends.matching import Whole

LONGEST = 40
"""Skills of a curve: more than anybody learns."""


def curve_of(asked: pa.Table) -> tuple[pa.Table, int]:
    """The curve of pairs ``opening`` (numbers from 0) and ``skill`` (ids), and the number of openings."""
    skill = asked.column("skill").combine_chunks().dictionary_encode()
    opening = np.asarray(asked.column("opening").to_numpy(), dtype=np.int64)
    openings = int(opening.max(initial=-1)) + 1
    curve = coverage(opening, np.asarray(skill.indices.to_numpy(), dtype=np.int64), openings, len(skill.dictionary))
    names = skill.dictionary.take(curve.column("skill").combine_chunks())
    return curve.set_column(1, "skill", names), openings


def coverage(opening: Whole, skill: Whole, openings: int, skills: int, longest: int = LONGEST) -> pa.Table:
    """The curve of one population: ``rank`` (from 1), ``skill`` (number), ``reached`` and ``met``.

    ``opening`` and ``skill`` are pairs "opening asks for skill", each once, with numbers from 0. ``reached`` counts
    the openings that ask for at least one skill taken so far, ``met`` those that ask for no other; openings that ask
    for nothing are neither. For ``reached`` a greedy order comes within 1 - 1/e of the best one (G. L. Nemhauser, L. A.
    Wolsey and M. L. Fisher, Mathematical Programming 14 (1978), 265); for ``met`` nothing such is known.
    """
    missing = np.bincount(opening, minlength=openings)
    reached = np.zeros(openings, dtype=bool)
    order = np.argsort(skill, kind="stable")
    start = np.searchsorted(skill[order], np.arange(skills + 1))
    owners = opening[order]
    left = np.ones(skills, dtype=bool)
    rows: dict[str, list[int]] = {"rank": [], "skill": [], "reached": [], "met": []}
    asked = np.flatnonzero(missing)
    met = 0
    for rank in range(1, min(longest, skills) + 1):
        # One over the square: an opening that lacks this skill alone speaks as loud as four that lack one more.
        voice = np.where(missing > 0, 1.0 / np.maximum(missing, 1) ** 2, 0.0)
        worth = np.bincount(skill, voice[opening], skills)
        worth[~left] = -1.0
        best = int(np.argmax(worth))
        if worth[best] <= 0:
            break
        left[best] = False
        who = owners[start[best] : start[best + 1]]
        missing[who] -= 1
        reached[who] = True
        met = int((missing[asked] == 0).sum())
        for name, value in zip(rows, (rank, best, int(reached.sum()), met), strict=True):
            rows[name].append(value)
    return pa.table(rows, schema=pa.schema([(name, pa.int64()) for name in rows]))
