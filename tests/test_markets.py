"""Simulated markets of employers whose truth is known: what the matched comparison and the lifetimes must recover."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from pipelines.trends.clusters import bootstrap_share, design_effect, effective_size, t95
from pipelines.trends.intervals import wilson
from pipelines.trends.lifetimes import lifetimes
from pipelines.trends.matching import Cells, Change, SkillCells, matched_change
from pipelines.trends.testing import smallest_visible_change
from pipelines.trends.verdicts import verdicts

SKILLS = 60
MARKETS = 200


@dataclass(frozen=True, slots=True)
class Market:
    """Two periods of adverts of employers that differ in size and taste."""

    employers: int = 120
    sources: int = 8
    adverts: float = 12.0
    """Usual adverts of an employer in a period."""
    likeness: float = 0.05
    """Correlation of two adverts of one employer."""
    growth: float = 1.0
    """Adverts of the later period for each of the earlier one."""

    def two_periods(
        self,
        chance: np.random.Generator,
        factor: npt.NDArray[np.float64] | None = None,
        truth: npt.NDArray[np.float64] | None = None,
    ) -> tuple[Cells, SkillCells, npt.NDArray[np.float64]]:
        """Cells of one market, and the true shares of its earlier period; ``factor`` is the true change."""
        if truth is None:
            truth = np.exp(chance.uniform(np.log(0.01), np.log(0.5), SKILLS))
        source = chance.permutation(np.arange(self.employers) % self.sources)
        taste = np.clip(
            truth * np.exp(chance.normal(0, 0.4 * (self.sources > 1), (self.sources, SKILLS)))[source], 0.001, 0.9
        )
        shape = 1 / self.likeness - 1
        own = chance.beta(taste * shape, (1 - taste) * shape)
        usual = chance.geometric(1 / self.adverts, self.employers)
        cells, hits = [], []
        for later in (0, 1):
            redrawn = chance.random(self.employers) < 0.5
            own[redrawn] = chance.beta(taste[redrawn] * shape, (1 - taste[redrawn]) * shape)
            share = np.clip(own * factor, 0, 1) if later and factor is not None else own
            size = chance.poisson(usual * (self.growth if later else 1.0))
            asked = chance.binomial(size[:, None], share)
            who = np.flatnonzero(size)
            cells.append(np.stack([source[who], who, np.full(len(who), later), size[who]]))
            row, skill = np.nonzero(asked)
            hits.append(np.stack([source[row], row, np.full(len(row), later), skill, asked[row, skill]]))
        one, two = np.concatenate(cells, axis=1), np.concatenate(hits, axis=1)
        return (
            Cells(one[0], one[1], one[2], one[3].astype(float)),
            SkillCells(two[0], two[1], two[2], two[3], two[4].astype(float)),
            truth,
        )


def told(change: Change) -> list[str]:
    """The verdicts of one comparison."""
    table = pa.table(
        {
            "slice": ["all"] * SKILLS,
            "skill": [f"s{number}" for number in range(SKILLS)],
            "k1": change.k1,
            "n1": [change.n1] * SKILLS,
            "k0": change.k0,
            "n0": [change.n0] * SKILLS,
            "share1": change.share1,
            "share0": change.share0,
            "design_effect": change.design_effect,
        }
    )
    found: list[str] = verdicts(table).column("verdict").to_pylist()
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "market",
    [
        Market(),
        Market(likeness=0.2),
        Market(likeness=0.001),
        Market(employers=60, adverts=20),
        Market(growth=3.0),
        Market(sources=120),  # each employer has a board of its own
        Market(employers=500, sources=1, adverts=3),  # one source of many small employers, as hiring threads are
    ],
    ids=lambda market: (
        f"{market.employers}x{market.adverts:g} on {market.sources}, {market.likeness}, {market.growth:g}"
    ),
)
def test_markets_without_any_change_get_no_verdicts_beyond_the_promised_rate(market: Market) -> None:
    """Of 200 markets in which nothing changed at most one in ten may show any verdict at all (q = 0.10)."""
    chance = np.random.default_rng(20261125)
    wrong = 0
    for _ in range(MARKETS):
        cells, hits, _ = market.two_periods(chance)
        wrong += bool({"rising", "falling"} & set(told(matched_change(cells, hits, SKILLS))))
    assert wrong <= MARKETS * 0.10 + 1.645 * np.sqrt(MARKETS * 0.10 * 0.90)


@pytest.mark.slow
def test_a_change_of_the_size_that_the_table_promises_is_found() -> None:
    """Power of 80 % at 5 % for one test; after the correction for 60 skills at least that with 1.4 times the change."""
    chance = np.random.default_rng(7)
    market = Market(employers=2000, sources=1, adverts=1.0, likeness=0.001)
    found = planted = false = verdicts_given = 0
    for _ in range(60):
        factor = np.ones(SKILLS)
        factor[:3] = 1 + 1.4 * smallest_visible_change(0.2, 2000, 2000) / 0.2
        truth = np.exp(chance.uniform(np.log(0.01), np.log(0.5), SKILLS))
        truth[:3] = 0.2
        cells, hits, _ = market.two_periods(chance, factor, truth)
        verdict = np.array(told(matched_change(cells, hits, SKILLS)))
        found += int((verdict[:3] == "rising").sum())
        planted += 3
        false += int(np.isin(verdict[3:], ("rising", "falling")).sum())
        verdicts_given += int(np.isin(verdict, ("rising", "falling")).sum())
    assert found >= 0.8 * planted
    assert false <= 0.10 * verdicts_given + 1.645 * np.sqrt(0.10 * verdicts_given)


def test_a_joining_source_moves_the_raw_share_and_not_the_matched_one() -> None:
    chance = np.random.default_rng(5)
    cells, hits, _ = Market(employers=200, sources=4).two_periods(chance)
    # A fifth source, in the later period only, in which every advert asks for skill 0.
    many = np.arange(200, 260)
    joined = Cells(
        np.append(cells.source, np.full(60, 4)),
        np.append(cells.employer, many),
        np.append(cells.later, np.ones(60, dtype=int)),
        np.append(cells.count, np.full(60, 20.0)),
    )
    asked = SkillCells(
        np.append(hits.source, np.full(60, 4)),
        np.append(hits.employer, many),
        np.append(hits.later, np.ones(60, dtype=int)),
        np.append(hits.skill, np.zeros(60, dtype=int)),
        np.append(hits.count, np.full(60, 20.0)),
    )
    alone, with_it = matched_change(cells, hits, SKILLS), matched_change(joined, asked, SKILLS)
    assert with_it.within == pytest.approx(alone.within)
    assert with_it.n1 == alone.n1, "it is not part of the comparison"


def test_a_source_that_grows_is_mix_and_not_change() -> None:
    """Two sources with fixed shares of 10 % and 40 %; the second trebles."""
    employer = np.tile(np.arange(20), 2)
    source = np.tile(np.arange(20) % 2, 2)
    later = np.repeat([0, 1], 20)
    count = np.where((later == 1) & (source == 1), 300.0, 100.0)
    share = np.where(source == 1, 0.4, 0.1)
    cells = Cells(source, employer, later, count)
    hits = SkillCells(source, employer, later, np.zeros(40, dtype=int), count * share)
    change = matched_change(cells, hits, 1)
    assert change.within[0] == pytest.approx(0.0)
    assert change.mix[0] == pytest.approx((0.1 + 3 * 0.4) / 4 - 0.25)
    raw = change.k1[0] / change.n1 - change.k0[0] / change.n0
    assert change.within[0] + change.mix[0] == pytest.approx(raw)


def test_one_employer_with_two_hundred_adverts_widens_the_interval() -> None:
    def market(giant: bool) -> Change:
        employer = np.tile(np.arange(61 if giant else 60), 2)
        later = np.repeat([0, 1], len(employer) // 2)
        count = np.where(employer == 60, 200.0, 10.0)
        asks = np.where((employer == 60) & (later == 1), 200.0, np.where(employer % 5 == 0, 10.0, 0.0))
        there = asks > 0
        cells = Cells(np.zeros_like(employer), employer, later, count)
        hits = SkillCells(
            np.zeros(there.sum(), dtype=int),
            employer[there],
            later[there],
            np.zeros(there.sum(), dtype=int),
            asks[there],
        )
        return matched_change(cells, hits, 1)

    calm, giant = market(False), market(True)
    assert giant.within[0] > 0.15, "one firm's adverts look like a rise"
    assert giant.n1 / giant.design_effect[0] < calm.n1 / calm.design_effect[0]
    assert told_one(giant) != "rising"


def told_one(change: Change) -> str:
    row = pa.table(
        {
            "slice": ["all"],
            "skill": ["s"],
            "k1": change.k1,
            "n1": [change.n1],
            "k0": change.k0,
            "n0": [change.n0],
            "share1": change.share1,
            "share0": change.share0,
            "design_effect": change.design_effect,
        }
    )
    return str(verdicts(row).column("verdict")[0].as_py())


@pytest.mark.parametrize("at_once", [50, 4_000_000])
def test_the_design_effect_is_that_of_residuals_written_out(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The short way by sparse matrices gives what the definition gives, with all employers by all skills."""
    monkeypatch.setattr("pipelines.trends.matching.MET_AT_ONCE", at_once)
    cells, asked, _ = Market(employers=40, sources=3, adverts=40).two_periods(np.random.default_rng(5))
    change = matched_change(cells, asked, SKILLS)
    n, k = np.zeros((2, 3, 40)), np.zeros((2, 3, 40, SKILLS))
    np.add.at(n, (cells.later, cells.source, cells.employer), cells.count)
    np.add.at(k, (asked.later, asked.source, asked.employer, asked.skill), asked.count)
    share = k.sum(axis=2) / n.sum(axis=2)[:, :, None]
    weight = n[0].sum(axis=1) / n[0].sum()
    each = weight / n.sum(axis=2)
    within = weight @ (share[1] - share[0])
    expected = np.stack((share[0], share[0] + within))
    sign = np.array([-1.0, 1.0])
    residual = np.einsum("p,ps,psec->ec", sign, each, k - n[..., None] * expected[:, :, None, :])
    part = np.einsum("ps,pse->e", each, n) / 2
    residual /= (1 - part)[:, None]
    freedom = 1 / (part**2).sum() - 1
    variance = (residual**2).sum(axis=0) * 39 / 40 * (t95(freedom) / 1.959963984540054) ** 2
    binomial = np.einsum("s,psc->c", weight**2, share * (1 - share) / n.sum(axis=2)[:, :, None])
    assert change.design_effect == pytest.approx(np.maximum(variance / binomial, 1), rel=1e-12)


