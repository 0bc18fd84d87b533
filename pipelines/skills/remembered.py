"""Lines that were met, so that nothing is read twice.

Half of the bytes of adverts stand in lines that others of the employer have too. What a line asks for depends on
nothing but the line, its part of the advert, and the employer's name where that is a product's name that stands in it.
"""

import itertools
from collections import defaultdict

import numpy as np

from pipelines.skills.hits import Grown, LineHits
from pipelines.skills.pages import Column
from pipelines.skills.sections import SECTIONS, opening

MOST_LINES, MOST_CHARACTERS = 60_000, 12_000_000
"""Beyond one of these all is forgotten before the next adverts are read."""
UNREAD = -1
Key = str | tuple[str, str]
"""A line, or a line with the name of its employer."""


class Remembered:
    """Lines by number, and their hits by reading: a line in one of the parts of an advert."""

    def __init__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return len(self.lines)

    def clear(self) -> None:
        """Forget everything."""
        self.lines: list[str] = []
        self.employers: list[str] = []
        self._numbers: dict[Key, int] = defaultdict(itertools.count().__next__)
        self._opens, self._sizes = Grown(np.uint8), Grown(np.int64)
        self._first, self._count = Grown(np.int64), Grown(np.int64, UNREAD)
        self._hits = LineHits.none_yet()

    def is_full(self) -> bool:
        """Whether to forget everything."""
        return len(self.lines) > MOST_LINES or self._sizes[: len(self._sizes)].sum() > MOST_CHARACTERS

    def numbers(self, lines: list[str]) -> Column:
        """The numbers of lines."""
        return np.fromiter(map(self._numbers.__getitem__, lines), np.int64, len(lines))

    def number_with(self, line: str, employer: str) -> int:
        """The number of a line that holds the name of its employer."""
        return self._numbers[line, employer]

    def opens(self, numbers: Column) -> Column:
        """What lines open, as ``sections.opening`` says."""
        self._look_at_new()
        return self._opens[numbers]

    def sizes(self, numbers: Column) -> Column:
        """Characters of lines."""
        self._look_at_new()
        return self._sizes[numbers]

    def unread(self, readings: Column) -> Column:
        """Those of the readings that were not read yet, each once."""
        new = readings[self._count[readings] == UNREAD]
        places = np.arange(len(new))
        self._first[new] = places  # the last of several that are the same stays
        once: Column = new[self._first[new] == places]
        return once

    def store(self, readings: Column, line: Column, hits: LineHits) -> None:
        """Keep what was found in these readings; ``line`` is the place of each hit's reading among them, in order."""
        count = np.bincount(line, minlength=len(readings))
        self._first[readings] = len(self._hits.skill) + np.cumsum(count) - count
        self._count[readings] = count
        self._hits.add(hits)

    def recall(self, readings: Column) -> tuple[Column, LineHits]:
        """For each hit of these readings the place of its reading among them; and the hits."""
        count = self._count[readings]
        reading = np.repeat(np.arange(len(readings)), count)
        first = self._first[readings] - np.cumsum(count) + count
        return reading, self._hits.where(first[reading] + np.arange(len(reading)))

    def _look_at_new(self) -> None:
        count = len(self._numbers) - len(self.lines)
        if count:
            keys = list(itertools.islice(reversed(self._numbers), count))[::-1]
            new = [key if isinstance(key, str) else key[0] for key in keys]
            self.lines += new
            self.employers += ["" if isinstance(key, str) else key[1] for key in keys]
            self._opens.add(list(map(opening, new)))
            self._sizes.add(list(map(len, new)))
            self._first.grow(count * len(SECTIONS))
            self._count.grow(count * len(SECTIONS))
