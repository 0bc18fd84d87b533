"""Wrong arguments of every command: one line says what and where, with the right exit code, and no traceback."""

import io
import random
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from pipelines.__main__ import main
from pipelines.collect.importing import import_file
from tests.operation_market import DAY, brought_up

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PERSON = "init --skill sql --yes|log add course|log proof --html {file}/proof.html"
IN_THE_WAY = [
    *(f"{command} --data {{file}}" for command in ("crawl", "load", "build", "check", "publish", "report", "rebuild")),
    *(
        f"{command} --data {{file}}"
        for command in ("verify", "compact", "store push {dir}", "refresh", "import {file}")
    ),
    *(f"person {action} --data {{file}}" for action in PERSON.split("|")),
    *(f"{command} --data {{dir}}" for command in ("boards list --boards {dir}", "boards remove acme --boards {dir}")),
    *(f"{command} --data {{dir}} --boards {{dir}}" for command in ("crawl", "boards prune", "boards list")),
    f"boards list --data {{dir}} --boards {'x' * 300}",
    f"person init --yes --data {{dir}} --from {'x' * 300}",
    "skills evaluate {dir} --data {dir}",
]
"""Commands with a file where a directory must be, or the reverse, or a name that is too long."""
WRONG = {
    "boards remove acme --boards {garbage} --data {dir}": "not valid TOML",
    "boards add ftp://example.org/jobs --data {dir}": "not an http address",
    "boards add file:///etc/passwd --data {dir}": "not an http address",
    "boards add https://boards.greenhouse.io/acme --untried --name A.b --data {dir}": "lower-case letters",
    "build --workers 0 --data {dir}": "--workers 0",
    "crawl --hosts 0 --data {dir}": "--hosts 0",
    "status --today 9999-12-31 --data {dir}": "one of 1900 to 2999",
    "doctor --today 0001-01-01 --data {dir}": "one of 1900 to 2999",
    "verify --sample -3 --data {dir}": "--sample -3",
    "serve --port 99999 --data {dir}": "--port 99999",
    "skills discover --least 0 --data {dir}": "--least 0",
    "skills discover --most -1 --data {dir}": "--most -1",
    "sql --limit -5 --data {dir} x": "--limit -5",
    "import {rows} --source own --map title=title --observed-at 2999-01-01 --data {dir}": "nobody can have seen it",
    "import {garbage} --source own --map title=title --data {dir}": "no such column",
    "import {wide} --source own --map title=a --data {dir}": "wide.csv: --map title=a: the first row has no",
    "import {wide} --source own --data {dir}": "wide.csv: not our own posting lines",
}
STORES = {"push ": "no address", "push {file}": "is a file", "pull {file}": "is a file", "pull {dir}/no": "nothing is"}


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, str]:
    """What the braces of a command line stand for."""
    (tmp_path / "dir").mkdir()
    contents = {
        "file": b"x",
        "garbage.csv": b"\xf5\x1b[2J," + random.Random(1).randbytes(3_000).replace(b"\0", b"1"),
        "rows.csv": b"id,title\n1,Clerk\n",
        "wide.csv": b"id,title\n1,Clerk,more\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {Path(name).stem: str(tmp_path / name) for name in ("dir", *contents)}


def said(capsys: pytest.CaptureFixture[str], paths: dict[str, str], line: str) -> tuple[int, str]:
    """The exit code and the line on the error stream, which a terminal can show."""
    capsys.readouterr()
    code = main([word.format_map(paths) for word in line.split(" ")])
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("skilltide: ")
    assert lines[-1].isprintable()
    return code, lines[-1]


@pytest.mark.parametrize("line", IN_THE_WAY)
def test_a_path_that_is_in_the_way_is_named(
    paths: dict[str, str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = " --source own" if line.startswith("import") else ""
    code, told = said(capsys, paths, line + source)
    assert code == 2
    assert any(path in told for path in (paths["file"], paths["dir"], "x" * 300))


@pytest.mark.parametrize(("line", "words"), WRONG.items())
def test_a_wrong_argument_is_explained(
    paths: dict[str, str], line: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(capsys, paths, line)
    assert (code, words in told) == (2, True), told


@pytest.mark.parametrize(("line", "words"), STORES.items())
def test_a_store_that_is_none_is_no_success(
    paths: dict[str, str], line: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(capsys, {**paths, "": ""}, f"store --data {{dir}} {line}")
    assert (code, words in told) == (1, True), told


def test_what_the_copy_does_not_know_is_said(
    tmp_path: Path, paths: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f"--data {brought_up(tmp_path / 'data').data} --today {DAY}"
    for line, code, words in (
        ("changes --later 2026-08 --earlier 2026-07 --slice nosuch", 2, "--slice 'nosuch': the copy has no such"),
        ("sql \udcff", 1, "no UTF-8"),
        ("sql -", 1, "Parser Error"),
        ("person gap --role %", 2, "role '%': there is no word in it"),
        ("person gap --role title:", 2, "role 'title:': there is no word in it"),
        ("person keywords --advert {garbage}", 2, "is no text"),
        ("person keywords --advert -", 2, "is no text"),
    ):
        content = b"\xf5\0\xff" * 300
        Path(paths["garbage"]).write_bytes(content)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        if line.startswith("person"):
            main(["person", "init", "--skill", "sql", "--yes", "--replace", *where.split()])
        capsys.readouterr()
        assert main([word.format_map(paths) for word in f"{line} {where}".split()]) == code
        assert words in capsys.readouterr().err


def test_a_spreadsheets_unicode_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text("id\ttitle\n1\tKöchin\n", encoding="utf-16")
    done = import_file(path, "own", tmp_path, mapping={"title": ["title"]}, read_at=NOON, snapshot_at=None)
    assert done.record is not None
    assert done.record.postings == 1
    assert not done.left_out


def test_our_own_lines_with_other_kinds_of_values_are_left_out(tmp_path: Path) -> None:
    good = {"native_id": "1", "title": "Clerk", "locations": [{"text": "Lyon"}], "tags": ["sql"]}
    wrong = (
        {"title": 5}, {"url": ["a"]}, {"tags": "sql"}, {"tags": [5]}, {"locations": "Lyon"}, {"locations": ["Lyon"]},
        {"locations": [{"planet": "Mars"}]}, {"locations": [{"city": 5}]},
    )  # fmt: skip
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join(orjson.dumps(good | one) for one in ({}, *wrong)))
    done = import_file(path, "own", tmp_path, mapping=None, read_at=NOON, snapshot_at=None)
    assert done.record is not None
    assert (done.record.postings, done.left_out) == (1, {"wrong_kind": len(wrong)})
