"""The change of shares between two periods over the same sources, at the earlier period's mix of them.

A source that joins, dies or doubles moves the raw share of everything; what it moves is printed as ``mix`` and never
gets a verdict. ``within`` is what changed inside the sources.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.trends.clusters import t95
from pipelines.trends.intervals import Z95, Floats

Whole = npt.NDArray[np.int64]

SMALLEST_SOURCE = 30
"""Adverts that a source needs in each period to stand for itself; smaller ones are taken together as one, since a
share of three adverts must not carry the weight of a board."""
FEWEST_EMPLOYERS = 5
"""Below this nobody can tell an employer's change from the market's: the design effect is infinite."""
LARGEST_PART = 0.9
"""Keeps the jackknife finite; so large an employer is refused by the floor anyway."""
MET_AT_ONCE = 4_000_000
"""Bounds memory: pairs of entries multiplied in one pass."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Adverts counted by source, employer and period: equally long arrays. ``later`` is 1 or 0."""

    source: Whole
    employer: Whole
    later: Whole
    count: Floats


@dataclass(frozen=True, slots=True)
class SkillCells:
    """The same counts of adverts that ask for a skill; ``skill`` is a number from 0."""

    source: Whole
    employer: Whole
    later: Whole
    skill: Whole
    count: Floats


@dataclass(frozen=True, slots=True)
class Change:
    """One value per skill. ``k`` of ``n`` adverts in each period; shares are at the earlier mix of sources."""

    k1: Floats
    n1: float
    k0: Floats
    n0: float
    share1: Floats
    share0: Floats
    within: Floats
    """``share1 - share0``."""
    mix: Floats
    """What the raw difference ``k1/n1 - k0/n0`` owes to another mix of sources."""
    design_effect: Floats
    """Variance of ``within`` with employers as clusters, over that of independent adverts; at least 1."""
    employers: int
    largest_part: float
    """Part of the largest employer in the comparison, as a fraction."""


