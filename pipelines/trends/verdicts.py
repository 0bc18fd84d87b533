"""From counts of two periods to a verdict: rising, falling, no clear change, too few to say."""

import numpy as np
import pyarrow as pa

from pipelines.trends.intervals import difference_interval
from pipelines.trends.testing import benjamini_hochberg, two_share_p_values

FEWEST_UNITS, FEWEST_ASKED = 100, 10
FALSE_DISCOVERY_RATE = 0.10


def verdicts(counts: pa.Table) -> pa.Table:
    """The counts (slice, type, k1, n1, k0, n0 and others, kept) with difference, low, high, p, q and verdict.

    A skill is tested where both periods have ``FEWEST_UNITS`` openings and one of them ``FEWEST_ASKED`` that
    ask for it. The correction runs within each slice and type of skill: the family that one list shows.
    """
    k1, n1, k0, n0 = (counts.column(name).to_numpy().astype(float) for name in ("k1", "n1", "k0", "n0"))
    tested = (np.minimum(n1, n0) >= FEWEST_UNITS) & (np.maximum(k1, k0) >= FEWEST_ASKED)
    columns = {name: np.full(len(k1), np.nan) for name in ("difference", "low", "high", "p_value", "q_value")}
    some = k1[tested], n1[tested], k0[tested], n0[tested]
    columns["difference"][tested], columns["low"][tested], columns["high"][tested] = difference_interval(*some)
    columns["p_value"][tested] = two_share_p_values(*some)
    families = np.array(
        [f"{a}\x1f{b}" for a, b in zip(counts["slice"].to_pylist(), counts["type"].to_pylist(), strict=True)]
    )
    for family in np.unique(families):
        members = tested & (families == family)
        columns["q_value"][members] = benjamini_hochberg(columns["p_value"][members])
    # An interval that reaches over zero beside a verdict would contradict it, so both must agree.
    sure = tested & (columns["q_value"] <= FALSE_DISCOVERY_RATE)
    verdict = np.where(tested, "no clear change", "too few to say").astype(object)
    verdict[sure & (columns["low"] > 0)] = "rising"
    verdict[sure & (columns["high"] < 0)] = "falling"
    for name, values in columns.items():
        counts = counts.append_column(name, pa.array(values, from_pandas=True))
    return counts.append_column("verdict", pa.array(verdict, pa.string()))
