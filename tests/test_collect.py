"""Judging crawls, keeping landing files, and bringing foreign files in."""

import csv
import gzip
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.collect.crawling import CrawlRefused, by_host, crawl, recover
from pipelines.collect.foreign_rows import ImportRefused, read_rows
from pipelines.collect.importing import import_file, iso_moment, parse_mapping
from pipelines.collect.judge import judge
from pipelines.collect.landing import CrawlRecord, keep, read_records, remove_remains
from pipelines.config import Config, ConfigError, ensure_writable, read_config
from pipelines.run_lock import AlreadyRunning, run_lock
from pipelines.steps import UnknownBoards, chosen_boards
from spiders.boards import Board

AT = datetime(2026, 11, 23, 4, 15, tzinfo=UTC)
HEALTHY: dict[str, Any] = {
    "items": 50,
    "finish_reason": "finished",
    "error_kind": None,
    "spider_errors": 0,
    "dropped": {},
    "filled": {"description": 50, "posted_at": 50, "locations": 45},
}
RECORD = CrawlRecord(
    source="acme",
    platform="greenhouse",
    kind="crawl",
    observed_at="2026-11-22T04:15:00Z",
    verdict="accepted",
    postings=50,
    stats={"filled": {"description": 50, "posted_at": 50, "locations": 45}},
)


@pytest.mark.parametrize(
    ("change", "history", "verdict", "failure"),
    [
        ({}, [], "accepted", None),
        ({"items": 0}, [], "rejected", "zero_items"),
        ({"error_kind": "bot_page", "items": 0}, [RECORD], "rejected", "bot_page"),
        ({"error_kind": "http_403", "items": 3}, [], "rejected", "http_403"),
        ({"finish_reason": "shutdown"}, [], "rejected", "interrupted"),
        ({"spider_errors": 1}, [], "rejected", "exception"),
        ({"dropped": {"no_title": 40}}, [], "rejected", "schema_change"),
        ({"dropped": {"no_title": 1}}, [], "accepted", None),
        ({"items": 20}, [RECORD] * 3, "suspicious", "drop"),
        ({"items": 30}, [RECORD] * 3, "accepted", None),
        ({"items": 900}, [], "suspicious", "flood"),
        ({"dropped": {"duplicate": 60}}, [], "suspicious", "duplicate_flood"),
        (
            {"filled": {"description": 2, "posted_at": 50, "locations": 45}},
            [RECORD],
            "suspicious",
            "blank_field",
        ),
        ({"filled": {"description": 2, "posted_at": 50, "locations": 45}}, [], "accepted", None),
    ],
)
def test_only_a_believable_crawl_is_accepted(
    change: dict[str, Any], history: list[CrawlRecord], verdict: str, failure: str | None
) -> None:
    judged = judge({**HEALTHY, **change}, 1, 500, history)
    assert (judged.verdict, judged.failure) == (verdict, failure)
    assert (judged.reason is None) == (verdict == "accepted")


def test_an_empty_board_may_be_expected_to_be_empty() -> None:
    assert judge({**HEALTHY, "items": 0, "filled": {}}, 0, None, []).verdict == "accepted"
    assert judge({**HEALTHY, "items": 0, "filled": {}}, 0, None, [RECORD]).failure == "zero_items"


def test_rejected_crawls_teach_the_judge_nothing() -> None:
    broken = replace(RECORD, verdict="rejected", postings=0)
    assert judge({**HEALTHY, "items": 20}, 1, 500, [RECORD, RECORD, *[broken] * 10]).failure == "drop"


def test_the_same_crawl_kept_twice_gives_the_same_files(tmp_path: Path) -> None:
    lines = tmp_path / "acme.jsonl"
    lines.write_bytes(b'{"title":"A"}\n')
    first = keep(tmp_path / "landing", RECORD, lines, AT)
    before = {path.name: path.read_bytes() for path in (tmp_path / "landing" / "acme").iterdir()}
    assert keep(tmp_path / "landing", RECORD, lines, AT) == first
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "landing" / "acme").iterdir()}
    assert gzip.decompress(before[first.file or ""]) == b'{"title":"A"}\n'
    assert read_records(tmp_path / "landing", "acme") == [first]


