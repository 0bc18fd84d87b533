"""Adverts that an employer writes one at a time, such as each month's comment in a hiring thread, as one opening."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.linking.graph import Indices
from pipelines.linking.postings import (
    ALIKE,
    COPIED,
    EDIT,
    EDITED,
    LONGEST_GAP,
    TEXT,
    Edges,
    Postings,
    Stretches,
    mixed,
    overlap,
    words_of,
)
from pipelines.linking.titles import LEVELS

QUIET_DAYS = 14
"""An employer writes one or two adverts at a time if it begins no third so many days before or after."""
NEXT_ROUND = 7
"""Days between the beginnings of two adverts from which the later can be the earlier one again."""
FOLLOWED = 0.75
"""Likeness from which such an advert is the earlier one again whatever its title."""
MOST_STEPS = 4
"""How many of the employer's adverts back an earlier round is looked for."""
LONGEST_ROLE = 6
"""Words from which a title is taken for a list of roles."""


def following(postings: Postings) -> tuple[Indices, Indices]:
    """Rows of adverts that follow each other on one source, where an employer writes one or two at a time.

    An employer that writes so, such as each month's comment in a hiring thread, says with a new title the same
    opening, if the text is alike.
    """
    order = np.lexsort((postings.posting_id, postings.from_day, postings.source, postings.employer))
    order = order[(postings.text_id[order] != 0) & postings.named[order]]
    quiet = order[_quiet(postings, order)]
    one, other = [quiet[:0]], [quiet[:0]]
    for step in range(1, MOST_STEPS + 1):
        a, b = quiet[:-step], quiet[step:]
        kept = (postings.employer[a] == postings.employer[b]) & (postings.source[a] == postings.source[b])
        kept &= postings.from_day[b] - postings.from_day[a] >= NEXT_ROUND
        gap = postings.from_day[b] - postings.to_day[a]
        kept &= (gap >= 0) & (gap <= LONGEST_GAP)
        one.append(a[kept])
        other.append(b[kept])
    return np.concatenate(one), np.concatenate(other)


def _quiet(postings: Postings, order: Indices) -> NDArray[np.bool_]:
    """Which of the adverts, in order of employer, source and day, have at most one other near them."""
    quiet = np.ones(len(order), dtype=bool)
    employer, source, day = postings.employer[order], postings.source[order], postings.from_day[order]
    near = np.zeros(len(order), dtype=np.int64)
    for step in (1, 2):
        close = (employer[step:] == employer[:-step]) & (source[step:] == source[:-step])
        close &= day[step:] - day[:-step] <= QUIET_DAYS
        near[step:] += close
        near[: len(near) - step] += close
    return quiet & (near <= 1)


def succeeding(postings: Postings, stretches: Stretches, pairs: pa.Table, doubtful: NDArray[np.uint64]) -> Edges:
    """Adverts that stand by themselves and follow each other, with alike texts."""
    one, other = following(postings)
    low, high = postings.text_id[one], postings.text_id[other]
    keys = mixed(np.minimum(low, high), np.maximum(low, high))
    known = mixed(pairs["text_a"].to_numpy(), pairs["text_b"].to_numpy())
    order = np.argsort(known)
    likeness = np.zeros(len(keys))
    asked = np.full(len(keys), "same", dtype="<U10")
    if len(known):
        at = np.minimum(np.searchsorted(known[order], keys), len(known) - 1)
        hit = known[order][at] == keys
        likeness[hit] = pairs["likeness"].to_numpy()[order][at[hit]]
        asked[hit] = pairs["asked"].to_numpy(zero_copy_only=False)[order][at[hit]].astype(str)
    likeness[low == high] = 1.0
    clear = ~np.isin(postings.block[one], doubtful) & ~np.isin(postings.block[other], doubtful)
    kept = (likeness >= ALIKE) | ((likeness >= EDITED) & clear)
    for row in np.flatnonzero(kept):
        words = [words_of(postings, int(at[row])) for at in (one, other)]
        kept[row] = _may_follow(words[0], words[1], likeness[row], asked[row])
    kind = np.where(likeness >= ALIKE, TEXT, EDIT)
    return Edges(stretches.of[one[kept]], stretches.of[other[kept]], likeness[kept], asked[kept], kind[kept])


def _may_follow(one: set[str], other: set[str], likeness: float, asked: str) -> bool:
    """Whether two titles in a row can mean one opening: not if a level or the years asked change between them."""
    if one == other or likeness >= COPIED:
        return asked != "contradict" and not (one != other and _levels_change(one, other))
    if asked == "contradict" or _levels_change(one, other):
        return False
    return likeness >= FOLLOWED or overlap(one, other) >= 0.5


def _levels_change(one: set[str], other: set[str]) -> bool:
    """Whether a single role stands at another level; a list of roles may lose one without being another opening."""
    fewer, more = sorted((one & LEVELS, other & LEVELS), key=len)
    if one - LEVELS != other - LEVELS or max(len(one), len(other)) > LONGEST_ROLE:
        return False
    return fewer != more and not (fewer and fewer < more)
