"""Groups of nodes held together by edges: plain components, and components that must keep some pairs apart."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def components(count: int, one: Indices, other: Indices) -> Indices:
    """For each of ``count`` nodes the smallest node it is connected with; the order of edges does not matter."""
    label = np.arange(count, dtype=np.int64)
    while True:
        lower = np.minimum(label[one], label[other])
        raised = label.copy()
        np.minimum.at(raised, label[one], lower)
        np.minimum.at(raised, label[other], lower)
        np.minimum.at(raised, one, lower)
        np.minimum.at(raised, other, lower)
        raised = raised[raised]
        if np.array_equal(raised, label):
            return label
        label = raised


def kept_apart(edges: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Groups that hold none of the pairs in ``apart``: node → smallest node of its group.

    ``edges`` come best first; one that would bring such a pair together is left out.
    """
    leader: dict[int, int] = {}
    foes: dict[int, set[int]] = defaultdict(set)
    for one, other in apart:
        foes[one].add(other)
        foes[other].add(one)

    def find(node: int) -> int:
        root = node
        while leader.setdefault(root, root) != root:
            root = leader[root]
        while leader[node] != root:
            leader[node], node = root, leader[node]
        return root

    for one, other in edges:
        first, second = sorted((find(one), find(other)))
        if first == second or any(find(foe) == second for foe in foes[first]):
            continue
        leader[second] = first
        foes[first] |= foes.pop(second, set())
    return {node: find(node) for node in list(leader)}


def unbroken(group: Indices, start: Indices, end: Indices, longest_gap: int) -> NDArray[np.bool_]:
    """Where a new stretch begins: another group, or more than ``longest_gap`` days after all before it ended.

    The rows are ordered by group (from 0 up) and start; days are counted from 1970.
    """
    if not len(group):
        return np.zeros(0, dtype=bool)
    far = np.int64(10_000_000)
    reached = np.maximum.accumulate(end + group * far)
    begins = np.ones(len(group), dtype=bool)
    begins[1:] = start[1:] + group[1:] * far > reached[:-1] + longest_gap
    begins[1:] |= group[1:] != group[:-1]
    return begins
