"""Texts as sets of word shingles, and how alike two such sets are: estimated cheaply, then exactly.

A shingle is five words in a row; likeness is the Jaccard index of two texts' shingle sets. The estimate is a
one-permutation MinHash (Li, Owen & Zhang 2012): each shingle falls into one of 128 bins by its hash, each bin
keeps its smallest hash, and two texts agree in a bin about as often as their sets overlap.
"""

import re
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pipelines.linking.keys import plain_text

Hashes = NDArray[np.uint64]
Signatures = NDArray[np.uint16]

WORDS_IN_SHINGLE = 5
BINS = 128
EMPTY = 0xFFFF
"""A bin into which no shingle fell."""
BANDS = 16
ROWS = BINS // BANDS
SMALLEST_BAND = 3
"""A band with more empty bins than ``ROWS`` less this says too little to be looked up."""
REMEMBERED_WORDS = 2_000_000
"""Bounds the memory of the word table: a hostile source can invent words without end."""
EAST_ASIAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{EAST_ASIAN}]|[^\W{EAST_ASIAN}]+")
"""Chinese and Japanese write no spaces: there each character is a word."""
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class _WordHashes(dict[str, int]):
    """A word's hash, the same in every process (Python's own is salted)."""

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED_WORDS:
            self.clear()
        value = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        self[word] = value
        return value


class Shingler:
    """Turns texts into shingle sets; remembers the words it has met."""

    def __init__(self) -> None:
        self._words = _WordHashes()

    def shingles(self, text: str) -> Hashes:
        """The text's shingles as sorted, distinct hashes; empty for a text without words.

        The text is taken in the normal form of ``keys.plain_text``; one shorter than a shingle is one shingle.
        """
        words = self._words
        found = WORD.findall(plain_text(text))
        hashed = np.fromiter(map(words.__getitem__, found), dtype=np.uint64, count=len(found))
        length = min(WORDS_IN_SHINGLE, len(hashed))
        if not length:
            return hashed
        count = len(hashed) - length + 1
        combined = hashed[:count].copy()
        for shift in range(1, length):
            combined *= MULTIPLIER
            combined += hashed[shift : shift + count]
        return np.unique(_mixed(combined))


def _mixed(values: Hashes) -> Hashes:
    """Spreads every bit over the whole word (the finaliser of SplitMix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def signature(shingles: Hashes) -> Signatures:
    """The 128 smallest-of-bin values of a sorted shingle set."""
    row = np.full(BINS, EMPTY, dtype=np.uint16)
    if len(shingles):
        bins = (shingles >> np.uint64(57)).astype(np.intp)
        first = np.flatnonzero(np.diff(bins, prepend=-1))
        # 16 bits below the bin's; the value that means "empty" is given up.
        values = (shingles[first] >> np.uint64(41)).astype(np.uint16)
        row[bins[first]] = np.minimum(values, EMPTY - 1)
    return row


def bands(signatures: Signatures) -> Hashes:
    """One row of ``BANDS`` hashes per signature; texts that share one at the same place may be alike.

    A band of too few filled bins is 0, which is looked up nowhere. At a likeness of 0.9 two texts share at
    least one of 16 bands of 8 rows with probability 0.9999, at 0.5 with 0.06.
    """
    grouped = signatures.reshape(len(signatures), BANDS, ROWS)
    filled = (grouped != EMPTY).sum(axis=2)
    hashed = np.zeros(filled.shape, dtype=np.uint64)
    for row in range(ROWS):
        hashed = hashed * MULTIPLIER + grouped[:, :, row].astype(np.uint64) + np.uint64(1)
    hashed = _mixed(hashed + np.arange(1, BANDS + 1, dtype=np.uint64))
    hashed[filled < SMALLEST_BAND] = 0
    return hashed


def estimates(one: Signatures, many: Signatures) -> NDArray[np.float64]:
    """Estimated likeness of one signature to each of many: agreeing bins among those not empty in both."""
    filled = (one != EMPTY) | (many != EMPTY)
    agreeing = ((one == many) & filled).sum(axis=1)
    return np.asarray(agreeing / np.maximum(filled.sum(axis=1), 1), dtype=np.float64)


def likeness(one: Hashes, other: Hashes) -> float:
    """Jaccard index of two sorted shingle sets; 1 for two empty ones."""
    if not len(one) and not len(other):
        return 1.0
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
