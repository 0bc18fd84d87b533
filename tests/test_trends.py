"""Shares, intervals and verdicts against published figures and simulated markets whose truth is known."""

import numpy as np
import pyarrow as pa
import pytest

from pipelines.trends.intervals import newcombe, wilson
from pipelines.trends.testing import benjamini_hochberg, smallest_visible_change, two_proportion_p
from pipelines.trends.verdicts import VERDICTS, verdicts


def table(k1, n1, k0, n0, slices=None) -> pa.Table:
    rows = len(k1)
    columns = {
        "slice": slices or ["all"] * rows,
        "skill": [f"skill{row}" for row in range(rows)],
        "k1": k1,
        "n1": np.broadcast_to(n1, rows).tolist(),
        "k0": k0,
        "n0": np.broadcast_to(n0, rows).tolist(),
    }
    return pa.table(columns)


def verdict(k1, n1, k0, n0) -> str:
    return verdicts(table([k1], n1, [k0], n0))["verdict"][0].as_py()


# --- against published figures ---


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), 857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), 873, table II, method 10
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 10), 0.6075, 1.0)],
)
def test_newcombe_gives_the_published_intervals(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    assert newcombe(*counts) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_benjamini_hochberg_gives_the_published_decisions() -> None:
    """The fifteen p-values of Benjamini and Hochberg's own example: four are found at 5 %."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (benjamini_hochberg(p) <= 0.05).tolist() == [True] * 4 + [False] * 11


def test_benjamini_hochberg_keeps_the_order_and_leaves_out_what_was_not_tested() -> None:
    q = benjamini_hochberg([0.04, np.nan, 0.01])
    assert q[0] == pytest.approx(0.04)
    assert np.isnan(q[1])
    assert q[2] == pytest.approx(0.02)


def test_p_value_is_that_of_the_chi_square_test() -> None:
    """20 of 100 against 10 of 100: chi-square 3.922, p 0.0477."""
    assert two_proportion_p(20, 100, 10, 100) == pytest.approx(0.04767, abs=5e-6)
    assert two_proportion_p([0, 5], [50, 5], [0, 7], [70, 7]).tolist() == [1.0, 1.0]


def test_smallest_visible_change_agrees_with_the_table_of_sample_sizes() -> None:
    """A skill of 20 % that moves by a quarter needs 1,005 units in each period, at 80 % power."""
    assert smallest_visible_change(0.20, 1005, 1005) == pytest.approx(0.05, rel=0.02)
    assert np.isnan(smallest_visible_change(0.20, 0, 100))


# --- rules ---


def test_an_interval_holds_the_share_that_was_seen() -> None:
    low, high = wilson([0, 7, 7], [7, 7, 9])
    assert (low[0], high[1]) == (0.0, 1.0)
    assert np.all(low <= np.array([0, 1, 7 / 9]))
    assert np.isnan(wilson(0, 0)).all()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((200, 1000, 100, 1000), "rising"),
        ((100, 1000, 200, 1000), "falling"),
        ((101, 1000, 100, 1000), "no clear change"),
        ((90, 99, 5, 1000), "too few to say"),  # one period too small, however large the move
        ((50, 1000, 60, 99), "too few to say"),
        ((9, 1000, 0, 1000), "too few to say"),  # nine hits never make a percentage
        ((0, 1000, 10, 1000), "falling"),  # ten in one of the two periods is enough
        ((None, 1000, 60, 1000), "too few to say"),
        ((0, 0, 0, 0), "too few to say"),
    ],
)
def test_floors_and_directions(counts: tuple[int | None, ...], expected: str) -> None:
    assert verdict(*counts) == expected


def test_too_few_prints_no_number() -> None:
    row = verdicts(table([9], 1000, [3], 1000)).to_pylist()[0]
    assert {row[name] for name in ("difference", "low", "high", "p_value", "q_value")} == {None}


def test_other_columns_pass_and_the_order_stays() -> None:
    counts = table([30, 200], 1000, [30, 100], 1000).append_column("month", pa.array(["2026-09"] * 2))
    told = verdicts(counts)
    assert told.column_names[:7] == counts.column_names
    assert told.column("verdict").to_pylist() == ["no clear change", "rising"]
    assert verdicts(counts.slice(0, 0)).num_rows == 0


def test_each_slice_is_a_family_of_its_own() -> None:
    """A borderline move alone in its slice is found; among 200 that do not move it is not."""
    alone = table([140], 1000, [110], 1000, ["b"])
    crowd = table([140] + [110] * 200, 1000, [110] * 201, 1000, ["a"] * 201)
    told = verdicts(pa.concat_tables([crowd, alone])).column("verdict").to_pylist()
    assert (told[0], told[-1]) == ("no clear change", "rising")


@pytest.mark.parametrize("counts", [(11, 10, 1, 10), (-1, 10, 1, 10), (1, 10, 200, 100)])
def test_impossible_counts_stop_the_run(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="0 <= k <= n"):
        verdict(*counts)


def test_a_verdict_never_contradicts_its_interval() -> None:
    random = np.random.default_rng(8)
    n1, n0 = random.integers(100, 3000, (2, 4000))
    share0 = random.uniform(0.005, 0.5, 4000)
    k0 = random.binomial(n0, share0)
    k1 = random.binomial(n1, np.clip(share0 * random.uniform(0.5, 1.6, 4000), 0, 1))
    told = verdicts(table(k1.tolist(), n1, k0.tolist(), n0)).to_pandas()
    assert set(told.verdict) <= set(VERDICTS)
    assert (told.low[told.verdict == "rising"] > 0).all()
    assert (told.high[told.verdict == "falling"] < 0).all()
    assert (told.q_value[told.verdict.isin(["rising", "falling"])] <= 0.10).all()


# --- simulated markets ---


@pytest.mark.parametrize(("share", "n"), [(0.02, 750), (0.10, 300), (0.33, 750), (0.5, 100)])
def test_intervals_cover_the_truth(share: float, n: int) -> None:
    random = np.random.default_rng(1)
    low, high = wilson(random.binomial(n, share, 20_000), n)
    assert 0.93 <= np.mean((low <= share) & (share <= high)) <= 0.97


@pytest.mark.parametrize(
    ("share1", "share0", "n1", "n0"), [(0.05, 0.05, 900, 700), (0.3, 0.2, 200, 500), (0.04, 0.02, 1000, 1000)]
)
def test_intervals_of_a_difference_cover_the_truth(share1: float, share0: float, n1: int, n0: int) -> None:
    random = np.random.default_rng(2)
    k1, k0 = random.binomial(n1, share1, 20_000), random.binomial(n0, share0, 20_000)
    low, high = newcombe(k1, n1, k0, n0)
    assert 0.93 <= np.mean((low <= share1 - share0) & (share1 - share0 <= high)) <= 0.97


@pytest.mark.parametrize(("n1", "n0"), [(900, 900), (150, 900), (900, 150)])
def test_a_market_in_which_nothing_moves_has_hardly_a_verdict(n1: int, n0: int) -> None:
    """80 skills, most of them rare: no more than 10 % of markets get any false verdict."""
    random = np.random.default_rng(3)
    shares = random.beta(0.6, 6, 80)
    markets = 1000
    k1, k0 = random.binomial(n1, shares, (markets, 80)), random.binomial(n0, shares, (markets, 80))
    slices = [f"market{market}" for market in range(markets) for _ in range(80)]
    told = verdicts(table(k1.ravel().tolist(), n1, k0.ravel().tolist(), n0, slices)).to_pandas()
    moved = told.verdict.isin(["rising", "falling"])
    assert moved.groupby(told.slice).any().mean() <= 0.10
    assert (told.verdict == "no clear change").mean() > 0.5  # most were really tested


def test_planted_changes_are_found_and_false_ones_stay_within_the_rate() -> None:
    """10 of 80 skills move by ±40 %: nearly all large ones found, at most 10 % of the verdicts false."""
    random = np.random.default_rng(4)
    share0 = np.concatenate([np.linspace(0.08, 0.40, 10), random.uniform(0.02, 0.40, 70)])
    share1 = share0.copy()
    share1[:5] *= 1.4
    share1[5:10] *= 0.6
    markets = 300
    k1, k0 = (random.binomial(2500, share, (markets, 80)) for share in (share1, share0))
    slices = [f"market{market}" for market in range(markets) for _ in range(80)]
    told = verdicts(table(k1.ravel().tolist(), 2500, k0.ravel().tolist(), 2500, slices))
    found = np.array(told["verdict"].to_pylist()).reshape(markets, 80)
    assert np.mean(found[:, :5] == "rising") > 0.95
    assert np.mean(found[:, 5:10] == "falling") > 0.95
    assert not np.any(found[:, :5] == "falling")
    called = np.isin(found, ["rising", "falling"])
    false_share = called[:, 10:].sum(axis=1) / np.maximum(called.sum(axis=1), 1)
    assert false_share.mean() <= 0.10


def test_half_the_crawl_leaves_the_share_inside_its_interval() -> None:
    random = np.random.default_rng(5)
    low, high = wilson(330, 1000)
    halved = random.hypergeometric(330, 670, 500, size=2000) / 500
    assert np.mean((low <= halved) & (halved <= high)) > 0.93
