"""The product: for each skill and slice of the market a verdict on its change between two periods.

The rules, from docs on what may be claimed: too little data gives no verdict; all skills of a slice are one
family of tests, held to a false-discovery rate; and a verdict never contradicts the interval drawn beside it.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.trends.intervals import Floats, newcombe
from pipelines.trends.testing import benjamini_hochberg, two_proportion_p

RISING, FALLING, NO_CLEAR_CHANGE, TOO_FEW = "rising", "falling", "no clear change", "too few to say"
VERDICTS = (RISING, FALLING, NO_CLEAR_CHANGE, TOO_FEW)

FEWEST_UNITS = 100
"""Readable vacancies that each of the two periods must hold, after division by the design effect."""
FEWEST_HITS = 10
"""Vacancies that ask for the skill which the fuller of the two periods must hold."""
FEWEST_HITS_TESTED = 10
"""Vacancies in both periods together that make a skill one of the family. Which skills are tested may not
depend on how far apart the periods are: a family chosen by its fuller period holds those that look risen."""
FALSE_DISCOVERY_RATE = 0.10

COUNTS = ("k1", "n1", "k0", "n0")


def verdicts(counts: pa.Table) -> pa.Table:
    """The rows of ``counts``, in order, with ``difference, low, high, p_value, q_value, verdict`` added.

    ``counts`` holds ``slice`` and ``skill`` (text), ``k1`` of ``n1`` vacancies in the later period and ``k0``
    of ``n0`` in the earlier one; a null number is no data. From ``matching`` come three more, together or not at all:
    ``share1`` and ``share0`` at one mix of sources (else ``k/n``), and ``design_effect`` (else 1), by which both
    sample sizes are divided before anything is claimed. Other columns pass through. ``difference`` is the later share
    less the earlier one, ``low`` and ``high`` are its 95 % interval; all five numbers are null where the verdict is
    ``too few to say``. Raises ``ValueError`` if a count is impossible and ``KeyError`` if a column is missing.
    """
    k1, n1, k0, n0 = (_numbers(counts, name) for name in COUNTS)
    _refuse_impossible(k1, n1)
    _refuse_impossible(k0, n0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share1, share0, effect = k1 / n1, k0 / n0, np.ones_like(k1)
        if "design_effect" in counts.column_names:
            share1, share0, effect = (_numbers(counts, name) for name in ("share1", "share0", "design_effect"))
        size1, size0 = n1 / effect, n0 / effect
    large = np.minimum(size1, size0) >= FEWEST_UNITS
    enough = large & (np.maximum(k1, k0) >= FEWEST_HITS)
    hits1, hits0 = np.minimum(share1 * size1, size1), np.minimum(share0 * size0, size0)  # rounding must not pass n
    low, high = newcombe(hits1, size1, hits0, size0)
    p = two_proportion_p(hits1, size1, hits0, size0)
    q = _by_family(counts.column("slice"), np.where(large & (k1 + k0 >= FEWEST_HITS_TESTED), p, np.nan))
    change = q <= FALSE_DISCOVERY_RATE
    verdict = np.full(len(p), NO_CLEAR_CHANGE, dtype=object)
    verdict[change & (low > 0)] = RISING
    verdict[change & (high < 0)] = FALLING
    verdict[~enough] = TOO_FEW
    found = {"difference": share1 - share0, "low": low, "high": high, "p_value": p, "q_value": q}
    for name, values in found.items():
        counts = counts.append_column(name, pa.array(values, pa.float64(), mask=~enough))
    return counts.append_column("verdict", pa.array(verdict, pa.string()))


def _refuse_impossible(k: Floats, n: Floats) -> None:
    if wrong := int(np.count_nonzero((k < 0) | (k > n))):
        raise ValueError(f"{wrong} counts lie outside 0 <= k <= n; a unit was counted twice, or in another period")


def _by_family(slices: pa.ChunkedArray, p: Floats) -> Floats:
    """q-values with each slice as a family of its own: it is what one list in a report shows."""
    codes = np.asarray(slices.combine_chunks().dictionary_encode(null_encoding="encode").indices)
    q = np.full(len(p), np.nan)
    for code in np.unique(codes):
        family: npt.NDArray[np.bool_] = codes == code
        q[family] = benjamini_hochberg(p[family])
    return q


def _numbers(counts: pa.Table, name: str) -> Floats:
    return np.asarray(counts.column(name).cast(pa.float64()).to_numpy(), dtype=np.float64)
