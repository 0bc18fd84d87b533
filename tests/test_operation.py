"""Doctor, status and the journal: each broken set-up is named, and the advice mends it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import steps
from pipelines.__main__ import main
from pipelines.config import Config
from pipelines.operation import doctor
from pipelines.operation.doctor import Finding, examine, next_steps
from pipelines.operation.runs import note_begin, note_end, read_runs
from pipelines.operation.status import status
from pipelines.run_lock import run_lock
from tests.operation_market import DAY, at, brought_up, config_of, land, postings

HOUSE = Path(__file__).parents[1]
NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory in good order; tests copy it before they break it."""
    data = tmp_path_factory.mktemp("healthy") / "data"
    with run_lock(data, "refresh"):
        brought_up(data)
    return data


@pytest.fixture
def config(healthy: Path, tmp_path: Path) -> Config:
    shutil.copytree(healthy, tmp_path / "data")
    return config_of(tmp_path / "data")


def wrong(config: Config) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(config) if finding.state == doctor.WRONG}


def notes(config: Config) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(config) if finding.state == doctor.NOTE}


def test_a_directory_in_order_has_nothing_to_do(config: Config) -> None:
    before = sorted(path.name for path in config.data.rglob("*"))
    findings = examine(config)
    assert {finding.state for finding in findings} == {"ok"}, findings
    assert next_steps(findings) == []
    assert {finding.part for finding in findings} >= {"program", "disk", "lock", "runs", "boards", "landing", "report"}
    assert sorted(path.name for path in config.data.rglob("*")) == before, "doctor changes nothing"


def test_a_damaged_warehouse_is_made_anew_from_landing(config: Config) -> None:
    with config.warehouse.open("r+b") as file:
        file.write(os.urandom(8192))
    found = wrong(config)
    assert found.keys() == {"warehouse"}
    assert "skilltide rebuild" in (found["warehouse"].to_do or "")
    assert main(["rebuild", "--data", str(config.data), "--today", str(DAY)]) == 0
    assert main(["report", "--data", str(config.data), "--today", str(DAY)]) == 0
    assert not wrong(config)


def test_a_lost_landing_file_and_a_damaged_record_are_named(config: Config) -> None:
    lost = next((config.landing / "acme").glob("*.jsonl.gz"))
    lost.unlink()
    next((config.landing / "best").glob("*.crawl.json")).write_bytes(b'{"source": "best"')
    says = [finding.says for finding in examine(config) if finding.state == doctor.WRONG]
    assert any(lost.name in text for text in says)
    assert any("best" in text and "cannot be read" in text for text in says)


def test_a_new_crawl_is_pending_until_it_is_published(config: Config) -> None:
    land(config.landing, "acme", at(DAY, 6), postings("acme", range(100, 130)))
    found = notes(config)
    assert "1 crawl records are not loaded" in found["warehouse"].says
    assert "1 crawls behind landing" in found["published"].says
    assert any("skilltide refresh" in step for step in next_steps(examine(config)))
    steps.load(config)
    found = notes(config)
    assert "6 postings to clean" in found["warehouse"].says
    steps.build(config)
    steps.publish(config)
    steps.report(config)
    assert not notes(config)


def test_a_damaged_landing_file_is_refused_and_told(config: Config) -> None:
    record = land(config.landing, "acme", at(DAY, 6), postings("acme", range(100, 130)))
    path = config.landing / "acme" / (record.file or "")
    path.write_bytes(path.read_bytes()[:-40])
    assert steps.load(config).refused
    assert "damaged" in wrong(config)["warehouse"].says


def test_a_killed_run_is_seen_and_another_may_begin(config: Config) -> None:
    code = (
        "import sys; from pathlib import Path; from pipelines.run_lock import run_lock\n"
        "with run_lock(Path(sys.argv[1]), 'refresh'): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(config.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HOUSE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert str(other.pid) in notes(config)["lock"].says
        assert status(config).runs[-1].outcome == "running"
        other.send_signal(signal.SIGKILL)
    found = notes(config)
    assert f"process {other.pid} was killed" in found["lock"].says
    assert "refresh" in found["runs"].says
    assert "killed" in found["runs"].says
    with run_lock(config.data, "refresh"):
        pass
    assert not notes(config)


def test_a_failed_run_says_its_error(config: Config) -> None:
    with pytest.raises(ValueError, match="no luck"), run_lock(config.data, "refresh"):
        raise ValueError("no luck")
    assert "no luck" in wrong(config)["runs"].says


def test_boards_that_are_not_believed_any_more_are_named(config: Config) -> None:
    later = config_of(config.data, DAY + timedelta(days=9))
    assert "acme, best" in wrong(later)["boards"].says
    land(config.landing, "acme", at(DAY + timedelta(days=9), 0), postings("acme", range(100, 124)))
    assert "1 of 2" in notes(later)["boards"].says
    assert "best" in notes(later)["boards"].says


def test_a_clock_that_jumped_is_seen(config: Config) -> None:
    earlier = config_of(config.data, DAY - timedelta(days=40))
    assert "clock" in wrong(earlier)["landing"].says


def test_a_full_disk_a_wrong_table_and_an_unfit_library_are_seen(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 60)
    monkeypatch.setattr(doctor, "requires", lambda name: ["duckdb<1", "there-is-no-such-thing>=1"])
    (config.data / "boards.toml").write_text("[acme]\nplatform = 7\n")
    found = wrong(config)
    assert found.keys() == {"disk", "boards", "program"}
    assert "free " in (found["disk"].to_do or "")
    assert "platform is missing" in found["boards"].says
    assert "there-is-no-such-thing is missing" in found["program"].says


def test_a_directory_that_is_not_there_or_not_ours_is_named(tmp_path: Path) -> None:
    config = config_of(tmp_path / "elsewhere")
    absent = examine(
        Config(**{**{n: getattr(config, n) for n in config.__dataclass_fields__}, "data": tmp_path / "no"})
    )
    assert "no such directory" in next(finding.says for finding in absent if finding.state == doctor.WRONG)
    assert not (tmp_path / "no").exists()
    (tmp_path / "file").touch()
    blocked = examine(
        Config(**{**{n: getattr(config, n) for n in config.__dataclass_fields__}, "data": tmp_path / "file"})
    )
    assert "cannot be written" in next(finding.says for finding in blocked if finding.state == doctor.WRONG)


def test_commands_answer_in_one_screen_and_as_json(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--data", str(config.data), "--today", str(DAY), "--boards", str(config.boards)]
    assert main(["doctor", *where]) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert main(["status", *where]) == 0
    text = capsys.readouterr().out
    assert len(text.splitlines()) <= 24
    assert max(map(len, text.splitlines())) <= 120
    assert "refresh" in text
    assert "2 accepted" in text
    config.warehouse.write_bytes(b"nothing")
    assert main(["doctor", "--json", *where]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [finding["part"] for finding in told["findings"] if finding["state"] == "wrong"] == ["warehouse"]
    assert "rebuild" in told["next"][0]


def test_the_journal_survives_a_line_cut_short(tmp_path: Path) -> None:
    name = note_begin(tmp_path, "refresh", NOON)
    with (tmp_path / "runs.jsonl").open("ab") as journal:
        journal.write(b'{"run": "20260824T120000-')
    note_end(tmp_path, name, NOON + timedelta(minutes=4))
    note_begin(tmp_path, "report", NOON + timedelta(minutes=5))
    told = [(run.what, run.outcome) for run in read_runs(tmp_path, at_work=False)]
    assert told == [("refresh", "done"), ("report", "killed")]
