"""Counts, window by window, how many openings of each population ask for each skill, and how they cluster by employer.

Hits lie sorted by employer and skill: what one employer asks for stands together, so that a walk over columns finds the
few pairs that an employer repeats. A hash table of all pairs, a hundred million of them, took five times as long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[np.integer]
Amounts = npt.NDArray[np.float64]

SMALLEST_POPULATION = 100
"""Openings. A share of fewer is withheld in any case; that of all openings is kept however few they are."""
NOWHERE = -1
"""In place of the number of a population: the opening is in none."""
REQUIREMENTS = {"any": 0, "must": 1, "nice": 2}
"""Codes of ``store.asked.requirement``, where 0 does not occur and 3 is unstated."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What openings ask for, sorted by employer and skill: equally long columns of numbers from 0."""

    opening: Numbers
    employer: Numbers
    skill: Numbers
    requirement: Numbers

    @staticmethod
    def sorted(opening: Numbers, employer: Numbers, skill: Numbers, requirement: Numbers) -> "Hits":
        """The same in order."""
        order = np.argsort(employer.astype(np.int64) << 16 | skill)
        return Hits(opening[order], employer[order], skill[order], requirement[order])

    def of(self, inside: npt.NDArray[np.bool_]) -> "Hits":
        """Those of some openings: ``inside`` has one value per opening."""
        chosen = np.flatnonzero(inside[self.opening])
        return Hits(self.opening[chosen], self.employer[chosen], self.skill[chosen], self.requirement[chosen])


@dataclass(frozen=True, slots=True)
class Populations:
    """A division of a window's openings: those of a role each, say. One value per population, and its counts."""

    number: Numbers
    n: Numbers
    nn: Amounts
    """The squares of each employer's openings, added up."""
    employers: Numbers
    counts: pa.Table
    """``population`` (place in these columns), ``skill``, ``requirement``, ``k``, ``kk`` (the squares of each
    employer's k), ``kn`` (the products of its k and n), ``asking`` (employers), ``largest`` (the largest k of one)."""


def counted(inside: Numbers, employer: Numbers, hits: Hits, divisions: Sequence[Numbers]) -> Iterator[Populations]:
    """The populations of one window, division by division.

    ``inside`` are the openings of the window; ``employer`` and each of ``divisions`` have one value per opening there
    is, openings in the order of their employers. The values of a division are numbers of populations, or ``NOWHERE``.
    The first division is the whole; its population is kept though it be small.
    """
    here = np.zeros(len(employer), dtype=bool)
    here[inside] = True
    asked = hits.of(here)
    pair = _run_starts(asked.employer.astype(np.int64) << 16 | asked.skill)
    pair_size = np.diff(pair, append=len(asked.skill))
    repeated = np.flatnonzero(np.repeat(pair_size > 1, pair_size))
    pair_of_repeated = np.repeat(np.arange(len(pair)), np.where(pair_size > 1, pair_size, 0))
    for place, division in enumerate(divisions):
        smallest = SMALLEST_POPULATION if place else 1
        number, of_opening = _numbered(division, inside, smallest)
        if len(number):
            repeats = _Repeats(repeated, pair_of_repeated, asked.skill[pair])
            yield _populations(number, of_opening, inside, employer, asked, repeats)


@dataclass(frozen=True, slots=True)
class _Repeats:
    """The hits whose employer asks for the skill in several openings of the window, and the pair each belongs to."""

    hit: Numbers
    pair: Numbers
    skill_of_pair: Numbers


def _numbered(division: Numbers, inside: Numbers, smallest: int) -> tuple[Numbers, Numbers]:
    """The populations that are large enough, and for each opening there is the place of its own among them."""
    values = division[inside]
    size = np.bincount(values[values >= 0])
    number = np.flatnonzero(size >= smallest)
    place = np.full(len(size) + 1, NOWHERE, dtype=np.int32)
    place[number] = np.arange(len(number))
    of_opening = np.full(len(division), NOWHERE, dtype=np.int32)
    of_opening[inside] = place[values]
    return number, of_opening