def matched_change(cells: Cells, asked: SkillCells, skills: int) -> Change:
    """The change of each of ``skills`` skills over the sources that have adverts in both periods.

    The split is that of E. M. Kitagawa, Journal of the American Statistical Association 50 (1955), 1168, with the
    earlier period's weights. The variance is linearised and jackknifed, with employers as clusters over both periods
    together (K. M. Wolter, Introduction to Variance Estimation, 2nd ed., 2007, 4 and 6). Raises ``ValueError`` if no
    source has adverts in both periods.
    """
    stratum, strata = _strata(cells)
    if not strata:
        raise ValueError("no source has adverts in both periods")
    compared = _compared(cells, asked, stratum)
    sizes = np.bincount(compared.later * strata + compared.stratum, compared.count, 2 * strata)
    n: Floats = np.asarray(sizes, dtype=np.float64).reshape(2, strata)
    cell = (compared.asked_later * strata + compared.asked_stratum) * skills + compared.asked_skill
    hits = np.bincount(cell, compared.asked_count, 2 * strata * skills)
    k: Floats = np.asarray(hits, dtype=np.float64).reshape(2, strata, skills)
    share = k / n[:, :, None]
    weight, now = n[0] / n[0].sum(), n[1] / n[1].sum()
    effect, employers, part = _design_effect(compared, share, weight, n)
    return Change(
        k1=k[1].sum(axis=0),
        n1=float(n[1].sum()),
        k0=k[0].sum(axis=0),
        n0=float(n[0].sum()),
        share1=weight @ share[1],
        share0=weight @ share[0],
        within=weight @ (share[1] - share[0]),
        mix=(now - weight) @ share[1],
        design_effect=effect,
        employers=len(employers),
        largest_part=float(part.max()),
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """The cells of the sources that are compared, with their stratum in place of the source."""

    stratum: Whole
    employer: Whole
    later: Whole
    count: Floats
    asked_stratum: Whole
    asked_employer: Whole
    asked_later: Whole
    asked_skill: Whole
    asked_count: Floats


def _compared(cells: Cells, asked: SkillCells, stratum: Whole) -> _Compared:
    here, there = stratum[cells.source] >= 0, stratum[asked.source] >= 0
    return _Compared(
        stratum[cells.source[here]],
        cells.employer[here],
        cells.later[here],
        cells.count[here],
        stratum[asked.source[there]],
        asked.employer[there],
        asked.later[there],
        asked.skill[there],
        asked.count[there],
    )


def _strata(cells: Cells) -> tuple[Whole, int]:
    """For each source its number among those compared, small ones together as the last; -1: in one period only."""
    sources = int(cells.source.max(initial=-1)) + 1
    size = np.zeros((2, sources))
    np.add.at(size, (cells.later, cells.source), cells.count)
    both = size.min(axis=0) > 0
    large = size.min(axis=0) >= SMALLEST_SOURCE
    stratum = np.full(sources, -1, dtype=np.int64)
    stratum[large] = np.arange(large.sum())
    stratum[both & ~large] = large.sum()
    return stratum, int(large.sum() + bool((both & ~large).any()))


def _design_effect(compared: "_Compared", share: Floats, weight: Floats, n: Floats) -> tuple[Floats, Whole, Floats]:
    """For each skill the design effect of ``within``; and the employers with their parts in the whole.

    An employer's residual is what it adds to ``within`` beyond its source's earlier share and the common change. So an
    employer with a board of its own is one witness of the change, however many adverts it has. Dividing by one minus
    its part is the jackknife: a large employer pulls the common change towards itself.
    """
    known, employer = np.unique(compared.employer, return_inverse=True)
    strata, skills = share.shape[1:]
    per_advert = (weight / n).ravel()
    cell = compared.later * strata + compared.stratum
    one = per_advert[cell] * compared.count
    part = np.bincount(employer, one, len(known)) / 2
    if len(known) < FEWEST_EMPLOYERS:
        return np.full(skills, np.inf), known, part
    sign = np.repeat([-1.0, 1.0], strata)
    asked_cell = compared.asked_later * strata + compared.asked_stratum
    seen = sign[asked_cell] * per_advert[asked_cell] * compared.asked_count
    expected = np.concatenate((share[0], share[0] + weight @ (share[1] - share[0])))
    variance = _squared_residuals(
        _Sparse.summed(employer, cell, sign[cell] * one, 2 * strata),
        _Sparse.summed(np.searchsorted(known, compared.asked_employer), compared.asked_skill, seen, skills),
        expected,
        (1 - np.minimum(part, LARGEST_PART)) ** -2,
    )
    freedom = max(1 / (part**2).sum() - 1, 1.0)
    variance *= (len(known) - 1) / len(known) * float(t95(freedom) / Z95) ** 2
    binomial = sum(weight**2 / n[period] @ (share[period] * (1 - share[period])) for period in (0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = np.where(binomial > 0, variance / binomial, 1.0)
    return np.maximum(effect, 1.0), known, part


@dataclass(frozen=True, slots=True)
class _Sparse:
    """A matrix of employers by something, as its entries that are not 0, employer by employer."""

    row: Whole
    column: Whole
    value: Floats
    columns: int

    @staticmethod
    def summed(row: Whole, column: Whole, value: Floats, columns: int) -> "_Sparse":
        """The matrix in which several entries at one place are added up."""
        place = row * columns + column
        order = np.argsort(place, kind="stable")
        place = place[order]
        first = np.flatnonzero(np.diff(place, prepend=-1))
        if not len(first):
            return _Sparse(place, place, value[:0], columns)
        return _Sparse(place[first] // columns, place[first] % columns, np.add.reduceat(value[order], first), columns)

    def transposed_times(self, other: "_Sparse", rows: int) -> Floats:
        """The product of this matrix, turned, with another of the same employers: columns by columns."""
        begins = np.searchsorted(self.row, np.arange(rows + 1))
        many = (begins[1:] - begins[:-1])[other.row]
        ends = np.cumsum(many)
        total = np.zeros(self.columns * other.columns)
        done = 0
        while done < len(many):
            # In parts, since each entry of the other meets each entry of this one that its employer has.
            met = ends[done] - many[done]
            stop = max(done + 1, int(np.searchsorted(ends, met + MET_AT_ONCE, side="right")))
            theirs = np.repeat(np.arange(done, stop), many[done:stop])
            ours = np.arange(met, ends[stop - 1]) + (begins[other.row] - ends + many)[theirs]
            place = self.column[ours] * other.columns + other.column[theirs]
            total += np.bincount(place, self.value[ours] * other.value[theirs], len(total))
            done = stop
        return total.reshape(self.columns, other.columns)


def _squared_residuals(weights: _Sparse, seen: _Sparse, expected: Floats, factor: Floats) -> Floats:
    """For each skill the sum over employers of ``factor · (seen - weights @ expected)²``.

    Multiplied out, since an employer asks for few of the skills: no matrix of all employers by all skills is needed.
    """
    rows, skills = len(factor), seen.columns
    scaled = _Sparse(weights.row, weights.column, weights.value * factor[weights.row], weights.columns)
    squares = np.bincount(seen.column, factor[seen.row] * seen.value**2, skills)
    products = np.einsum("js,js->s", expected, scaled.transposed_times(seen, rows))
    means = np.einsum("js,js->s", expected, scaled.transposed_times(weights, rows) @ expected)
    return np.asarray(np.maximum(squares - 2 * products + means, 0.0), dtype=np.float64)
