"""What machines do to a batch, done to every step of ours.

After each fault the same command is run again; then nothing is lost, nothing is there twice, and what is published
and reported is the old state or the new one, whole. ``make torture`` tries many points (``TORTURE_POINTS``); the
suite tries a few. Points are seeded.
"""

import gzip
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.torture.commands import (
    FIRST_DAY,
    HOUSE,
    KILLED,
    SECOND_DAY,
    STEPS,
    Ended,
    Market,
    Starter,
    Step,
    published,
    reported,
)
from tests.torture.matrix import Matrix

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="faults are tried in forks"),
]

POINTS = int(os.environ.get("TORTURE_POINTS", "2"))
SEED = int(os.environ.get("TORTURE_SEED", "8"))
NO_ROOM = {"file size limit", "disk full", "little memory"}
MEGABYTE = 1 << 20


@dataclass(slots=True)
class Before:
    """The state before a step, what the step must come to, and how it went in peace."""

    folder: Path
    outcome: dict[str, str]
    peace: Ended


@dataclass(slots=True)
class Rack:
    """The starters, the states before each step, and the table of what came through."""

    folder: Path
    starter: Starter
    second: Starter
    before: dict[str, Before]
    matrix: Matrix

    def data(self, step: Step) -> Path:
        """A fresh copy of the state before a step, at the same path every time."""
        data = self.folder / "data"
        if data.exists():
            shutil.rmtree(data)
        shutil.copytree(self.before[step.name].folder, data)
        return data

    def healed(self, step: Step, data: Path, fault: str, *, struck: bool = True) -> None:
        """Run the step again: its outcome must be that of peace, and doctor must find nothing wrong after it."""
        whole(data)
        again = self.starter.run(*step.command(data))
        assert again.code == step.code, (fault, again.said)
        found = dict(step.outcome(data))
        if fault in NO_ROOM:
            # A spider that had no room or memory is on record as a rejected crawl, which it was.
            found = {name: content for name, content in found.items() if not ("maker" in name and "-rejected" in name)}
        assert found == self.before[step.name].outcome, (fault, step.name)
        self.matrix.survived(fault, step.name, struck=struck)


def whole(data: Path) -> None:
    """What is published can be read, and agrees with itself; every report is a whole page."""
    copy = data / "published" / "skilltide.duckdb"
    if copy.exists():
        consistent(copy)
    for page in data.glob("reports/**/*.html"):
        assert page.read_text().rstrip().endswith("</html>"), page


def consistent(copy: Path) -> tuple[int, ...]:
    with duckdb.connect(str(copy), read_only=True) as connection:
        numbers = connection.execute(
            "select (select count(*) from posting), (select count(distinct posting_id) from posting), "
            "(select count(*) from posting_vacancy), (select count(distinct vacancy_id) from posting_vacancy), "
            "(select count(*) from vacancy)"
        ).fetchone()
    assert numbers is not None
    postings, distinct, links, linked, vacancies = numbers
    assert postings == distinct == links, numbers
    assert linked == vacancies, numbers
    return tuple(numbers)


@pytest.fixture(scope="module")
def rack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rack]:
    """Two days of a market in peace, and a copy of the state before each step of the second day."""
    folder = tmp_path_factory.mktemp("torture")
    with Market(folder) as market, Starter() as starter, Starter() as second:
        data = folder / "data"
        for step in STEPS:
            arguments = [FIRST_DAY if word == SECOND_DAY else word for word in step.command(data)]
            if step.name not in {"import", "rebuild", "compact"}:
                ended = starter.run(*arguments)
                assert ended.code == step.code, ended.said
        market.set_day(1)
        before = {}
        for step in STEPS:
            kept = folder / "before" / step.name
            shutil.copytree(data, kept)
            peace = starter.run(*step.command(data), count=True)
            assert peace.code == step.code, peace.said
            before[step.name] = Before(kept, dict(step.outcome(data)), peace)
        matrix = Matrix()
        yield Rack(folder, starter, second, before, matrix)
    print(f"\n{matrix}\nseed {SEED}")


each_step = pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])


@each_step
def test_killed_at_any_moment(rack: Rack, step: Step) -> None:
    """Kill -9 of the whole group: half the points lie in time, half before an operation that changes the disk."""
    chance = random.Random(f"{SEED} {step.name}")
    peace = rack.before[step.name].peace
    for point in range(POINTS):
        data = rack.data(step)
        if point % 2:
            fault = {"kill_at_operation": chance.randint(1, max(1, peace.operations))}
        else:
            fault = {"kill_after": peace.seconds * chance.uniform(0.02, 1.0)}
        ended = rack.starter.run(*step.command(data), **fault)
        assert ended.code in {KILLED, step.code}, ended.said
        rack.healed(step, data, "kill -9", struck=ended.code == KILLED)