def test_a_rejected_crawl_leaves_a_record_and_no_data(tmp_path: Path) -> None:
    keep(tmp_path, replace(RECORD, verdict="rejected", failure="dns"), None, AT)
    assert [path.name for path in (tmp_path / "acme").iterdir()] == ["2026-11-23T041500Z-rejected.crawl.json"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"contact": "me"}, "contact 'me'"),
        ({"contact": "me@example.org\r\nX-Other: 1"}, "a mail address or a page"),
        ({"contact": "http://"}, "a mail address or a page"),
        ({"hosts_in_parallel": 0}, "--hosts 0"),
        ({"hosts_in_parallel": -3}, "--hosts -3"),
    ],
)
def test_a_setting_that_nobody_can_mean_is_refused(tmp_path: Path, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_config(data=tmp_path, **settings)
    assert read_config(data=tmp_path, contact="https://example.org/crawler").contact
    assert read_config(data=tmp_path, contact="you@example.org").contact


def test_a_misspelt_board_is_told_the_like(tmp_path: Path) -> None:
    with pytest.raises(UnknownBoards, match=r"no board named Strip \(did you mean stripe\?\)"):
        chosen_boards(read_config(data=tmp_path), ["Strip"])
    with pytest.raises(UnknownBoards, match="no board named nothing-at-all; "):
        chosen_boards(read_config(data=tmp_path), ["nothing-at-all"])


def test_remains_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / ".2026-11-23T041500Z.99.partial").write_bytes(b"half")
    remove_remains(tmp_path)
    assert not list(folder.iterdir())


def test_what_a_power_failure_left_is_kept_only_where_it_is_whole(tmp_path: Path) -> None:
    config = Config(data=tmp_path, boards=None, contact=None, hosts_in_parallel=1, observed_at=AT)
    work = config.cache / "crawl" / "2026-11-23T041500Z-greenhouse-api"
    work.mkdir(parents=True)
    names = ("whole", "short", "holes", "no_lines", "no_stats", "half_stats", "not_begun")
    lines = {"short": b'{"a": 1}\n', "holes": b'{"a": 1}\n' + b"\0" * 9 + b"\n"}
    for name in names[:-1]:
        (work / f"{name}.jsonl").write_bytes(lines.get(name, b'{"a": 1}\n{"a": 2}\n'))
        (work / f"{name}.stats.json").write_bytes(orjson.dumps({**HEALTHY, "items": 2}))
    (work / "no_lines.jsonl").unlink()
    (work / "no_stats.stats.json").unlink()
    (work / "half_stats.stats.json").write_bytes(b"")
    rows = [{"name": name, "platform": "greenhouse", "token": name} for name in names]
    (work / "run.json").write_bytes(orjson.dumps({"observed_at": "2026-11-23T04:15:00Z", "boards": rows}))
    lost = config.cache / "crawl" / "2026-11-23T041500Z-lever-api"
    lost.mkdir()
    (lost / "run.json").write_bytes(b"")
    assert [(record.source, record.verdict, record.postings) for record in recover(config)] == [
        ("whole", "accepted", 2)
    ]
    assert not list(config.cache.glob("crawl/*"))


def test_boards_of_one_host_are_one_unit_of_work() -> None:
    boards = [
        Board(name="a", platform="greenhouse", token="a"),
        Board(name="b", platform="greenhouse", token="b"),
        Board(name="c", platform="lever", token="c"),
        Board(name="d", platform="lever", token="d", origin="https://api.eu.lever.co"),
    ]
    assert {key: [board.name for board in group] for key, group in by_host(boards).items()} == {
        ("greenhouse", ""): ["a", "b"],
        ("lever", ""): ["c"],
        ("lever", "api.eu.lever.co"): ["d"],
    }


def test_nobody_crawls_the_open_net_without_a_contact(tmp_path: Path) -> None:
    config = read_config(data=tmp_path)
    with pytest.raises(CrawlRefused, match="contact"):
        crawl(config, {"a": Board(name="a", platform="greenhouse", token="a")})