def _populations(
    number: Numbers, of_opening: Numbers, inside: Numbers, employer: Numbers, asked: Hits, repeats: _Repeats
) -> Populations:
    many = len(number)
    members = inside[of_opening[inside] >= 0]
    cluster, cluster_of, cluster_size = np.unique(
        employer[members].astype(np.int64) * many + of_opening[members], return_inverse=True, return_counts=True
    )
    population = cluster % many
    size_of_cluster = np.zeros(len(of_opening), dtype=np.float64)
    size_of_cluster[members] = cluster_size[cluster_of]
    return Populations(
        number,
        np.bincount(population, cluster_size, many).astype(np.int64),
        _summed(population, cluster_size.astype(np.float64) ** 2, many),
        np.bincount(population, minlength=many),
        _counts(many, of_opening, size_of_cluster, asked, repeats),
    )


def _counts(many: int, of_opening: Numbers, cluster_size: Amounts, asked: Hits, repeats: _Repeats) -> pa.Table:
    """The table ``Populations.counts``.

    Of an employer that asks for a skill once, k and its square are the same: so both are counted hit by hit, and the
    pairs that an employer repeats are then added.
    """
    skills = int(asked.skill.max(initial=0)) + 1
    population = of_opening[asked.opening]
    belongs = population[repeats.hit] >= 0
    again, pair = repeats.hit[belongs], repeats.pair[belongs]
    key = np.sort((pair * many + population[again]) << 2 | asked.requirement[again])
    start = _run_starts(key >> 2)
    group = key[start] >> 2
    cell_of_group = group % many * skills + repeats.skill_of_pair[group // many]
    member = population >= 0
    cell = population[member].astype(np.int64) * skills + asked.skill[member]
    size = cluster_size[asked.opening[member]]
    requirement = asked.requirement[member]
    tables = []
    for code in REQUIREMENTS.values():
        chosen = slice(None) if code == 0 else requirement == code
        times = _times(start, key, code)
        tables.append(_column(code, skills, many, cell[chosen], size[chosen], cell_of_group, times))
    return pa.concat_tables(tables)


def _times(start: Numbers, key: Numbers, code: int) -> Numbers:
    """How often each group of sorted keys has a requirement."""
    if code == 0:
        return np.diff(start, append=len(key))
    so_far = np.concatenate(([0], np.cumsum((key & 3) == code)))
    return np.diff(so_far[start], append=so_far[-1])


def _column(
    code: int, skills: int, many: int, cell: Numbers, size: Amounts, cell_of_group: Numbers, times: Numbers
) -> pa.Table:
    """The counts of one requirement."""
    repeated = times > 1
    cell_of_group, times = cell_of_group[repeated], times[repeated]
    cells = many * skills
    k = np.bincount(cell, minlength=cells)
    found = np.flatnonzero(k)
    more = times.astype(np.float64) - 1
    kk = k + _summed(cell_of_group, times * more, cells)
    asking = k - _summed(cell_of_group, more, cells)
    largest = np.minimum(k, 1)
    np.maximum.at(largest, cell_of_group, times)
    kn = _summed(cell, size, cells)
    return pa.table(
        {
            "population": (found // skills).astype(np.int32),
            "skill": (found % skills).astype(np.uint16),
            "requirement": np.full(len(found), code, dtype=np.uint8),
            "k": k[found].astype(np.uint32),
            "kk": kk[found],
            "kn": kn[found],
            "asking": asking[found].astype(np.uint32),
            "largest": largest[found].astype(np.uint32),
        }
    )


def _summed(place: Numbers, amount: Amounts, places: int) -> Amounts:
    """The amounts added up by place; of nothing too a column of doubles, where ``bincount`` gives whole numbers."""
    return np.asarray(np.bincount(place, amount, places), dtype=np.float64)


def _run_starts(ordered: Numbers) -> Numbers:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))
