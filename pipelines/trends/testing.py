"""Tests of change: p-values of two shares, false-discovery control, and what a sample could have shown."""

import math

import numpy as np

from pipelines.trends.intervals import Floats, Numbers

POWER80 = 0.8416212335729143
"""The normal quantile of 80 % power."""
ALPHA5 = 1.959963984540054
"""The normal quantile of a two-sided test at 5 %."""


def two_proportion_p(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Floats:
    """Two-sided p-values of "the two shares are equal"; NaN where an ``n`` is 0.

    With periods of equal size this is the chi-square test of the two by two table, uncorrected (K. Pearson
    1900). With unequal ones that test finds rises of rare skills in the smaller period too easily (11 % of
    markets without any change, where 10 % was promised), so the larger of the pooled and the unpooled
    standard error is used. Shares that are 0, or 1, in both periods give 1.
    """
    hits1, trials1, hits0, trials0 = (np.asarray(part, dtype=np.float64) for part in (k1, n1, k0, n0))
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (hits1 + hits0) / (trials1 + trials0)
        share1, share0 = hits1 / trials1, hits0 / trials0
        alike = pooled * (1 - pooled) * (1 / trials1 + 1 / trials0)
        apart = share1 * (1 - share1) / trials1 + share0 * (1 - share0) / trials0
        error = np.sqrt(np.maximum(alike, apart))
        difference = share1 - share0
        z = np.where((error == 0) & (difference == 0), 0.0, difference / error)
    return _two_sided(z)


def benjamini_hochberg(p: Numbers) -> Floats:
    """q-values (adjusted p-values) of one family, in the order given; NaN stays NaN and is not in the family.

    Calling everything with ``q <= 0.10`` a change holds the expected share of false ones at 10 %. Source:
    Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289.
    """
    values = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    stepped = values[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(values.shape, np.nan)
    q[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return q


def smallest_visible_change(share: Numbers, n1: Numbers, n0: Numbers) -> Floats:
    """The smallest rise, in shares, that such samples show with 80 % power at 5 %; NaN without data.

    Normal approximation with both variances at ``share``: what a report says beside "no clear change".
    """
    share0, trials1, trials0 = (np.asarray(part, dtype=np.float64) for part in (share, n1, n0))
    with np.errstate(invalid="ignore", divide="ignore"):
        change = (ALPHA5 + POWER80) * np.sqrt(share0 * (1 - share0) * (1 / trials1 + 1 / trials0))
    return np.where((trials1 > 0) & (trials0 > 0), change, np.nan)


def _two_sided(z: Floats) -> Floats:
    """Twice the normal tail beyond ``|z|``."""
    tails = np.frompyfunc(lambda value: math.erfc(value / math.sqrt(2)), 1, 1)
    return np.asarray(tails(np.abs(z)), dtype=np.float64)
