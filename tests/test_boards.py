"""The board table: what is taken in, tried, added, taken out and pruned."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.__main__ import main
from pipelines.collect.board_table import add_board, free_name, remove_boards
from pipelines.collect.dead_boards import dead_boards
from pipelines.collect.landing import CrawlRecord, keep, moment
from spiders.boards import Board, BoardTableError, read_boards
from tests.fake_boards import FakeBoards, Reply

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
JOB = {"@type": "JobPosting", "title": "Glazier", "description": "Windows.", "identifier": "G-1"}
CAREERS = f'<html><script type="application/ld+json">{json.dumps(JOB)}</script></html>'


def crawled(landing: Path, name: str, *told: tuple[int, str | None]) -> None:
    """Crawls of a board: day, and the failure (None: accepted)."""
    for day, failure in told:
        at = START + timedelta(days=day)
        lines = landing / "lines"
        landing.mkdir(parents=True, exist_ok=True)
        lines.write_bytes(b"")
        record = CrawlRecord(
            source=name, platform="greenhouse", kind="crawl", observed_at=moment(at),
            verdict="rejected" if failure else "accepted", failure=failure,
        )  # fmt: skip
        keep(landing, record, None if failure else lines, at)
        lines.unlink()


def board(name: str) -> Board:
    return Board(name=name, platform="greenhouse", token=name)


@pytest.mark.parametrize(
    ("told", "dead"),
    [
        ([(0, None), *((day, "http_404") for day in (1, 5, 9, 12, 15))], True),
        ([(day, "zero_items") for day in (0, 4, 8, 12, 14)], True),
        ([(day, "http_404") for day in (0, 1, 2, 3, 4, 13)], False),
        ([(day, "http_404") for day in (0, 5, 10, 20)], False),
        ([(day, "dns") for day in range(0, 60, 5)], False),
        ([(day, "http_5xx" if day % 2 else "http_404") for day in range(9)], False),
        ([(0, "http_404"), (4, "timeout"), (8, "http_404"), (9, "dns"), (12, "http_404"), (14, "http_404"),
          (16, "http_404"), (17, "timeout")], True),
        ([(day, "http_404") for day in (0, 4, 8, 12, 16)] + [(17, None)], False),
        ([(day, "http_404") for day in (0, 4, 8, 12, 16)] + [(17, "bot_page")], False),
    ],
)  # fmt: skip
def test_a_board_is_dead_on_evidence_and_never_by_an_outage(
    tmp_path: Path, told: list[tuple[int, str | None]], dead: bool
) -> None:
    crawled(tmp_path, "a", *told)
    assert [found.name for found in dead_boards(tmp_path, {"a": board("a")})] == (["a"] if dead else [])


def test_pruning_says_what_it_would_do_and_does_it_when_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = next(iter(read_boards()))
    crawled(tmp_path / "landing", shipped, *((day, "http_404") for day in (0, 4, 8, 12, 16)))
    assert main(["boards", "prune", "--data", str(tmp_path)]) == 0
    assert f"{shipped}: http_404 in 5 crawls, 2026-03-01 to 2026-03-17; never a posting" in capsys.readouterr().out
    assert not (tmp_path / "boards.toml").exists()
    assert main(["boards", "prune", "--yes", "--data", str(tmp_path)]) == 0
    left = read_boards(tmp_path / "boards.toml")
    assert shipped not in left
    assert len(left) == len(read_boards()) - 1
    assert main(["boards", "list", "--json", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert shipped not in {row["name"] for row in json.loads(said[said.index("\n[") :])}


def test_a_table_is_edited_as_text_and_keeps_what_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "boards.toml"
    path.write_text(
        '# mine\nextends = "shipped"\nacme = { platform = "lever", token = "acme" }  # the yard\n\n'
        '[other]\nplatform = "ashby"\ntoken = "o"  # kept\n'
    )
    odd = Board(name="odd", platform="greenhouse", token='a"b\\c', company="Ärger & Söhne\n", note="x")
    add_board(path, odd)
    assert read_boards(path)["odd"] == odd
    assert "# mine" in path.read_text()
    with pytest.raises(BoardTableError, match="already"):
        add_board(path, odd)
    remove_boards(path, ["acme", "odd"])
    assert "acme" not in read_boards(path)
    assert "# kept" in path.read_text()
    shipped = list(read_boards())[:2]
    remove_boards(path, shipped[:1])
    remove_boards(path, shipped[1:])
    assert not {"acme", "odd", *shipped} & read_boards(path).keys()
    before = path.read_bytes()
    with pytest.raises(BoardTableError, match="no board 'ghost'"):
        remove_boards(path, ["other", "ghost"])
    assert path.read_bytes() == before


def test_a_users_row_replaces_the_shipped_one_and_wrong_tables_are_told(tmp_path: Path) -> None:
    path = tmp_path / "boards.toml"
    shipped = next(iter(read_boards()))
    path.write_text(f'extends = "shipped"\n[{shipped}]\nplatform = "wordless"\ntoken = "mine"\n')
    assert read_boards(path)[shipped].platform == "wordless"
    path.write_text('[a]\nplatform = "lever"\ntoken = "a"\n')
    assert list(read_boards(path)) == ["a"]
    for text, said in (('extends = "other"', "takes only"), ("without = 3", "list of names"), ("x = [", "not valid")):
        path.write_text(text)
        with pytest.raises(BoardTableError, match=said):
            read_boards(path)


def test_names_come_from_tokens() -> None:
    assert free_name("Acme-Jobs", []) == "acme_jobs"
    assert free_name("Acme", ["acme", "acme_2"]) == "acme_3"
    assert free_name("https://www.acme.example/careers?x=1", []) == "www_acme_example_careers_x_1"
    assert free_name("\u6d77", []) == "board"


@pytest.mark.slow
def test_a_careers_page_is_found_tried_and_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--data", str(tmp_path)])
        said = capsys.readouterr()
        return code, said.out + said.err

    replies: dict[str, Any] = {
        "/careers": Reply(CAREERS),
        "/about": Reply("<html><p>Us</p></html>"),
        "/many": Reply('<a href="https://jobs.lever.co/one">1</a><a href="https://jobs.lever.co/two">2</a>'),
        "/busy": Reply(status=403),
    }
    with FakeBoards(replies) as server:
        careers = f"{server.origin}/careers"
        code, said = run("boards", "probe", careers)
        assert code == 0
        assert "1 postings; description 100%" in said
        assert "Glazier" in said
        code, said = run("boards", "add", careers, "--name", "glass", "--company", "Glass & Sons")
        assert code == 0, said
        found = read_boards(tmp_path / "boards.toml")["glass"]
        assert (found.platform, found.token, found.verified) == ("job_pages", careers, True)
        assert run("boards", "add", careers)[1].endswith(f"it is there already: glass (job_pages, {careers})\n")
        code, said = run("boards", "add", f"{server.origin}/about")
        assert (code, "no board of a known platform" in said) == (1, True)
        code, said = run("boards", "add", f"{server.origin}/many")
        assert (code, "leads to 2 boards; choose one with --token" in said) == (1, True)
        code, said = run("boards", "add", f"{server.origin}/busy")
        assert (code, "http_403" in said) == (1, True)
        code, said = run("boards", "add", f"{server.origin}/many", "--token", "two", "--untried")
        assert (code, read_boards(tmp_path / "boards.toml")["two"].verified) == (0, False)
        code, said = run("boards", "add", "https://jobs.lever.co/three")
        assert (code, "--contact" in said) == (2, True)
        code, said = run("crawl", "glass")
        assert code == 0, said
        code, said = run("boards", "remove", "glass")
        assert code == 0
    assert "glass" not in read_boards(tmp_path / "boards.toml")


def test_spiders_that_cannot_yet_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from pipelines.collect import board_finding

    def without(*_: Any, **__: Any) -> Any:
        class Done:
            returncode = 2
            stdout = ""
            stderr = (
                "usage: …\npython -m spiders: error: argument COMMAND: invalid choice: 'detect' (choose from crawl)"
            )

        return Done()

    run: Callable[..., Any] = without
    monkeypatch.setattr(board_finding.subprocess, "run", run)
    with pytest.raises(board_finding.CannotAsk, match="cannot detect yet"):
        board_finding.find_boards("https://acme.example", None)
