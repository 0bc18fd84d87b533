"""What is written down of every posting: its opening, the posting it is linked to, on what ground and how surely."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.linking.graph import Indices, unbroken
from pipelines.linking.postings import (
    AGENCY,
    EDIT,
    LONGEST_GAP,
    TEXT,
    USER,
    Edges,
    Postings,
    Stretches,
    mixed,
    numbered,
)

LINKED = pa.schema(
    [
        pa.field("posting_id", pa.int64()),
        pa.field("vacancy_id", pa.int64()),
        pa.field("strict_vacancy_id", pa.int64()),
        pa.field("basis", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("linked_to", pa.int64()),
        pa.field("probable", pa.bool_()),
    ]
)


def described(postings: Postings, stretches: Stretches, edges: Edges, opening: Indices) -> pa.Table:
    """Ids, and for each posting the posting it is linked to, on what ground and how surely."""
    count = len(postings)
    rows = np.arange(count)
    alone = np.where(postings.text_id == 0, postings.posting_id.astype(np.uint64), np.uint64(0))
    exact = mixed(mixed(postings.employer, postings.title), mixed(postings.text_id, alone))
    strict = without_gaps(postings, numbered(opening, exact))
    earliest = _earliest(postings, numbered(opening, mixed(postings.text_id, alone)))

    linked = np.where(earliest != rows, earliest, opening)
    score = np.ones(count)
    kind = np.full(count, TEXT)
    near = (earliest == rows) & (opening != rows)
    best, likeness, ground = _best(stretches, edges)
    stretch = stretches.of[near]
    target = best[stretch]
    there = (target >= 0) & (opening[stretches.first[target]] == opening[near])
    linked[near] = np.where(there, stretches.first[target], opening[near])
    score[near] = np.where(target >= 0, likeness[stretch], 0.0)
    kind[near] = np.where(target >= 0, ground[stretch], EDIT)
    basis = _basis(postings, linked, kind, score)
    basis[opening == rows] = "first"
    probable = ((kind == EDIT) | (kind == AGENCY) | ~postings.named) & (opening != rows)
    ids = postings.posting_id
    columns = [ids, ids[opening], ids[strict], basis, score, ids[linked], probable]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, LINKED, strict=True)], LINKED)


def without_gaps(postings: Postings, group: Indices) -> Indices:
    """Each posting's opening as the row of its first posting."""
    order = np.lexsort((postings.posting_id, postings.from_day, group))
    begins = unbroken(group[order], postings.from_day[order], postings.to_day[order], LONGEST_GAP)
    first = np.empty(len(order), dtype=np.int64)
    first[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1] if len(order) else order
    return first


def _earliest(postings: Postings, group: Indices) -> Indices:
    order = np.lexsort((postings.posting_id, postings.from_day, group))
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = group[order][1:] != group[order][:-1]
    first = np.empty(len(order), dtype=np.int64)
    first[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1] if len(order) else order
    return first


def _best(stretches: Stretches, edges: Edges) -> tuple[Indices, NDArray[np.float64], Indices]:
    """The likest neighbour of each stretch (-1: none), with likeness and kind."""
    count = len(stretches.first)
    one = np.concatenate([edges.one, edges.other])
    other = np.concatenate([edges.other, edges.one])
    likeness = np.concatenate([edges.likeness, edges.likeness])
    kind = np.concatenate([edges.kind, edges.kind])
    order = np.lexsort((other, -likeness, one))
    stretch, first = np.unique(one[order], return_index=True)
    best = np.full(count, -1, dtype=np.int64)
    scores, kinds = np.zeros(count), np.full(count, TEXT)
    best[stretch], scores[stretch], kinds[stretch] = other[order][first], likeness[order][first], kind[order][first]
    return best, scores, kinds


def _basis(postings: Postings, linked: Indices, kind: Indices, score: NDArray[np.float64]) -> NDArray[np.object_]:
    where = np.where(
        postings.source != postings.source[linked],
        "_other_source",
        np.where(postings.place != postings.place[linked], "_other_place", "_again"),
    )
    text = np.where(score >= 1, "same_text", "near_text")
    text = np.where(kind == EDIT, "edited_text", text)
    basis = np.char.add(text, where).astype(object)
    basis[kind == AGENCY] = "agency_copy"
    basis[kind == USER] = "user"
    return np.asarray(basis, dtype=object)