@each_step
def test_a_file_may_not_grow(rack: Rack, step: Step) -> None:
    """A limit on the size of files, at seeded sizes: writing stops in the middle, as on a full disk."""
    chance = random.Random(f"{SEED} {step.name} size")
    for _ in range(max(1, POINTS // 4)):
        data = rack.data(step)
        size = int(2 ** chance.uniform(6, 23))
        ended = rack.starter.run(*step.command(data), largest_file=size)
        assert ended.code != 70, ended.said
        rack.healed(step, data, "file size limit", struck=ended.code != step.code)


@each_step
def test_little_memory(rack: Rack, step: Step) -> None:
    """A limit on the address space: the step fails by name or is ended, and nothing is left half-done."""
    chance = random.Random(f"{SEED} {step.name} memory")
    for _ in range(max(1, POINTS // 4)):
        data = rack.data(step)
        ended = rack.starter.run(*step.command(data), memory=int(chance.uniform(4, 160)) * MEGABYTE, kill_after=60.0)
        rack.healed(step, data, "little memory", struck=ended.code != step.code)


@each_step
def test_two_runs_at_once(rack: Rack, step: Step) -> None:
    data = rack.data(step)
    for starter in (rack.starter, rack.second):
        starter.begin(*step.command(data))
    ended = [starter.end() for starter in (rack.starter, rack.second)]
    codes = [one.code for one in ended]
    assert step.code in codes, ended
    for one in ended:
        assert one.code == step.code or "another skilltide run" in one.said, one.said
    rack.healed(step, data, "two runs at once", struck=codes != [step.code, step.code])


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Callable[[str], None]]:
    """A file system of that many bytes at ``folder``; gives a function that mounts it again with options."""
    folder.mkdir()

    def mount(*arguments: str) -> bool:
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0

    if (
        sys.platform != "linux"
        or shutil.which("mount") is None
        or not mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    ):
        pytest.skip("file systems may not be mounted here")
    try:
        yield lambda options: subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True) and None
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def used(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


@each_step
def test_the_disk_is_full(rack: Rack, step: Step, tmp_path: Path) -> None:
    """A real file system with a little room more than what lies on it; then it gets more, and the step goes on."""
    chance = random.Random(f"{SEED} {step.name} full")
    source = rack.before[step.name].folder
    for point in range(max(1, POINTS // 4)):
        with small_disk(tmp_path / str(point), 64 * MEGABYTE) as remount:
            data = tmp_path / str(point) / "data"
            for name in ("boards.toml", "agency.csv"):
                shutil.copy(rack.folder / name, data.parent / name)
            shutil.copytree(source, data)
            room = int(2 ** chance.uniform(12, 21))
            remount(f"size={used(data.parent) + room}")
            ended = rack.starter.run(*step.command(data))
            assert ended.code != 70, ended.said
            remount(f"size={64 * MEGABYTE}")
            rack.healed(step, data, "disk full", struck=ended.code != step.code)


@each_step
def test_the_disk_cannot_be_written(rack: Rack, step: Step, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64 * MEGABYTE) as remount:
        data = tmp_path / "disk" / "data"
        for name in ("boards.toml", "agency.csv"):
            shutil.copy(rack.folder / name, data.parent / name)
        shutil.copytree(rack.before[step.name].folder, data)
        remount("ro")
        ended = rack.starter.run(*step.command(data))
        assert ended.code == 2, ended.said
        assert "cannot be written" in ended.said
        asked = rack.starter.run("sql", "select count(*) from posting", "--csv", "--data", str(data))
        assert asked.code == 0, asked.said
        doctor = rack.starter.run("doctor", "--data", str(data), "--today", SECOND_DAY)
        assert doctor.code == 1
        assert "cannot be written" in doctor.said
        remount("rw")
        rack.healed(step, data, "read-only disk")


def test_a_landing_file_is_damaged(rack: Rack) -> None:
    """A flipped byte, a cut-off end, a missing file: refused by name, the rest goes on; restored, it comes in."""
    load = next(step for step in STEPS if step.name == "load")
    for fault in ("flipped byte", "truncated", "missing"):
        data = rack.data(load)
        path = sorted(data.glob("landing/maker1/*.jsonl.gz"))[-1]
        content = path.read_bytes()
        if fault == "missing":
            path.unlink()
        else:
            middle = len(content) // 2
            flipped = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
            path.write_bytes(flipped if fault == "flipped byte" else content[:-30])
        ended = rack.starter.run(*load.command(data))
        assert ended.code == 1, ended.said
        assert path.name[:18] in ended.said
        doctor = rack.starter.run("doctor", "--data", str(data), "--today", SECOND_DAY)
        assert doctor.code == 1
        path.write_bytes(content)
        rack.healed(load, data, f"landing file: {fault}")


def test_the_last_record_is_cut_short(rack: Rack) -> None:
    """What a power cut may do to a file that was never synced: the record is left out by name until it is whole."""
    load = next(step for step in STEPS if step.name == "load")
    data = rack.data(load)
    path = sorted(data.glob("landing/maker2/*.crawl.json"))[-1]
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    ended = rack.starter.run(*load.command(data))
    assert ended.code == 1
    assert "not a crawl record" in ended.said
    path.write_bytes(content)
    rack.healed(load, data, "record truncated")


@pytest.mark.parametrize("fault", ["zeroed", "truncated", "flipped", "foreign"])
def test_the_warehouse_is_damaged_and_landing_restores_it(rack: Rack, fault: str) -> None:
    build, rebuild = STEPS[3], STEPS[6]
    data = rack.data(rebuild)
    path = data / "warehouse.duckdb"
    content = bytearray(path.read_bytes())
    if fault == "zeroed":
        content[:8192] = bytes(8192)
    elif fault == "truncated":
        del content[len(content) // 2 :]
    elif fault == "flipped":
        for place in range(4096, len(content), 4096):
            content[place] ^= 255
    else:
        content = bytearray(b"SQLite format 3\0" + bytes(4096))
    path.write_bytes(content)
    ended = rack.starter.run(*build.command(data))
    assert ended.code == 1, ended.said
    assert "skilltide rebuild" in ended.said
    rack.healed(rebuild, data, f"warehouse {fault}")


def test_readers_read_on_while_it_is_published(rack: Rack) -> None:
    """A reader asks again and again during publishes: each answer is the old state or the new one, never a mixture."""
    publish = STEPS[4]
    data = rack.data(publish)
    copy = data / "published" / "skilltide.duckdb"
    before = consistent(copy)
    seen, trouble, done = set(), [], threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add(consistent(copy))
            except Exception as error:
                trouble.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(max(2, POINTS // 10)):
        assert rack.starter.run(*publish.command(data)).code == 0
    done.set()
    reader.join()
    assert not trouble
    assert seen <= {before, consistent(copy)}
    assert len(seen) == 2
    rack.healed(publish, data, "reader during publish")


@pytest.mark.parametrize("jump", ["2027-03-01", "2026-08-02"], ids=["forwards", "backwards"])
def test_the_clock_jumps(rack: Rack, jump: str) -> None:
    """A run on a wrong day, then on the right one: each posting once, and landing rebuilds what is published."""
    data = rack.data(STEPS[0])
    table = str(data.parent / "boards.toml")
    before = published(data)
    ended = rack.starter.run("refresh", "--boards", table, "--today", jump, "--data", str(data))
    if jump > SECOND_DAY:
        assert ended.code == 3, ended.said
    else:
        assert ended.code == 1, "openings of the future are not published"
        assert published(data) == before
    whole(data)
    ended = rack.starter.run("refresh", "--boards", table, "--today", SECOND_DAY, "--data", str(data))
    assert ended.code == 3, ended.said
    whole(data)
    after = published(data)
    if jump > SECOND_DAY:
        doctor = rack.starter.run("doctor", "--data", str(data), "--today", SECOND_DAY, "--boards", table)
        assert doctor.code == 1
        assert "clock" in doctor.said
    ended = rack.starter.run("rebuild", "--today", SECOND_DAY, "--data", str(data))
    assert ended.code == 0, ended.said
    assert published(data) == after
    rack.matrix.survived(f"clock jumps to {jump}", "refresh")


def test_remains_do_not_pile_up(rack: Rack) -> None:
    """After a killed publish and report, the next ones leave only what they must."""
    publish, report = STEPS[4], STEPS[5]
    data = rack.data(publish)
    for part in (0.3, 0.6, 0.9):
        rack.starter.run(*publish.command(data), kill_after=rack.before["publish"].peace.seconds * part)
    assert rack.starter.run(*publish.command(data)).code == 0
    assert rack.starter.run(*report.command(data)).code == 0
    left = [path for path in data.rglob("*") if "partial" in path.name or path.suffix in {".tmp", ".wal"}]
    assert not left
    assert reported(data).keys() == rack.before["report"].outcome.keys()
    assert gzip.decompress(next(data.glob("landing/maker0/*.gz")).read_bytes())
    assert HOUSE.exists()
