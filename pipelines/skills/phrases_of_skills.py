"""Phrases that belong to skills, such as their cues: where they stand beside the spellings of their skills."""

import itertools
from collections.abc import Sequence

import numpy as np

from pipelines.skills.pages import Column, Mask, Phrases, Spelled, any_within

PLACE = 40
"""Bits of a place in a page."""


class PhrasesOfSkills:
    """Phrases by number, with the skills that each belongs to."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        self._skills = len(phrases)
        skills: dict[str, list[int]] = {}
        for number, of_skill in enumerate(phrases):
            for phrase in of_skill:
                skills.setdefault(phrase, []).append(number)
        self.phrases = list(skills)
        self._size = np.fromiter(map(len, skills), np.int64, len(skills))
        self._count = np.fromiter(map(len, skills.values()), np.int64, len(skills))
        self._first = np.cumsum(self._count) - self._count
        self._skill = np.fromiter(itertools.chain.from_iterable(skills.values()), np.int64)

    def near(self, found: Phrases, spelled: Spelled, first: Column, last: Column) -> Mask:
        """Whether one of a spelling's phrases begins between two places, the first included."""
        row, skill = self._skills_of(found, spelled)
        places = np.sort(_keys(skill, found.start[row]))
        return any_within(places, _keys(spelled.skill, first), _keys(spelled.skill, last))

    def around(self, found: Phrases, spelled: Spelled) -> tuple[Column, Column, Column]:
        """The number of each found phrase, where it begins, and a row of spellings of its skills that begin in it."""
        row, skill = self._skills_of(found, spelled)
        begin, size = found.start[row], self._size[found.number[row]]
        keys = _keys(spelled.skill, spelled.start)
        order = np.argsort(keys)
        first, last = (np.searchsorted(keys[order], _keys(skill, place)) for place in (begin, begin + size))
        count = last - first
        of = np.repeat(row, count)
        rows = order[np.arange(len(of)) + np.repeat(first - np.cumsum(count) + count, count)]
        return found.number[of], found.start[of], rows

    def _skills_of(self, found: Phrases, spelled: Spelled) -> tuple[Column, Column]:
        """The rows of phrases with each of their skills that is spelled somewhere; a phrase may be an ordinary word."""
        count = self._count[found.number]
        row = np.repeat(np.arange(len(found.number)), count)
        place = np.arange(len(row)) + np.repeat(self._first[found.number] - np.cumsum(count) + count, count)
        skill, is_spelled = self._skill[place], np.zeros(self._skills, bool)
        is_spelled[spelled.skill] = True
        kept = np.flatnonzero(is_spelled[skill])
        return row[kept], skill[kept]


def _keys(skill: Column, place: Column) -> Column:
    """Skills and places as one number, first by skill."""
    return skill << PLACE | place
