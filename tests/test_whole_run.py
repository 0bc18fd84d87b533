"""From boards on loopback to published tables: twice, again from landing, and through kills."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import orjson
import pytest

from tests.fake_boards import FakeBoards, Reply

HOUSE = Path(__file__).parents[1]
DAY = "2026-08-24"


def skilltide(*arguments: str, data: Path, kill_after: float | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command; with ``kill_after`` its whole process group is killed (-9) after so many seconds."""
    command = [sys.executable, "-m", "pipelines", *arguments, "--data", str(data)]
    with subprocess.Popen(
        command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            out, err = process.communicate(timeout=kill_after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def done(*arguments: str, data: Path, code: int = 0) -> str:
    """Run a command that must end with ``code``; returns what it printed."""
    result = skilltide(*arguments, data=data)
    assert result.returncode == code, result.stdout + result.stderr
    return result.stdout


def published(data: Path) -> dict[str, str]:
    """A digest of the content of every published relation."""
    digests = {}
    with duckdb.connect(str(data / "published" / "skilltide.duckdb"), read_only=True) as connection:
        for (name,) in connection.execute("select table_name from duckdb_tables() order by all").fetchall():
            rows = sorted(map(repr, connection.execute(f'from "{name}"').fetchall()))
            digests[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def greenhouse_job(number: int) -> dict[str, object]:
    skill = ["Python and SQL", "Kubernetes and Terraform", "patient care and triage"][number % 3]
    body = f"<h3>Requirements</h3><ul><li>Three years of {skill}</li></ul>" + "<p>We make good things. </p>" * 25
    return {
        "id": number,
        "internal_job_id": number,
        "title": f"Opening {number}",
        "absolute_url": f"https://example.org/jobs/{number}",
        "location": {"name": "Lyon, France"},
        "content": body.replace("<", "&lt;").replace(">", "&gt;"),
        "first_published": "2026-08-20T10:00:00-04:00",
        "updated_at": "2026-08-21T10:00:00-04:00",
        "company_name": f"Maker {number % 7}",
    }


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Path]:
    """Six boards of 30 postings and one that is broken; yields their table."""
    replies = {
        f"/v1/boards/maker{n}/jobs": Reply(
            orjson.dumps({"jobs": [greenhouse_job(100 * n + i) for i in range(30)], "meta": {"total": 30}}), wait=0.2
        )
        for n in range(6)
    }
    replies["/v1/boards/gone/jobs"] = Reply("<html><title>Just a moment...</title></html>", 403)
    with FakeBoards(replies) as boards:
        table = tmp_path / "boards.toml"
        table.write_text(
            "".join(
                f'[{name}]\nplatform = "greenhouse"\ntoken = "{name}"\norigin = "{boards.origin}"\n'
                for name in [*(f"maker{n}" for n in range(6)), "gone"]
            )
        )
        yield table


@pytest.mark.slow
def test_a_second_day_loads_nothing_twice_and_landing_rebuilds_it_all(tmp_path: Path, market: Path) -> None:
    data = tmp_path / "data"
    assert "6 of 7 boards accepted, 180 postings" in done(
        "crawl", "--boards", str(market), "--today", DAY, data=data, code=3
    )
    assert "180 new" in done("load", data=data)
    done("build", "--today", DAY, data=data)
    done("publish", data=data)
    first = published(data)
    assert "loaded 0 new files" in done("load", data=data)

    done("crawl", "--boards", str(market), "--today", "2026-08-25", data=data, code=3)
    assert "180 postings: 0 new, 0 changed" in done("load", data=data)
    assert "cleaned 0 postings, read 0" in done("build", "--today", DAY, data=data)
    done("publish", data=data)
    second = published(data)
    same = {"skill", "skill_alias", "skill_hit", "vacancy_skill", "posting_vacancy", "data_dictionary", "excluded"}
    assert {name: first[name] for name in same} == {name: second[name] for name in same}

    done("rebuild", "--today", DAY, data=data)
    assert published(data) == second
    health = done("sql", "select source, status from source_health where status = 'broken'", "--csv", data=data)
    assert health.splitlines() == ["source,status", "gone,broken"]


@pytest.mark.slow
def test_killed_runs_lose_nothing_and_double_nothing(tmp_path: Path, market: Path) -> None:
    """Kill -9 at random moments of every step; what the next runs finish equals a run in peace."""
    peace, war = tmp_path / "peace", tmp_path / "war"
    steps = [
        (["crawl", "--boards", str(market), "--today", DAY], 3),
        (["load"], 0),
        (["build", "--today", DAY], 0),
        (["publish"], 0),
    ]
    chance = random.Random(7)
    killed = 0
    for arguments, code in steps:
        begun = time.monotonic()
        done(*arguments, data=peace, code=code)
        length = time.monotonic() - begun
        for _ in range(4):
            moment = length * chance.uniform(0.3, 1.0)
            killed += skilltide(*arguments, data=war, kill_after=moment).returncode == -signal.SIGKILL
        done(*arguments, data=war, code=code)
    assert killed >= 8
    assert not list((war / "landing").glob("*/.*.partial"))
    left, right = published(peace), published(war)
    for volatile in ("crawl", "source_health", "posting"):
        # A crawl that was killed after it landed and runs again is a second sight of the same postings.
        left.pop(volatile)
        right.pop(volatile)
    assert left == right


@pytest.mark.slow
def test_queries_read_while_a_batch_writes(tmp_path: Path, market: Path) -> None:
    data = tmp_path / "data"
    done("refresh", "--boards", str(market), "--today", DAY, data=data, code=3)
    with duckdb.connect(str(data / "warehouse.duckdb")) as writer:
        writer.execute("begin transaction")
        assert "180" in done("sql", "select count(*) from posting", "--csv", data=data)
        refused = skilltide("build", data=data)
    assert refused.returncode == 1
    assert "held open by" in refused.stderr
    write = skilltide("sql", "delete from posting", data=data)
    assert write.returncode == 1
    assert "read-only" in write.stderr


RECORDED = {
    "stripe": ("greenhouse", "greenhouse/stripe-full.json", "/v1/boards/stripe/jobs", 547),
    "impact": ("greenhouse", "greenhouse/series/impact-20260822T1301.json", "/v1/boards/impact/jobs", 93),
    "cursor": ("ashby", "ashby/cursor-full.json", "/posting-api/job-board/cursor", 54),
    "etched": ("ashby", "ashby/etched.json", "/posting-api/job-board/etched", 10),
    "matchgroup": ("lever", "lever/matchgroup-full.json", "/v0/postings/matchgroup", None),
    "moo": ("lever", "lever/series/moo-20260808T2026.json", "/v0/postings/moo", None),
}


@pytest.mark.slow
def test_real_recorded_boards_go_the_whole_way(tmp_path: Path, shared: Path) -> None:
    data, table, replies, expected = tmp_path / "data", tmp_path / "boards.toml", {}, 0
    for platform, file, path, number in RECORDED.values():
        body = (shared / "recorded" / file).read_bytes()
        entries = orjson.loads(body)
        replies[path] = Reply(body)
        if platform == "lever":
            # The API pages: a short page ends the list, so the recorded one is cut as the API would.
            pages = [entries[i : i + 100] for i in range(0, len(entries) + 1, 100)]
            for index, page in enumerate(pages):
                replies[f"{path}?mode=json&skip={index * 100}&limit=100"] = Reply(orjson.dumps(page))
            number = len(entries)
        expected += number or 0
    with FakeBoards(replies) as boards:
        table.write_text(
            "".join(
                f'[{name}]\nplatform = "{platform}"\ntoken = "{name}"\norigin = "{boards.origin}"\n'
                for name, (platform, *_) in RECORDED.items()
            )
        )
        said = done("crawl", "--boards", str(table), "--today", DAY, data=data)
        assert f"6 of 6 boards accepted, {expected} postings" in said
        done("load", data=data)
        done("build", "--today", DAY, data=data)
        done("publish", data=data)
        first = published(data)
        done("crawl", "--boards", str(table), "--today", DAY, data=data)
        assert ": 0 new, 0 changed" in done("load", data=data)
    done("rebuild", "--today", DAY, data=data)
    again = published(data)
    volatile = {"crawl", "source_health"}
    assert {k: v for k, v in again.items() if k not in volatile} == {
        k: v for k, v in first.items() if k not in volatile
    }
    assert done("report", "--today", DAY, data=data)
