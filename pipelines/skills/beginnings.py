"""Whether one of some words may stand at a place: "no" where none does, "perhaps" elsewhere.

Rules that read the words around a spelling are asked only where their words may stand. Three letters say it for all
places at once.
"""

import itertools
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pipelines.skills.folding import folded
from pipelines.skills.pages import Column, Mask, Page

LETTERS = 3
SIZE = 1 << 16
BLANK = ord(" ")


class MayBegin:
    """Whether one of the words may begin behind white space at a place."""

    def __init__(self, words: Iterable[str]) -> None:
        self._table = _table(folded(word)[:LETTERS].ljust(LETTERS, b"\0") for word in words)

    def behind(self, page: Page, places: Column) -> Mask:
        """Whether, with one character between."""
        letters = [page.letters(places + ahead) for ahead in range(1, LETTERS + 1)]
        may: Mask = self._table[_code(*letters)] | (letters[0] == BLANK)
        return may


class MayEnd:
    """Whether one of the words may end before white space or marks at a place."""

    def __init__(self, words: Iterable[str]) -> None:
        self._table = _table(folded(f" {word}")[-LETTERS:].rjust(LETTERS, b"\0") for word in words)

    def before(self, page: Page, places: Column) -> Mask:
        """Whether, with one or two characters between; more commas, brackets or white space may be."""
        near = page.letters(places - 2) == BLANK
        last = places - 2 - near
        letters = [page.letters(last - behind) for behind in range(LETTERS - 1, -1, -1)]
        far = (letters[-1] == BLANK) & page.among(places - 2, ", (\t\u00a0")
        may: Mask = self._table[_code(*letters)] | far
        return may


def _code(first: NDArray[np.uint8], second: NDArray[np.uint8], third: NDArray[np.uint8]) -> NDArray[np.uint16]:
    code: NDArray[np.uint16] = (first.astype(np.uint16) * 961) ^ (second.astype(np.uint16) * 31) ^ third
    return code


def _table(grams: Iterable[bytes]) -> Mask:
    """Which codes stand for one of these letters; 0 stands for any letter."""
    table = np.zeros(SIZE, bool)
    for gram in set(grams):
        ranges = [range(256) if letter == 0 else (letter,) for letter in gram]
        every = np.array(list(itertools.product(*ranges)), np.uint8)
        table[_code(*every.T)] = True
    return table
