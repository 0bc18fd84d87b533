"""How long openings stay open, from looks that come days apart: an opening seen on Monday and gone on Thursday closed
somewhere between. Openings still open, and those that were open already at the first look, count for what they show.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.trends.intervals import Floats, wilson

Days = npt.NDArray[np.int64]

LONGEST = 730
"""Days followed; whatever lives longer counts as still open then."""
PRECISION = 1e-5
MOST_ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """``open_share[t]`` is the share still open after ``t`` days, for ``t`` from 0 to ``LONGEST``."""

    open_share: Floats
    n: float

    def median_interval(self) -> tuple[float | None, float | None]:
        """The days at which "half is open" still agrees with the data, by Wilson's interval of the share open.

        R. Brookmeyer and J. Crowley, Biometrics 38 (1982), 29. None: not reached.
        """
        low, high = wilson(self.open_share * self.n, self.n)
        begins, ends = np.flatnonzero(low <= 0.5), np.flatnonzero(high < 0.5)
        return float(begins[0]) if len(begins) else None, float(ends[0]) if len(ends) else None

    def quantile(self, share: float = 0.5) -> float | None:
        """The first day by which this share has closed (the median by default); None: not reached."""
        closed = np.flatnonzero(self.open_share <= 1 - share + 1e-9)
        return float(closed[0]) if len(closed) else None


def lifetimes(after: Days, by: Days, seen_from: Days | None = None, weight: Floats | None = None) -> Lifetimes:
    """The distribution of lifetimes in days, without any assumption about its form.

    Each opening was still open at age ``after`` and gone at age ``by``; ``by`` is negative where it is open still.
    ``seen_from`` is the age at which it was first seen (0: from its first day), since an opening that had closed before
    could not be seen. ``weight`` counts openings that share these three numbers. Self-consistent estimate: B. W.
    Turnbull, Journal of the Royal Statistical Society B 38 (1976), 290, which is Kaplan and Meier's where every closing
    day is known. Raises ``ValueError`` where an interval is empty.
    """
    n = np.ones(len(after)) if weight is None else weight
    entry = np.zeros(len(after), dtype=np.int64) if seen_from is None else np.minimum(seen_from, LONGEST)
    last = LONGEST + 1  # stands for "later than anybody looked"
    left = np.minimum(np.maximum(after, entry), LONGEST)
    right = np.where(by < 0, last, np.minimum(by, last))
    if len(after) and bool((right <= left).any()):
        raise ValueError(f"{int((right <= left).sum())} openings closed before they were last seen open")
    total = float(n.sum())
    if not total:
        return Lifetimes(np.full(LONGEST + 1, np.nan), 0.0)
    # Beyond the last closing that was seen nothing tells the days apart: all that is left lies "later".
    chance = np.zeros(last + 1)
    chance[1 : int(right[by >= 0].max(initial=0)) + 1] = 1.0
    chance[last] = 1.0
    chance /= chance.sum()
    for _ in range(MOST_ROUNDS):
        below = np.cumsum(chance)
        expected = chance * _spread(n / np.maximum(below[right] - below[left], 1e-300), left, right, last)
        # Openings that closed before they could be seen: as many as the estimate itself says are missing.
        missed = n * below[entry] / np.maximum(1 - below[entry], 1e-300)
        with np.errstate(invalid="ignore", divide="ignore"):
            unseen = np.where(below[entry] > 0, missed / below[entry], 0.0)
        expected += chance * _spread(unseen, np.zeros_like(entry), entry, last)
        new = expected / expected.sum()
        if np.abs(np.cumsum(new) - below).max() < PRECISION:
            chance = new
            break
        chance = new
    return Lifetimes(np.clip(1 - np.cumsum(chance)[: LONGEST + 1], 0.0, 1.0), total)


def _spread(values: Floats, left: Days, right: Days, last: int) -> Floats:
    """For each day the sum of the values of the intervals ``left < day <= right``."""
    steps = np.bincount(left + 1, values, last + 2) - np.bincount(np.minimum(right + 1, last + 1), values, last + 2)
    return np.cumsum(steps)[: last + 1]


def lifetime_row(population: str, counts: pa.Table) -> dict[str, Any]:
    """One population's row of ``vacancy_lifetime`` from its counts: entry, after, gone (negative: open still) and n."""
    entry, after, gone, n = (np.asarray(counts.column(name).to_numpy()) for name in ("entry", "after", "gone", "n"))
    found = lifetimes(after, gone, entry, n.astype(np.float64))
    low, high = found.median_interval()
    return {
        "slice": population,
        "n": int(n.sum()),
        "closed": int(n[gone >= 0].sum()),
        "median_days": found.quantile(),
        "median_low": low,
        "median_high": high,
        "quarter_closed_days": found.quantile(0.25),
        "three_quarters_closed_days": found.quantile(0.75),
        "open_after_30": float(found.open_share[30]),
        "open_after_90": float(found.open_share[90]),
    }
