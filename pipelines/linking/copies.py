"""One opening in two blocks: an agency's copy, two names of one employer, or one short text under a new title."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.linking.postings import (
    AGENCY,
    ALIKE,
    COPIED,
    EDIT,
    LONGEST_GAP,
    TEXT,
    Edges,
    Postings,
    Stretches,
    gap,
    overlap,
    same_asked,
    words_of,
)
from pipelines.linking.signing import LONG_ENOUGH
from pipelines.linking.titles import LEVELS, TERMS

SHORTEST_NAME = 5
"""Letters from which one name that stands in another is taken for the same employer's."""
RENAMED = 0.95
"""Likeness from which two short texts of one employer are one opening under other titles."""
RENAMED_SHORT = 2_500
"""Characters under which a text is short for that: longer ones are often the employer's words about itself."""
MOST_COPIES = 60
"""Stretches of one text at several employers that are compared with each other; more only with their neighbours."""


def copied(postings: Postings, stretches: Stretches, pairs: pa.Table) -> Edges:
    """Copies between employers (an agency's, a nameless one's, of one employer under two names) and new titles."""
    first = stretches.first
    able = (postings.letters[first] >= LONG_ENOUGH) & (postings.text_id[first] != 0)
    at = np.flatnonzero(able)
    at = at[np.lexsort((at, postings.text_id[first[at]]))]
    texts = postings.text_id[first[at]]
    found: list[tuple[int, int, float, int]] = []
    for low, high, likeness in _text_pairs(texts, pairs):
        for one in at[low[0] : low[1]].tolist():
            for other in at[high[0] : high[1]].tolist():
                ground = _copy_kind(postings, stretches, one, other, likeness) if other > one or low != high else None
                if ground is not None:
                    found.append((one, other, likeness, ground))
    columns = list(zip(*found, strict=True)) or [()] * 4
    left, right, kind = (np.array(columns[place], dtype=np.int64) for place in (0, 1, 3))
    return Edges(left, right, np.array(columns[2], dtype=np.float64), same_asked(len(left)), kind)


def _text_pairs(texts: NDArray[np.uint64], pairs: pa.Table) -> Iterator[tuple[tuple[int, int], tuple[int, int], float]]:
    """Ranges in the sorted ``texts``: equal texts with themselves, then the listed pairs."""
    bounds = [*np.flatnonzero(np.diff(texts, prepend=0)).tolist(), len(texts)]
    for start, end in pairwise(bounds):
        if end - start > MOST_COPIES:
            yield from (((at, at + 1), (at + 1, at + 2), 1.0) for at in range(start, end - 1))
        elif end - start > 1:
            yield (start, end), (start, end), 1.0
    likeness = pairs["likeness"].to_numpy()
    one, other = pairs["text_a"].to_numpy(), pairs["text_b"].to_numpy()
    ends = [np.searchsorted(texts, side, which) for side in (one, other) for which in ("left", "right")]
    able = (likeness >= ALIKE) & (pairs["asked"].to_numpy(zero_copy_only=False) != "contradict")
    for row in np.flatnonzero(able & (ends[0] < ends[1]) & (ends[2] < ends[3])):
        a, b, c, d = (int(end[row]) for end in ends)
        yield (a, b), (c, d), float(likeness[row])


def _copy_kind(postings: Postings, stretches: Stretches, one: int, other: int, likeness: float) -> int | None:
    """What makes texts in two blocks one opening, if anything: an agency, two names of one employer, a new title."""
    a, b = int(stretches.first[one]), int(stretches.first[other])
    if postings.block[a] == postings.block[b]:
        return None
    if gap(stretches, np.array([one]), np.array([other]))[0] > LONGEST_GAP:
        return None
    words, more = words_of(postings, a), words_of(postings, b)
    if postings.employer[a] == postings.employer[b]:
        short = postings.named[a] and max(postings.letters[a], postings.letters[b]) < RENAMED_SHORT
        return EDIT if short and likeness >= RENAMED and _renamed(words, more) else None
    if (words & LEVELS) != (more & LEVELS) or overlap(words, more) < 0.5:
        return None
    names = [postings.company_key[row].as_py() for row in (a, b)]
    if _same_name(*names) or (likeness >= COPIED and (names[0] in more or names[1] in words)):
        return TEXT
    agency = postings.agency[a] or postings.agency[b]
    return AGENCY if agency and likeness >= COPIED else None


def _renamed(one: set[str], other: set[str]) -> bool:
    """Whether titles over nearly the same short text can mean one: half their words, no other level, hours or shift."""
    return not (one ^ other) & (LEVELS | TERMS) and overlap(one, other) >= 0.5


def _same_name(one: str | None, other: str | None) -> bool:
    """Whether one name holds the other, such as "digitalmckinsey" and "mckinsey"; a number more makes another firm."""
    short, long = sorted((one or "", other or ""), key=len)
    rest = long.replace(short, "", 1)
    return len(short) >= SHORTEST_NAME and short in long and not any(sign.isdigit() for sign in rest)
