"""Counts, window by window, how many openings of each population ask for each skill, and how they cluster by employer.

Hits lie sorted by employer and skill: what one employer asks for stands together, so that a walk over columns finds the
few pairs that an employer repeats. A hash table of all pairs, a hundred million of them, took five times as long.
"""

from collections.abc import Sequence
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
REQUIREMENTS = {"must": 1, "nice": 2, "unstated": 3}
"""Codes of ``store.asked.requirement``."""
CODES = 4
ANY = 0
"""The code of a count that does not ask which; no hit has it."""


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


def counted(inside: Numbers, employer: Numbers, hits: Hits, divisions: Sequence[Numbers]) -> list[Populations]:
    """The populations of one window, division by division.

    ``inside`` are the openings of the window; ``employer`` and each of ``divisions`` have one value per opening there
    is. The values of a division are numbers of populations, or ``NOWHERE``. The first division is the whole; its
    population is kept though it be small.
    """
    here = np.zeros(len(employer), dtype=bool)
    here[inside] = True
    asked = _Asked.of(hits.of(here))
    told = []
    for place, division in enumerate(divisions):
        number, of_opening = _numbered(division, inside, SMALLEST_POPULATION if place else 1)
        if len(number):
            told.append(_populations(number, of_opening, inside, employer, asked))
    return told


@dataclass(frozen=True, slots=True)
class _Asked:
    """The hits of a window, as counting needs them."""

    opening: Numbers
    slot: Numbers
    """Skill and requirement of each hit as one number."""
    skills: int
    repeated: Numbers
    """The hits whose employer asks for the skill in several openings of the window."""
    pair: Numbers
    """Which pair of employer and skill each of them belongs to."""
    skill_of_pair: Numbers

    @staticmethod
    def of(hits: Hits) -> "_Asked":
        start = _run_starts(hits.employer.astype(np.int64) << 16 | hits.skill)
        size = np.diff(start, append=len(hits.skill))
        return _Asked(
            hits.opening,
            hits.skill.astype(np.int64) * CODES + hits.requirement,
            int(hits.skill.max(initial=0)) + 1,
            np.flatnonzero(np.repeat(size > 1, size)),
            np.repeat(np.arange(len(start)), np.where(size > 1, size, 0)),
            hits.skill[start],
        )


def _numbered(division: Numbers, inside: Numbers, smallest: int) -> tuple[Numbers, Numbers]:
    """The populations that are large enough, and for each opening there is the place of its own among them.

    An opening of none has the place behind the last: what is counted there is thrown away, which is cheaper than
    picking the others out.
    """
    values = division[inside]
    size = np.bincount(values[values >= 0])
    number = np.flatnonzero(size >= smallest)
    place = np.full(len(size) + 1, len(number), dtype=np.int64)
    place[number] = np.arange(len(number))
    of_opening = np.full(len(division), len(number), dtype=np.int64)
    of_opening[inside] = place[values]
    return number, of_opening


def _populations(
    number: Numbers, of_opening: Numbers, inside: Numbers, employer: Numbers, asked: _Asked
) -> Populations:
    places = len(number) + 1
    key = employer[inside].astype(np.int64) * places + of_opening[inside]
    order = np.argsort(key)
    start = _run_starts(key[order])
    size = np.diff(start, append=len(order))
    population = key[order[start]] % places
    cluster_size = np.zeros(len(of_opening), dtype=np.float64)
    cluster_size[inside[order]] = np.repeat(size, size)
    return Populations(
        number,
        np.bincount(population, size, places)[:-1].astype(np.int64),
        np.asarray(np.bincount(population, size.astype(np.float64) ** 2, places)[:-1], dtype=np.float64),
        np.bincount(population, minlength=places)[:-1],
        _counts(places, of_opening[asked.opening], cluster_size[asked.opening], asked),
    )


def _counts(places: int, population: Numbers, cluster_size: Amounts, asked: _Asked) -> pa.Table:
    """The table ``Populations.counts``, of hits in ``population`` whose employer has ``cluster_size`` openings there.

    Of an employer that asks for a skill once, k and its square are the same: so both are counted hit by hit, and the
    pairs that an employer repeats are then added.
    """
    cells = places * asked.skills
    slot = population * (asked.skills * CODES) + asked.slot
    k = np.bincount(slot, minlength=cells * CODES).reshape(cells, CODES)
    kn = np.asarray(np.bincount(slot, cluster_size, cells * CODES), dtype=np.float64).reshape(cells, CODES)
    found = np.flatnonzero((k[:, 1] + k[:, 2] + k[:, 3])[: -asked.skills])
    place = np.full(cells, len(found), dtype=np.int64)
    place[found] = np.arange(len(found))
    key = np.sort((asked.pair * places + population[asked.repeated]) * CODES + asked.slot[asked.repeated] % CODES)
    start = _run_starts(key // CODES)
    group = key[start] // CODES
    place_of_group = place[group % places * asked.skills + asked.skill_of_pair[group // places]]
    k, kn = k[found], kn[found]
    k[:, ANY], kn[:, ANY] = k.sum(axis=1), kn.sum(axis=1)
    tables = []
    for code in (ANY, REQUIREMENTS["must"], REQUIREMENTS["nice"]):
        so_far = np.concatenate(([0], np.cumsum(key % CODES == code if code else np.ones(len(key), dtype=bool))))
        times = np.diff(so_far[start], append=so_far[-1])
        tables.append(_column(code, found, asked.skills, k[:, code], kn[:, code], place_of_group, times))
    return pa.concat_tables(tables)


def _column(
    code: int, cell: Numbers, skills: int, k: Numbers, kn: Amounts, place_of_group: Numbers, times: Numbers
) -> pa.Table:
    """The counts of one requirement: those of each cell, and how often the groups of repeated pairs have it."""
    repeated = times > 1
    place_of_group, times = place_of_group[repeated], times[repeated]
    more = times.astype(np.float64) - 1
    places = len(cell) + 1
    kk = k + np.bincount(place_of_group, times * more, places)[:-1]
    asking = k - np.bincount(place_of_group, more, places)[:-1]
    largest = np.ones(places, dtype=np.int64)
    np.maximum.at(largest, place_of_group, times)
    asked = slice(None) if code == ANY else np.flatnonzero(k)
    return pa.table(
        {
            "population": (cell[asked] // skills).astype(np.int32),
            "skill": (cell[asked] % skills).astype(np.uint16),
            "requirement": np.full(len(cell[asked]), code, dtype=np.uint8),
            "k": k[asked].astype(np.uint32),
            "kk": kk[asked].astype(np.float64),
            "kn": kn[asked].astype(np.float64),
            "asking": asking[asked].astype(np.uint32),
            "largest": largest[:-1][asked].astype(np.uint32),
        }
    )


def _run_starts(ordered: Numbers) -> Numbers:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))
