"""Tests of no difference between two shares, and the correction for testing many at once."""

import math

import numpy as np

from pipelines.trends.intervals import Numbers

_erfc = np.vectorize(math.erfc, otypes=[float])


def two_share_p_values(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> Numbers:
    """Two-sided p-values of the pooled two-proportion z-test; 1 where no unit or every unit has the skill."""
    pooled = (k1 + k0) / (n1 + n0)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs(k1 / n1 - k0 / n0) / error
    return np.where(error > 0, _erfc(np.where(error > 0, z, 0.0) / math.sqrt(2)), 1.0)


def benjamini_hochberg(p: Numbers) -> Numbers:
    """q-values of a family of p-values (Benjamini and Hochberg 1995): rejecting q <= a keeps the rate below a."""
    p = np.asarray(p, float)
    if not p.size:
        return p
    order = np.argsort(p, kind="stable")
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return q
