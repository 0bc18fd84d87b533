"""Intervals of shares and of differences of shares, for arrays of counts."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Z95 = 1.959963984540054


def wilson_interval(k: Numbers, n: Numbers, z: float = Z95) -> tuple[Numbers, Numbers]:
    """Wilson score interval of k / n (Wilson 1927): lower and upper ends; nan where n is 0.

    The same formula stands in ``warehouse/sql/schema/030_macros.sql``; a test holds the two equal.
    """
    k, n = np.asarray(k, float), np.asarray(n, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (k + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * np.sqrt(k * (n - k) / n + z * z / 4)
    return np.maximum(0.0, middle - half), np.minimum(1.0, middle + half)


def difference_interval(k1: Numbers, n1: Numbers, k0: Numbers, n0: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """k1/n1 - k0/n0 with its 95 % interval, Newcombe's hybrid score method (Newcombe 1998, method 10)."""
    p1, p0 = k1 / n1, k0 / n0
    low1, high1 = wilson_interval(k1, n1)
    low0, high0 = wilson_interval(k0, n0)
    difference = p1 - p0
    low = difference - np.sqrt((p1 - low1) ** 2 + (high0 - p0) ** 2)
    high = difference + np.sqrt((high1 - p1) ** 2 + (p0 - low0) ** 2)
    return difference, low, high
