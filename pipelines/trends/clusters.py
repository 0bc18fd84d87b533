"""What adverts of one employer cost in certainty: two hundred adverts of one firm are not two hundred witnesses.

Employers are the clusters. The design effect says by how much the variance of a share grows through them, and the
effective size is what is left of the sample. Neither is ever allowed to make a sample better than it is.
"""

import numpy as np

from pipelines.trends.intervals import Z95, Floats, Numbers


def design_effect(k: Numbers, n: Numbers, kk: Numbers, kn: Numbers, nn: Numbers, clusters: Numbers) -> Floats:
    """Design effect of the share ``k / n``, at least 1; NaN where ``n`` is 0.

    Over the clusters c with ``k_c`` of ``n_c`` adverts: ``kk`` is the sum of ``k_c²``, ``kn`` of ``k_c·n_c``, ``nn``
    of ``n_c²``. The variance is that of a ratio estimator (W. G. Cochran, Sampling Techniques, 3rd ed., 1977, 6.19);
    the design effect is its quotient by the binomial one (L. Kish, Survey Sampling, 1965). A single cluster has no
    variance to measure: its adverts count as one.
    """
    hits, trials, kk, kn, nn, groups = (np.asarray(part, dtype=np.float64) for part in (k, n, kk, kn, nn, clusters))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / trials
        spread = np.maximum(kk - 2 * share * kn + share**2 * nn, 0.0) * groups / (groups - 1)
        effect = spread / (trials * share * (1 - share))
    effect = np.where(groups <= 1, trials, effect)
    # Where all or nobody asks, the shares do not differ between employers, and their sizes speak instead.
    alike = (hits == 0) | (hits == trials)
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = np.where(alike & (groups > 1), nn / trials, effect)
    return np.where(trials > 0, np.clip(effect, 1.0, np.maximum(trials, 1.0)), np.nan)


def effective_size(k: Numbers, n: Numbers, kk: Numbers, kn: Numbers, nn: Numbers, clusters: Numbers) -> Floats:
    """How many independent adverts would tell as much: ``n`` by the design effect, and less for few clusters.

    The design effect is itself an estimate; the second factor is the one of E. L. Korn and B. I. Graubard, Survey
    Methodology 24 (1998), 193, with the effective number of clusters, ``n² / nn``, since one giant among small ones
    leaves few to compare.
    """
    trials, sizes = np.asarray(n, dtype=np.float64), np.asarray(nn, dtype=np.float64)
    effect = design_effect(k, n, kk, kn, nn, clusters)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.maximum(trials**2 / sizes - 1, 1.0)
        size = trials / effect * (Z95 / t95(freedom)) ** 2
    return np.where(effect > 1, np.maximum(size, 1.0), trials)


def t95(freedom: Numbers) -> Floats:
    """Student's two-sided 95 % quantile, for one degree of freedom or more; within 1 % from three up.

    Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
    """
    v, z = np.asarray(freedom, dtype=np.float64), Z95
    one = (z**3 + z) / (4 * v)
    two = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
    three = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    return np.asarray(z + one + two + three)


def bootstrap_share(k: Floats, n: Floats, seed: int, draws: int = 2000, level: float = 0.95) -> tuple[float, float]:
    """Percentile interval of ``sum(k) / sum(n)`` when whole clusters are drawn again, with replacement.

    ``k`` and ``n`` hold one value per cluster. For headlines; the same seed gives the same ends. Source: A. C. Davison
    and D. V. Hinkley, Bootstrap Methods and their Application (1997), 3.8. NaN without data.
    """
    if not n.sum():
        return float("nan"), float("nan")
    weights = np.random.default_rng(seed).multinomial(len(n), np.full(len(n), 1 / len(n)), size=draws)
    sizes = weights @ n
    shares = (weights @ k)[sizes > 0] / sizes[sizes > 0]
    low, high = np.quantile(shares, ((1 - level) / 2, (1 + level) / 2))
    return float(low), float(high)
