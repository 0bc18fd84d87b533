"""Recorded boards and feeds replayed run by run, where the shared folder is present (``benchmarks/replay_feeds.py``
prints the whole tables)."""

import json
from pathlib import Path

import pytest

from benchmarks import replay_feeds as replay

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("series", "every_run", "boilerplate"),
    [
        ("greenhouse-impact", False, 0),
        ("greenhouse-luno", True, 0),
        ("lever-moo", True, 9),
        ("lever-theodo", False, 90),
        ("lever-yassir", False, 0),
    ],
)
def test_every_step_of_a_recorded_board_is_read_as_its_key_says(
    shared: Path, tmp_path: Path, series: str, *, every_run: bool, boilerplate: int
) -> None:
    key = json.loads((shared / "recorded" / "SERIES.json").read_text(encoding="utf-8"))[series]
    told = {step["snapshot"]: step for step in key["steps"]}
    steps, summary = replay.replay_series(shared, series, tmp_path / series, None if every_run else told)
    assert len(steps) == (key["runs"] if every_run else key["states"])
    states = [step for step in steps if step.run in told]
    assert [step.run for step in states if not replay.agrees(step, told[step.run])] == []
    assert not [step.run for step in steps if step.run not in told and (step.added or step.removed or step.changed)]
    assert summary["closed early"] == 0
    assert set(summary["verdicts"]) == {"accepted"}
    assert summary["changes"].get("boilerplate", 0) >= boilerplate
    if not boilerplate:
        assert "boilerplate" not in summary["changes"]
    for step in states:
        if step.run == "20260821T204150267165Z" and series == "greenhouse-impact":
            assert (len(step.wire_changed), len(step.changed)) == (92, 0), "only the casing of the employer's name"


def test_a_feed_with_its_own_record_of_sightings_agrees(shared: Path, tmp_path: Path) -> None:
    done = replay.replay_newgrad(shared, tmp_path / "newgrad")
    assert (done["days"], done["postings"]) == (42, 964)
    assert not done["mass"]
    assert done["verdicts"] == {"accepted": 42}
    assert done["agree"]["first seen"] >= 952
    assert done["agree"]["last seen"] >= 950
    assert done["agree"]["status"] >= 931
    # It crawls several times a day and closes at its third absence; ours are days, so we close later, never sooner.
    assert not [kind for kind in done["differ"] if kind.startswith("status") and "closed here" in kind]


@pytest.mark.parametrize(("active_only", "held"), [(False, 755), (True, 100)])
def test_a_season_reset_is_not_read_as_mass_closing(
    shared: Path, tmp_path: Path, *, active_only: bool, held: int
) -> None:
    done = replay.replay_simplify(shared, tmp_path / "simplify", "2024-06-10", "2024-06-28", active_only=active_only)
    count = {status: 0 for status, _, _ in done["status"]}
    for status, _, postings in done["status"]:
        count[status] += postings
    assert count["held"] >= held
    if active_only:
        # The list strikes some 20 rows on an ordinary day; the 92 of one day and 120 of another are not among them.
        assert max(closed for _, closed in done["most closed on"]) <= 26
    else:
        assert count.get("closed", 0) == 0, "800 and 698 rows went, 6 days apart"


def test_a_snapshot_that_cannot_be_read_closes_nothing(shared: Path, tmp_path: Path) -> None:
    done = replay.replay_usrse(shared, tmp_path / "usrse", every=60)
    assert done["verdicts"]["rejected: schema_change"] == 1
    assert done["verdicts"]["accepted"] >= 12
