"""Intervals of a share and of the difference of two shares. No chart and no table goes round these."""

import numpy as np
import numpy.typing as npt

Numbers = npt.ArrayLike
Floats = npt.NDArray[np.float64]

Z95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


def wilson(k: Numbers, n: Numbers, z: float = Z95) -> tuple[Floats, Floats]:
    """Low and high end of Wilson's score interval of the share ``k / n``; NaN where ``n`` is 0.

    ``k`` and ``n`` may be any shapes that fit together, and fractions: an effective sample size is one.
    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209.
    """
    hits, trials = _counts(k, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / trials
        spread = z * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
        centre = share + z**2 / (2 * trials)
        scale = 1 + z**2 / trials
        low, high = (centre - spread) / scale, (centre + spread) / scale
    # Rounding must not leave an interval that excludes the share 0 or 1 that was seen.
    return np.where(hits == 0, 0 * low, low), np.where(hits == trials, 1 + 0 * high, high)


def newcombe(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers, z: float = Z95) -> tuple[Floats, Floats]:
    """Low and high end of the difference ``k1 / n1 - k0 / n0`` of independent shares; NaN without data.

    Newcombe's hybrid score interval, built from the two Wilson intervals. Source: R. G. Newcombe, Statistics
    in Medicine 17 (1998), 873, method 10.
    """
    hits1, trials1 = _counts(k1, n1)
    hits0, trials0 = _counts(k0, n0)
    low1, high1 = wilson(hits1, trials1, z)
    low0, high0 = wilson(hits0, trials0, z)
    with np.errstate(invalid="ignore", divide="ignore"):
        share1, share0 = hits1 / trials1, hits0 / trials0
    difference = share1 - share0
    low = difference - np.hypot(share1 - low1, high0 - share0)
    high = difference + np.hypot(high1 - share1, share0 - low0)
    return low, high


def _counts(k: Numbers, n: Numbers) -> tuple[Floats, Floats]:
    hits, trials = np.broadcast_arrays(np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if wrong := int(np.count_nonzero((hits < 0) | (hits > trials))):
        raise ValueError(f"{wrong} counts lie outside 0 <= k <= n; a unit was counted twice, or in another period")
    return hits, trials