def test_no_source_in_both_periods_is_refused() -> None:
    cells = Cells(np.array([0, 1]), np.array([0, 1]), np.array([0, 1]), np.array([50.0, 50.0]))
    nothing = np.zeros(0, dtype=int)
    with pytest.raises(ValueError, match="no source"):
        matched_change(cells, SkillCells(nothing, nothing, nothing, nothing, np.zeros(0)), 1)


def test_a_handful_of_employers_gives_no_verdict() -> None:
    employer, later = np.tile(np.arange(3), 2), np.repeat([0, 1], 3)
    cells = Cells(np.zeros(6, dtype=int), employer, later, np.full(6, 500.0))
    hits = SkillCells(
        np.zeros(6, dtype=int), employer, later, np.zeros(6, dtype=int), np.where(later == 1, 400.0, 50.0)
    )
    assert told_one(matched_change(cells, hits, 1)) == "too few to say"


# --- shares of clustered adverts ---


@pytest.mark.slow
def test_intervals_of_clustered_shares_hold_the_truth_as_often_as_they_promise() -> None:
    chance = np.random.default_rng(1)
    kept = held = 0
    for share in (0.08, 0.2, 0.4):
        for likeness in (0.001, 0.05, 0.2):
            for employers in (80, 200):
                shape = 1 / likeness - 1
                for _ in range(400):
                    n = chance.geometric(0.12, employers).astype(float)
                    own = chance.beta(share * shape, (1 - share) * shape, employers)
                    k = chance.binomial(n.astype(int), own).astype(float)
                    size = effective_size(k.sum(), n.sum(), (k * k).sum(), (k * n).sum(), (n * n).sum(), employers)
                    if size < 100 or k.sum() < 10:
                        continue
                    low, high = wilson(k.sum() / n.sum() * size, size)
                    kept += 1
                    held += bool(low <= share <= high)
    assert kept > 4000
    assert 0.93 <= held / kept <= 0.97


