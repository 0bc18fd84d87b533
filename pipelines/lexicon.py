"""Finds many phrases at once in folded text (``skills.folding``), word by word, for all words of a page together.

Every word has a hash of 64 bits, and so has every run of words, made of the hashes of its words and of the blanks
between them. Filters say which words, and which pairs of words, may begin a phrase; only those are looked up, and
joined with the words behind them. Each step is a few operations on columns: nothing is made for a single word. That
two runs of words share a hash by chance is not to be expected in a million million lookups.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Hashes = NDArray[np.uint64]

BLANK = ord(" ")
EIGHT = 8
"""Bytes that are taken up at once."""
ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
"""Factors with bits all over: of the golden ratio, and two of xxHash (Collet 2012)."""
MARGIN = b" " * EIGHT
"""What stands around a text, and counts in its places."""
UP_TO = np.array([(1 << 8 * size) - 1 for size in range(EIGHT + 1)], np.uint64)
"""Masks of the first bytes of eight."""
SLOTS, FILTERED = 18, 18
"""Bits of a hash that say where in a table to look for it, and those that a filter looks at."""
NONE = -1


class Words:
    """The words of a folded text between blanks: where they begin and end, in order, and their hashes.

    What is longer than the longest word to be found is not hashed to its end: a word may be as long as its text.
    """

    def __init__(self, text: bytes, longest: int) -> None:
        blank = np.frombuffer(text, np.uint8) == BLANK
        edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
        self.starts, self._ends = edges[0::2], edges[1::2]
        # The eight bytes from every place on.
        self._eights: Hashes = np.ndarray((len(text) - EIGHT + 1,), "<u8", text, strides=(1,))
        self.hashes = self._hashed(longest)

    def __len__(self) -> int:
        return len(self.starts)

    def gaps(self, row: Column) -> Column:
        """The blanks before words that are not the first one."""
        return self.starts[row] - self._ends[row - 1]

    def _hashed(self, longest: int) -> Hashes:
        size = self._ends - self.starts
        found: Hashes = (self._eights[self.starts] & UP_TO.take(size, mode="clip")) * ODD[0]
        done, rows = EIGHT, np.flatnonzero(size > EIGHT)
        while len(rows) and done <= longest:
            more = self._eights[self.starts[rows] + done] & UP_TO.take(size[rows] - done, mode="clip")
            found[rows] = (found[rows] ^ found[rows] >> 29) * ODD[1] + more
            done += EIGHT
            rows = rows[size[rows] > done]
        found ^= found >> 32
        found *= ODD[1]
        return found


def _joined(run: Hashes, gaps: Column, following: Hashes) -> Hashes:
    """The hashes of runs of words with one more word, behind so many blanks."""
    found: Hashes = (run + gaps.astype(np.uint64) * ODD[2]) * ODD[0]
    found ^= found >> 31
    found += following
    found *= ODD[1]
    return found


class Lexicon:
    """Phrases in the folded alphabet, by number. Each holds a word; blanks at its ends are not looked for."""

    def __init__(self, phrases: Sequence[bytes]) -> None:
        text = b" ".join((MARGIN, *phrases, MARGIN))
        self._longest = max(map(len, text.split(b" ")))
        words = Words(text, self._longest)
        size = np.fromiter(map(len, phrases), np.int64, len(phrases))
        begin = np.cumsum(size + 1) - size + len(MARGIN)
        row, last = np.searchsorted(words.starts, begin), np.searchsorted(words.starts, begin + size) - 1
        if (row > last).any():
            raise ValueError(f"no word in phrase {np.flatnonzero(row > last)[0]}")
        self._indent = words.starts[row] - begin
        self._singles, self._pairs = _Filter(), _Filter()
        phrase, run = np.arange(len(phrases)), words.hashes[row]
        single = row == last
        self._singles.add(_slots(run[single]))
        self._pairs.add(_slots_of_pairs(run[~single], words.hashes[row[~single] + 1]))
        whole, begun = list[tuple[Column, Hashes]](), list[Hashes]()
        while len(phrase):
            on = row < last[phrase]
            whole.append((phrase[~on], run[~on]))
            begun.append(run[on])
            phrase, row = phrase[on], row[on] + 1
            run = _joined(run[on], words.gaps(row), words.hashes[row])
        phrase, run = (np.concatenate(columns) for columns in zip(*whole, strict=True))
        order = np.argsort(run, kind="stable")
        self._phrases, run = phrase[order], run[order]
        runs = np.union1d(run, np.concatenate(begun))
        self._table, self._goes_on = _Table(runs), np.isin(runs, np.concatenate(begun))
        self._first = np.searchsorted(run, runs)
        self._count = np.searchsorted(run, runs, side="right") - self._first

    def find(self, text: bytes) -> tuple[Column, Column]:
        """Which phrases stand in a folded text with ``MARGIN`` on either side, and where each begins, in no order."""
        words = Words(text, self._longest)
        if not len(words):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        first = self._singles.rows(_slots(words.hashes))
        known, entry = self._table.find(words.hashes[first])
        found = [(entry, first[known])]
        first = row = self._pairs.rows(_slots_of_pairs(words.hashes[:-1], words.hashes[1:]))
        run = words.hashes[first]
        while len(row):
            row = row + 1
            run = _joined(run, words.gaps(row), words.hashes[row])
            known, entry = self._table.find(run)
            found.append((entry, first[known]))
            known = known[self._goes_on[entry] & (row[known] + 1 < len(words))]
            row, first, run = row[known], first[known], run[known]
        phrase, first = self._ending(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
        return phrase, words.starts[first] - self._indent[phrase]

    def _ending(self, entry: Column, first: Column) -> tuple[Column, Column]:
        """The phrases that end with these entries of the table, and their first words."""
        count = self._count[entry]
        ends = np.flatnonzero(count)
        entry, first, count = entry[ends], first[ends], count[ends]
        begin = self._first[entry]
        if len(entry) and count.max() > 1:
            begin = np.arange(count.sum()) + np.repeat(begin - np.cumsum(count) + count, count)
            first = np.repeat(first, count)
        return self._phrases[begin], first


def _slots(hashes: Hashes) -> Column:
    """The bits that a filter looks at."""
    return _places(hashes * ODD[0])


def _slots_of_pairs(first: Hashes, second: Hashes) -> Column:
    """The same of pairs of words."""
    return _places(first ^ (second >> 7).view(np.uint64))


def _places(hashes: Hashes) -> Column:
    # As signed numbers they can be places in a table without being copied.
    return (hashes >> 64 - FILTERED).view(np.int64)


class _Filter:
    """Says of a hash "no", where nothing like it was added, or "perhaps"."""

    def __init__(self) -> None:
        self._may = np.zeros(1 << FILTERED, bool)

    def add(self, slots: Column) -> None:
        self._may[slots] = True

    def rows(self, slots: Column) -> Column:
        """Where it is "perhaps"."""
        return np.flatnonzero(self._may[slots])


class _Table:
    """Finds hashes among many, for whole columns; those that begin alike are chained."""

    def __init__(self, hashes: Hashes) -> None:
        self._hashes = hashes
        self._newest, self._next = np.full(1 << SLOTS, NONE, np.int32), np.full(len(hashes), NONE, np.int32)
        for entry, slot in enumerate((hashes >> 64 - SLOTS).tolist()):
            self._next[entry], self._newest[slot] = self._newest[slot], entry

    def find(self, hashes: Hashes) -> tuple[Column, Column]:
        """The rows of the hashes that are known, and the number of each among all."""
        row, entry = np.arange(len(hashes)), self._newest[hashes >> 64 - SLOTS]
        rows, entries = [row[:0]], [entry[:0]]
        while len(row := row[on := entry != NONE]):
            entry = entry[on]
            same = self._hashes[entry] == hashes[row]
            rows.append(row[same])
            entries.append(entry[same])
            row, entry = row[~same], self._next[entry[~same]]
        return np.concatenate(rows), np.concatenate(entries)
