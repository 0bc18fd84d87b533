"""Requisition numbers, which only split: those open at once in one place are counted apart."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from pipelines.linking.graph import Indices
from pipelines.linking.postings import Postings, numbered


def requisitions_apart(postings: Postings, label: Indices) -> Indices:
    """Each posting's opening, with requisitions that are open at once in one place counted apart.

    The n-th of them is one with the n-th in every other place, so a role in thirty cities stays one.
    """
    marked = np.flatnonzero(postings.requisition)
    order = marked[np.lexsort((postings.requisition[marked], label[marked]))]
    several = (label[order][1:] == label[order][:-1]) & (
        postings.requisition[order][1:] != postings.requisition[order][:-1]
    )
    troubled = np.unique(label[order][1:][several])
    lane = np.zeros(len(label), dtype=np.int64)
    rows = marked[np.isin(label[marked], troubled)]
    places: dict[tuple[int, ...], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        place = (int(label[row]), int(postings.source[row]), int(postings.place[row]))
        places[place][int(postings.requisition[row])].append(int(row))
    for requisitions in places.values():
        for number, members in _lanes(postings, list(requisitions.values())):
            lane[members] = number
    return numbered(label, lane)


def _lanes(postings: Postings, requisitions: list[list[int]]) -> Iterator[tuple[int, list[int]]]:
    """Numbers from 0: each requisition takes the lowest that is free from its first day."""
    spans = [
        (
            int(postings.from_day[rows].min()),
            int(postings.posting_id[rows].min()),
            int(postings.to_day[rows].max()),
            rows,
        )
        for rows in requisitions
    ]
    ends: list[tuple[int, int]] = []
    for start, _, end, rows in sorted(spans, key=lambda span: span[:2]):
        for number, (began, ended) in enumerate(ends):
            if ended < start or (ended == start and began < start):
                ends[number] = (start, end)
                break
        else:
            number = len(ends)
            ends.append((start, end))
        yield number, rows