def test_the_design_effect_knows_the_plain_cases() -> None:
    assert design_effect(50, 100, 50, 50, 100, 100) == pytest.approx(1.0, abs=0.02), "each advert its own employer"
    # Ten employers with ten adverts each, five of whom ask in every advert: 5·10² and 10·10².
    assert design_effect(50, 100, 500, 500, 1000, 10) == pytest.approx(10 * 10 / 9), "all or none of each"
    assert effective_size(30, 60, 900, 1800, 3600, 1) == pytest.approx(1.0), "one employer is one witness"
    assert effective_size(0, 0, 0, 0, 0, 0) == 0


def test_the_quantile_of_few_clusters() -> None:
    assert t95([5, 10, 30]) == pytest.approx([2.5706, 2.2281, 2.0423], rel=0.002)


def test_the_bootstrap_is_seeded_and_about_as_wide_as_the_formula() -> None:
    chance = np.random.default_rng(2)
    n = chance.geometric(0.15, 150).astype(float)
    k = chance.binomial(n.astype(int), 0.3).astype(float)
    first = bootstrap_share(k, n, seed=11)
    assert first == bootstrap_share(k, n, seed=11)
    size = effective_size(k.sum(), n.sum(), (k * k).sum(), (k * n).sum(), (n * n).sum(), 150)
    low, high = wilson(k.sum() / n.sum() * size, size)
    assert first[1] - first[0] == pytest.approx(float(high - low), rel=0.25)
    assert np.isnan(bootstrap_share(np.zeros(0), np.zeros(0), seed=1)).all()


