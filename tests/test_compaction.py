"""Month packs: the very bytes come out, the same tables are loaded, nothing is removed before it is proved."""

import gzip
import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import steps
from pipelines.__main__ import main
from pipelines.collect.landing import read_records
from pipelines.config import Config
from pipelines.operation import compaction
from pipelines.operation.compaction import compact
from pipelines.operation.doctor import examine
from pipelines.operation.verification import verify
from tests.operation_market import at, config_of, land, postings
from tests.torture.commands import published
from warehouse.month_packs import DamagedPack, in_plain, unpack, write_pack

DAYS = [date(2026, 7, 20) + timedelta(days=n) for n in range(20)]
TODAY = date(2026, 8, 10)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Two boards over three weeks, of which July is over: adverts come, go, and change."""
    config = config_of(tmp_path / "data", TODAY)
    for number, day in enumerate(DAYS):
        for source, first in (("acme", 100), ("best", 200)):
            found = postings(source, range(first + number, first + number + 12), note="x" * (number // 7))
            land(config.landing, source, at(day), found)
    return config


def files(config: Config) -> dict[str, bytes]:
    return {path.name: gzip.decompress(path.read_bytes()) for path in config.landing.glob("*/*.jsonl.gz")}


def run(config: Config) -> dict[str, str]:
    steps.load(config)
    steps.build(config)
    steps.publish(config)
    return published(config.data)


def test_packed_months_give_the_same_bytes_and_the_same_tables(config: Config) -> None:
    before, tables = files(config), run(config)
    done = compact(config.landing, TODAY)
    assert (done.packs, done.files, done.left_out) == (2, 24, 0)
    assert done.bytes_after < done.bytes_before
    left = files(config)
    assert {name[:7] for name in left} == {"2026-08"}
    for source in ("acme", "best"):
        names = [config.landing / source / str(r.file) for r in read_records(config.landing, source)]
        with in_plain(names) as where:
            for name in names:
                content = where[name].read_bytes()
                assert (gzip.decompress(content) if name.suffix == where[name].suffix else content) == before[name.name]
    steps.rebuild(config)
    steps.publish(config)
    assert published(config.data) == tables
    assert all(not proof.wrong for proof in verify(config))
    assert not [finding for finding in examine(config) if finding.part == "landing" and finding.state == "wrong"]


def test_a_second_compaction_takes_in_what_came_late(config: Config) -> None:
    compact(config.landing, TODAY)
    late = land(config.landing, "acme", at(date(2026, 7, 25), 9), postings("acme", range(100, 140)))
    done = compact(config.landing, TODAY)
    assert (done.packs, done.files) == (1, 1)
    assert not (config.landing / "acme" / str(late.file)).exists()
    assert len(list((config.landing / "acme").glob("2026-07.*.month.parquet"))) == 1
    assert compact(config.landing, TODAY).packs == 0
    run(config)
    assert all(not proof.wrong for proof in verify(config))


def test_a_kill_between_manifest_and_removal_loses_nothing(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = run(config)
    kept = {path: path.read_bytes() for path in config.landing.glob("acme/2026-07-*.jsonl.gz")}
    compact(config.landing, TODAY)
    for path, content in kept.items():
        path.write_bytes(content)
    (config.landing / "acme" / "2026-07.00000000.month.parquet").write_bytes(b"remains of a killed compaction")
    (config.landing / "acme" / ".2026-07.month.json.4711.partial").write_bytes(b"half a manif")
    compact(config.landing, TODAY)
    assert not list(config.landing.glob("acme/.*"))
    assert not list(config.landing.glob("acme/2026-07-*.jsonl.gz"))
    assert len(list(config.landing.glob("acme/*.month.parquet"))) == 1
    steps.rebuild(config)
    steps.publish(config)
    assert published(config.data) == tables


def test_nothing_is_removed_when_the_pack_does_not_give_it_back(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(config)

    def forgetful(path: Path, contents: object) -> None:
        write_pack(path, [content.replace(b"Excel", b"Word") for content in contents])  # type: ignore[attr-defined]

    monkeypatch.setattr(compaction, "write_pack", forgetful)
    with pytest.raises(DamagedPack, match="nothing was removed"):
        compact(config.landing, TODAY)
    assert files(config) == before
    assert not list(config.landing.glob("*/*.month.json"))


def test_a_damaged_daily_file_is_left_and_named(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    path = sorted(config.landing.glob("acme/2026-07-*.jsonl.gz"))[3]
    path.write_bytes(path.read_bytes()[:-9])
    done = compact(config.landing, TODAY)
    assert done.left_out == 1
    assert path.exists()
    assert path.name in caplog.text
    assert any(path.name in wrong for proof in verify(config) for wrong in proof.wrong)


def test_verify_finds_a_damaged_pack_a_changed_copy_and_a_warehouse_that_lies(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    import duckdb

    where = ["--data", str(config.data), "--today", str(TODAY)]
    run(config)
    assert main(["compact", *where]) == 0
    assert main(["verify", *where]) == 0
    healthy = config.data.with_name("healthy")
    shutil.copytree(config.data, healthy)
    with duckdb.connect(str(config.published)) as copy:
        copy.execute("update posting set title = 'Emperor' where posting_id = (select min(posting_id) from posting)")
    assert main(["verify", *where]) == 1
    assert "        posting\n" in capsys.readouterr().out
    (config.data / "published/parquet/skill.parquet").unlink()
    assert main(["verify", *where]) == 1
    assert "parquet/skill.parquet" in capsys.readouterr().out
    with duckdb.connect(str(config.warehouse)) as warehouse:
        warehouse.execute("update store.posting_seen set last_seen = last_seen + interval 1 day where source = 'acme'")
    assert main(["verify", *where]) == 1
    assert "acme: the warehouse does not hold what landing gives" in capsys.readouterr().out
    pack = next(config.landing.glob("best/*.month.parquet"))
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 255
    pack.write_bytes(content)
    assert main(["verify", *where]) == 1
    assert "is damaged (checksum differs)" in capsys.readouterr().out


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8).map(lambda text: text.replace("\n", "")), max_size=9), max_size=5))
def test_any_lines_come_out_as_they_went_in(tmp_path_factory: pytest.TempPathFactory, found: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("pack") / "a.parquet"
    contents = ["\n".join(lines).encode() for lines in found]
    write_pack(path, contents)
    assert list(unpack(path, range(len(contents)))) == contents


def test_remains_of_killed_reports_go_once_they_are_old(tmp_path: Path) -> None:
    page, old, young = (tmp_path / name for name in ("index.html", ".index.html.7.tmp", ".report.md.8.tmp"))
    for path in (page, old, young):
        path.write_text("x")
    os.utime(old, (1, 1))
    os.utime(page, (1, 1))
    assert compaction.remove_report_remains(tmp_path, datetime.now(UTC)) == 1
    assert {path.name for path in tmp_path.iterdir()} == {page.name, young.name}