def test_a_second_run_in_the_same_directory_is_told_so(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipelines.run_lock import run_lock\n"
        "with run_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=str(other.pid)), run_lock(tmp_path):
            pass
        other.kill()
    with run_lock(tmp_path):
        pass


def test_settings_are_checked_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not a day"):
        read_config(data=tmp_path, today="yesterday")
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(ConfigError, match="cannot be written"):
        ensure_writable(read_config(data=blocked / "data"))


MAPPING = parse_mapping(["native_id=id,title=role|text", "company=firm,posted_at=ts,description_text=text"])
ROWS = [
    {"id": 1, "role": "Nurse", "text": "Ward work", "firm": "St Mary", "ts": 1571313616},
    {"id": 2, "role": None, "text": "Driver\nLong haul", "firm": "Haulage & Co", "ts": "2019-10-17"},
    {"id": 3, "role": "", "text": " ", "firm": "Nobody", "ts": None},
]


def land(path: Path, tmp_path: Path, **changes: Any) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Import one file and read back what landed."""
    settings: dict[str, Any] = {"mapping": MAPPING, "read_at": AT, "snapshot_at": None, **changes}
    done = import_file(path, "own", tmp_path / "landing", **settings)
    assert done.record is not None
    packed = (tmp_path / "landing" / "own" / (done.record.file or "")).read_bytes()
    return [orjson.loads(line) for line in gzip.decompress(packed).splitlines()], Counter(done.left_out)


def write_rows(folder: Path, kind: str) -> Path:
    path = folder / f"rows.{kind}"
    if kind == "csv":
        path.write_text(
            "id,role,text,firm,ts\n1,Nurse,Ward work,St Mary,1571313616\n"
            '2,,"Driver\nLong haul",Haulage & Co,2019-10-17\n3,, ,Nobody,\n'
        )
    elif kind == "parquet":
        text_rows = [{**row, "ts": None if row["ts"] is None else str(row["ts"])} for row in ROWS]
        pq.write_table(pa.Table.from_pylist(text_rows), path)
    elif kind == "json":
        path.write_bytes(orjson.dumps(ROWS))
    else:
        content = b"\n".join(orjson.dumps(row) for row in ROWS)
        path.write_bytes(gzip.compress(content) if kind.endswith(".gz") else content)
    return path


@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "jsonl", "jsonl.gz"])
def test_any_table_comes_in_by_a_mapping(tmp_path: Path, kind: str) -> None:
    postings, left_out = land(write_rows(tmp_path, kind), tmp_path)
    assert [(row["native_id"], row["title"], row["company"]) for row in postings] == [
        ("1", "Nurse", "St Mary"),
        ("2", "Driver", "Haulage & Co"),
    ]
    assert [row["posted_at"] for row in postings] == ["2019-10-17T12:00:16+00:00", "2019-10-17"]
    assert left_out == {"no_title": 1}


def test_a_long_advert_is_read_whole_and_leaves_other_readers_their_limit(tmp_path: Path) -> None:
    """The module knows one limit for the whole process, and the readers of exports count on the usual one."""
    path, usual = tmp_path / "rows.csv", csv.field_size_limit()
    text = "Ward work. " * usual
    path.write_text(f"id,role,text,firm,ts\n1,Nurse,{text},St Mary,\n2,Driver,Short,Haulage,\n")
    rows = read_rows(path, Counter())
    assert next(rows)["text"] == text
    assert csv.field_size_limit() == usual
    assert [row["role"] for row in rows] == ["Driver"]
    assert csv.field_size_limit() == usual


def test_our_own_lines_come_back_unchanged(tmp_path: Path) -> None:
    first, _ = land(write_rows(tmp_path, "jsonl"), tmp_path)
    again = tmp_path / "again.jsonl"
    again.write_bytes(b"\n".join(orjson.dumps(row) for row in first))
    second, _ = land(again, tmp_path, mapping=None, snapshot_at=AT)
    assert second == first


def test_history_imported_twice_lands_once_but_a_snapshot_is_seen_again(tmp_path: Path) -> None:
    path = write_rows(tmp_path, "jsonl")
    land(path, tmp_path)
    again = {"mapping": MAPPING, "read_at": datetime(2026, 12, 1, tzinfo=UTC)}
    assert import_file(path, "own", tmp_path / "landing", **again, snapshot_at=None).record is None
    assert import_file(path, "own", tmp_path / "landing", **again, snapshot_at=AT).record is not None


def test_a_broken_line_is_counted_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(orjson.dumps(ROWS[0]) + b'\n{"id": 7, "role": "cut o\n[1]\n' + orjson.dumps(ROWS[1]))
    postings, left_out = land(path, tmp_path)
    assert len(postings) == 2
    assert left_out == {"broken_line": 2}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("rows.xlsx", b"PK", "cannot tell what this is"),
        ("rows.jsonl.gz", gzip.compress(orjson.dumps(ROWS[0]) * 500, mtime=0)[:-20], "broken or cut off"),
        ("rows.jsonl.gz", b"not gzip", "broken or cut off"),
        ("rows.parquet", b"not parquet", "not a readable Parquet file"),
        ("rows.json", b'[{"id": 1}, {"id"', "not valid JSON"),
        ("rows.csv", b"a,b\n1,2\n", "no such column"),
        ("rows.jsonl", b"", "no usable row"),
    ],
    ids=["kind", "cut", "not-gzip", "not-parquet", "not-json", "columns", "empty"],
)
def test_an_unusable_file_is_refused_with_the_reason(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=message):
        land(path, tmp_path)
    assert not list(tmp_path.glob("landing/own/*"))


def test_a_mapping_names_only_what_a_posting_has() -> None:
    assert parse_mapping(["title=a|b", " url=c "]) == {"title": ["a", "b"], "url": ["c"]}
    for wrong in ("salary=x", "title=", "title"):
        with pytest.raises(ImportRefused, match="field=column"):
            parse_mapping([wrong])


def test_epochs_become_moments_and_other_text_stays() -> None:
    assert iso_moment("1571313616") == "2019-10-17T12:00:16+00:00"
    assert iso_moment("1571313616000") == "2019-10-17T12:00:16+00:00"
    assert iso_moment("17 Oct 2019") == "17 Oct 2019"
    assert iso_moment("1e400") == "1e400"
