"""Intervals of shares that were counted on few adverts."""

import math

Z = 1.959964


def wilson(k: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share k/n (Wilson 1927), as fractions; (0, 1) where n is 0. Counts may be weighed ones."""
    if not n:
        return 0.0, 1.0
    middle = (k + Z * Z / 2) / (n + Z * Z)
    half = Z * math.sqrt(k * (n - k) / n + Z * Z / 4) / (n + Z * Z)
    return max(0.0, middle - half), min(1.0, middle + half)