# --- lifetimes ---


@pytest.mark.parametrize("gap", [1, 3, 7])
@pytest.mark.parametrize("open_before", [False, True])
def test_a_known_hazard_is_recovered_through_the_gaps_between_looks(gap: int, open_before: bool) -> None:
    """Exponential lifetimes with a median of 40 days, looked at every so many days for a year."""
    chance = np.random.default_rng(3)
    count, median = 20_000, 40
    begin = chance.integers(-200 if open_before else 0, 300, count)
    end = begin + np.ceil(chance.exponential(median / np.log(2), count)).astype(int)
    looks = np.arange(0, 366, gap)
    first, gone = np.searchsorted(looks, begin), np.searchsorted(looks, end)
    seen = first < gone
    begin, first, gone = begin[seen], first[seen], gone[seen]
    after = looks[gone - 1] - begin
    by = np.where(gone < len(looks), looks[np.minimum(gone, len(looks) - 1)] - begin, -1)
    entry = looks[first] - begin
    found = lifetimes(after, by, entry)
    assert found.quantile() == pytest.approx(median, rel=0.06)
    assert found.quantile(0.75) == pytest.approx(2 * median, rel=0.06)


def test_known_closing_days_give_the_estimate_of_kaplan_and_meier() -> None:
    """Closed on days 2, 4, 4 and 6, one still open at day 5: 1, 0.8, 0.4, 0."""
    found = lifetimes(np.array([1, 3, 3, 5, 5]), np.array([2, 4, 4, 6, -1]))
    assert found.open_share[[1, 2, 3, 4, 5, 6]] == pytest.approx([1, 0.8, 0.8, 0.4, 0.4, 0.0], abs=0.01)


def test_a_median_that_is_not_reached_is_none() -> None:
    assert lifetimes(np.array([10, 20, 30]), np.array([12, -1, -1])).quantile() is None
    assert np.isnan(lifetimes(np.zeros(0, dtype=int), np.zeros(0, dtype=int)).open_share).all()
    with pytest.raises(ValueError, match="closed before"):
        lifetimes(np.array([5]), np.array([5]))
