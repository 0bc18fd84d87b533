"""Named questions, and the interactive session."""

import io
import json
import os
import re
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from pipelines import steps
from pipelines.__main__ import main
from pipelines.config import Config, read_config
from tests.test_warehouse import TODAY, three_crawls
from warehouse.asking import answer
from warehouse.conversation import Session, converse, is_whole, parse_values
from warehouse.database import open_published, open_writer
from warehouse.dictionary import page
from warehouse.marts import build_marts
from warehouse.questions import UnknownQuestion, find_question, list_questions


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Config:
    config = read_config(data=tmp_path_factory.mktemp("asked"), today=TODAY)
    three_crawls(config.landing)
    steps.load(config)
    steps.build(config)
    steps.publish(config)
    return config


@pytest.mark.parametrize("question", list_questions(), ids=lambda question: question.name)
def test_each_question_is_asked_in_plain_words_and_answered(question, built: Config) -> None:
    assert question.text.endswith("?"), "the first line is the question"
    assert len(question.caveats) > 40, "what its answer does not say stands below"
    assert "current_date" not in question.sql
    assert "now()" not in question.sql
    assert set(re.findall(r"\$(\w+)", question.sql)) == set(question.parameters)
    out = io.StringIO()
    answer(built.published, question.sql, form="csv", limit=9, out=out, values=question.values({}))
    assert out.getvalue().splitlines()[0]


def test_an_unknown_question_or_parameter_is_named() -> None:
    with pytest.raises(UnknownQuestion, match="similar: who_asks_for"):
        find_question("who_ask_for")
    with pytest.raises(UnknownQuestion, match="it has: skill"):
        find_question("who_asks_for").values({"role": "nurse"})
    with pytest.raises(UnknownQuestion, match="name=value"):
        parse_values(["python"])


def test_a_parameter_is_a_value_and_never_sql(built: Config) -> None:
    out = io.StringIO()
    question = find_question("who_asks_for")
    values = question.values({"skill": "python' or 1=1 --"})
    answer(built.published, question.sql, form="csv", limit=9, out=out, values=values)
    assert out.getvalue().count("\n") == 1, "only the head"


def test_the_command_lists_and_asks(built: Config, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(built.data)]
    assert main(["sql", "--questions", *data]) == 0
    assert "who_asks_for --set skill=python" in capsys.readouterr().out
    assert main(["sql", "--questions", "--json", *data]) == 0
    assert {"which_boards_need_a_look"} <= {row["name"] for row in json.loads(capsys.readouterr().out)}
    assert main(["sql", "--question", "who_asks_for", "--set", "skill=triage", "--csv", *data]) == 0
    assert "Maker" in capsys.readouterr().out
    for wrong in (
        ["--question", "nothing"],
        ["--question", "who_asks_for", "--set", "x"],
        ["select 1", "--question", "a"],
    ):
        assert main(["sql", *wrong, *data]) == 2
        assert "skilltide: " in capsys.readouterr().err


def test_an_answer_goes_into_a_parquet_file(built: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.parquet"
    query = "select source, count(*) as n from posting group by all order by all"
    assert main(["sql", query, "--parquet", str(path), "--data", str(built.data)]) == 0
    assert pq.read_table(path).to_pylist() == [{"source": "acme", "n": 38}, {"source": "beta", "n": 20}]
    assert main(["sql", query, "--parquet", str(tmp_path / "no" / "x.parquet"), "--data", str(built.data)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_session_goes_on_after_a_mistake(built: Config) -> None:
    out = io.StringIO()
    with open_published(built.published) as connection:
        session = Session(connection, out)
        for line in (
            "selct 1;",
            "drop table posting;",
            ".schema posting",
            ".schema",
            ".ask nothing",
            ".ask who_asks_for skill=triage",
            ".form csv",
            "select count(*) as n\nfrom posting;",
        ):
            assert session.take(line)
        assert not session.take(".quit")
    said = out.getvalue()
    for words in (
        "syntax error",
        "read-only",
        "native_id",
        ".tables",
        "Maker",
        "n\n58\n",
    ):
        assert words in said


def test_enter_sends_only_what_is_whole() -> None:
    assert is_whole(".tables")
    assert is_whole("select 1;")
    assert not is_whole("select 1")


def test_a_query_is_typed_over_several_lines(built: Config, tmp_path: Path) -> None:
    """Enter breaks the line until there is a semicolon; Ctrl-D leaves; the history is the owner's alone."""
    out, history = io.StringIO(), tmp_path / "cache" / "history"
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("select count(*) + 4200 as n\rfrom posting ;\r\x04")
        converse(built.published, history, out)
    assert "4258" in out.getvalue()
    assert history.stat().st_mode & 0o077 == 0
    assert "from posting" in history.read_text()


def test_the_page_on_sql_is_what_the_schema_says(tmp_path: Path) -> None:
    """To write it anew: ``SKILLTIDE_WRITE_EXPECTED=1 pytest tests/test_questions.py``, then read the difference."""
    with open_writer(tmp_path / "w.duckdb") as connection:
        build_marts(connection, date(2026, 1, 1))
        written = page(connection)
    path = Path(__file__).parents[1] / "docs" / "sql.md"
    if os.environ.get("SKILLTIDE_WRITE_EXPECTED") == "1":
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written
