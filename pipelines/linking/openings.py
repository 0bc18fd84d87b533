"""Decides which postings are one opening, from the postings and the likeness of their texts.

A pure function of all postings and pairs: the order in which they came does not matter, so links made day by day
equal links made at once. Steps: equal texts close in time are one stretch; stretches are joined by alike texts; what
must be apart (years asked, the user's word) is kept apart; requisitions open at once in one place are counted
apart; a gap of more than 60 days ends an opening.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.linking.copies import copied
from pipelines.linking.corrections import Corrections
from pipelines.linking.description import described, without_gaps
from pipelines.linking.graph import Indices, components, kept_apart
from pipelines.linking.postings import (
    ACROSS,
    ALIKE,
    COPIED,
    EDIT,
    EDITED,
    FOLLOWING,
    LONGEST_GAP,
    SAME_DAYS,
    TEXT,
    USER,
    Edges,
    Postings,
    Stretches,
    concatenated,
    exploded,
    gap,
    joined,
    only,
    stand_together,
    stretches_of,
    within_blocks,
)
from pipelines.linking.requisitions import requisitions_apart
from pipelines.linking.rounds import NEXT_ROUND, succeeding

EDITED_ELSEWHERE = 0.7
"""The same for adverts of different places."""
SHORT = 2_000
"""Characters under which little of a text is the employer's own standing words, so that likeness says more."""


def openings(postings: Postings, pairs: pa.Table, corrections: Corrections) -> pa.Table:
    """One row per posting with its opening, in order of posting_id; columns of ``LINKED``.

    ``pairs`` is ``store.text_pair``: pairs of texts within a block, across employers and following each other.
    """
    rows = {int(identity): row for row, identity in enumerate(postings.posting_id)} if corrections else {}
    never = [(rows[a], rows[b]) for a, b in corrections.never if a in rows and b in rows]
    always = [(rows[a], rows[b]) for a, b in corrections.always if a in rows and b in rows]
    stretches = stretches_of(postings, [row for pair in never for row in pair])
    accepted, apart = _judged(postings, stretches, pairs)
    by_hand = np.array([[stretches.of[a], stretches.of[b]] for a, b in always], dtype=np.int64).reshape(-1, 2)
    accepted = joined(accepted, by_hand[:, 0], by_hand[:, 1], np.ones(len(by_hand)), USER)
    apart += [(int(stretches.of[a]), int(stretches.of[b])) for a, b in never]
    label = _apart(components(len(stretches.first), accepted.one, accepted.other), accepted, apart)
    opening = without_gaps(postings, requisitions_apart(postings, label[stretches.of]))
    return described(postings, stretches, accepted, opening)


def _judged(postings: Postings, stretches: Stretches, pairs: pa.Table) -> tuple[Edges, list[tuple[int, int]]]:
    """The pairs of stretches that are one opening, and those that must not be."""
    block = pairs["block"].to_numpy()
    within = within_blocks(stretches, pairs.filter(pa.array(block > FOLLOWING)))
    one, other = exploded(stretches)
    within = joined(within, one, other, np.ones(len(one)), TEXT)
    close = gap(stretches, within.one, within.other) <= LONGEST_GAP
    named = postings.named[stretches.first[within.one]]
    close &= named | (within.likeness >= COPIED)
    within = only(within, close)
    bad = within.asked == "contradict"
    for at in np.flatnonzero(within.asked == "differ"):
        bad[at] = stand_together(postings, stretches, int(within.one[at]), int(within.other[at]))
    alike = only(within, ~bad & (within.likeness >= ALIKE))
    label = components(len(stretches.first), alike.one, alike.other)
    doubtful = _ambiguous(postings, label[stretches.of])
    edited = only(within, ~bad & (within.likeness < ALIKE) & _edited(postings, stretches, within, doubtful))
    edited = Edges(edited.one, edited.other, edited.likeness, edited.asked, np.full(len(edited.one), EDIT))
    found = [alike, edited, succeeding(postings, stretches, pairs.filter(pa.array(block == FOLLOWING)), doubtful)]
    found.append(copied(postings, stretches, pairs.filter(pa.array(block == ACROSS))))
    apart = [(int(a), int(b)) for a, b in zip(within.one[bad], within.other[bad], strict=True)]
    return concatenated(found), apart


def _edited(postings: Postings, stretches: Stretches, within: Edges, doubtful: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether texts of less likeness are one opening: nothing else can be meant, or a short text was written anew."""
    one, other = stretches.first[within.one], stretches.first[within.other]
    clear = ~np.isin(postings.block[one], doubtful)
    here = postings.place[one] == postings.place[other]
    short = np.maximum(postings.letters[one], postings.letters[other]) < SHORT
    later = gap(stretches, within.one, within.other) >= NEXT_ROUND
    again = short & here & later & (within.asked == "same")
    least = np.where(here | short, EDITED, EDITED_ELSEWHERE)
    return np.asarray((clear & (within.likeness >= least)) | (again & (within.likeness >= EDITED)), dtype=bool)


def _ambiguous(postings: Postings, label: Indices) -> NDArray[np.uint64]:
    """Blocks whose title names several openings: two of them stood at once in one place with different texts."""
    order = np.lexsort((postings.from_day, postings.place, postings.source, postings.block))
    a, b = order[:-1], order[1:]
    same = (postings.block[a] == postings.block[b]) & (postings.place[a] == postings.place[b])
    same &= (postings.source[a] == postings.source[b]) & (label[a] != label[b])
    slack = np.where(postings.archive[a], SAME_DAYS, -1)
    same &= postings.from_day[b] - postings.to_day[a] <= slack
    return np.unique(postings.block[a[same]])


def _apart(label: Indices, edges: Edges, apart: list[tuple[int, int]]) -> Indices:
    """The components again, without those that hold a pair that must be apart."""
    held = [(a, b) for a, b in apart if label[a] == label[b]]
    if not held:
        return label
    label = label.copy()
    troubled = np.unique([label[a] for a, _ in held])
    inside = np.flatnonzero(np.isin(label[edges.one], troubled))
    best = inside[np.lexsort((edges.other[inside], edges.one[inside], -edges.likeness[inside], -edges.kind[inside]))]
    # The user's word comes first, then the likest; edges of different troubled components do not meet.
    grouped = kept_apart(zip(edges.one[best].tolist(), edges.other[best].tolist(), strict=True), held)
    members = np.flatnonzero(np.isin(label, troubled))
    label[members] = [grouped.get(int(member), int(member)) for member in members]
    return label
