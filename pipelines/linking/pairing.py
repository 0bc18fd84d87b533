"""Compares texts that may be alike: which ones by their signatures, then exactly by their shingles."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.linking.asked import asked, contradict
from pipelines.linking.shingles import BINS, Shingler, Signatures, estimates

PAIRED = pa.schema(
    [
        pa.field("block", pa.uint64()),
        pa.field("text_a", pa.uint64()),
        pa.field("text_b", pa.uint64()),
        pa.field("likeness", pa.float32()),
        pa.field("asked", pa.string()),
    ]
)
WORTH_COMPARING = 0.5
"""Estimated likeness below which the exact one is not asked for: five standard errors under ``ALIKE``."""
ALIKE = 0.6
"""Pairs less alike than this are forgotten."""
LARGE_BLOCK = 400
"""Texts of one employer and title; in a larger block each is compared with its ``NEAREST`` only."""
NEAREST = 24


class Comparer:
    """Exact likeness of pairs of texts, each text shingled once."""

    def __init__(self, shingler: Shingler) -> None:
        self._shingler = shingler

    def block_pairs(self, texts: pa.Table) -> pa.Table:
        """Pairs within blocks: ``texts`` has block, text_id, signature and text, ordered by block and text_id.

        Each pair comes once, ``text_a`` below ``text_b``; columns of ``PAIRED``.
        """
        block = texts["block"].to_numpy()
        ids = texts["text_id"].to_numpy()
        signatures = read_signatures(texts["signature"])
        rows: list[tuple[Any, ...]] = []
        bounds = [*np.flatnonzero(np.diff(block, prepend=0)).tolist(), len(block)]
        for first, after in pairwise(bounds):
            found = list(_candidates(signatures[first:after]))
            bodies = _Bodies(self._shingler, texts["text"].slice(first, after - first))
            for one, other in found:
                likeness, said = bodies.compare(one, other)
                if likeness >= ALIKE:
                    rows.append((block[first], ids[first + one], ids[first + other], likeness, said))
        return _table(rows)

    def listed_pairs(self, pairs: pa.Table, block: int) -> pa.Table:
        """The pairs of a list, all of them: ``pairs`` has text_a, text_b and signature and body of each.

        A pair that its signatures already tell apart has likeness 0.
        """
        one, other = read_signatures(pairs["signature_a"]), read_signatures(pairs["signature_b"])
        low, high = pairs["text_a"].to_pylist(), pairs["text_b"].to_pylist()
        near = [float(estimates(a, b[np.newaxis])[0]) >= WORTH_COMPARING for a, b in zip(one, other, strict=True)]
        texts = dict(zip(low, pairs["body_a"], strict=True)) | dict(zip(high, pairs["body_b"], strict=True))
        place = {text_id: at for at, text_id in enumerate(texts)}
        bodies = _Bodies(self._shingler, list(texts.values()))
        rows: list[tuple[Any, ...]] = []
        for a, b, worth in zip(low, high, near, strict=True):
            likeness, said = bodies.compare(place[a], place[b]) if worth else (0.0, "same")
            rows.append((block, a, b, likeness, said))
        return _table(rows)


class _Bodies:
    """Some texts; shingles and demands of each are made when first needed."""

    def __init__(self, shingler: Shingler, texts: Sequence[pa.StringScalar] | pa.ChunkedArray) -> None:
        self._shingler, self._texts = shingler, texts
        self._made: dict[int, tuple[frozenset[int], frozenset[str]]] = {}

    def compare(self, one: int, other: int) -> tuple[float, str]:
        """Jaccard index of the shingles, and how what they ask for compares: same, differ or contradict."""
        (left, wanted), (right, also) = self._get(one), self._get(other)
        shared = len(left & right)
        union = len(left) + len(right) - shared
        said = "contradict" if contradict(wanted, also) else "same" if wanted == also else "differ"
        return (shared / union if union else 1.0), said

    def _get(self, index: int) -> tuple[frozenset[int], frozenset[str]]:
        if index not in self._made:
            text = self._texts[index].as_py() or ""
            self._made[index] = frozenset(self._shingler.shingles(text).tolist()), asked(text)
        return self._made[index]


def read_signatures(column: pa.ChunkedArray) -> Signatures:
    """Stored signatures as rows of an array."""
    return np.frombuffer(b"".join(column.to_pylist()), dtype=np.uint16).reshape(-1, BINS)


def _candidates(signatures: Signatures) -> Iterator[tuple[int, int]]:
    count = len(signatures)
    if count <= LARGE_BLOCK:
        for row in range(count - 1):
            near = estimates(signatures[row], signatures[row + 1 :])
            yield from ((row, row + 1 + int(at)) for at in np.flatnonzero(near >= WORTH_COMPARING))
        return
    pairs = set()
    for row in range(count):
        near = estimates(signatures[row], signatures)
        near[row] = 0
        best: NDArray[np.intp] = np.argsort(-near, kind="stable")[:NEAREST]
        pairs |= {(min(row, int(at)), max(row, int(at))) for at in best if near[at] >= WORTH_COMPARING}
    yield from sorted(pairs)


def _table(rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(PAIRED)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, PAIRED, strict=True)], PAIRED)
