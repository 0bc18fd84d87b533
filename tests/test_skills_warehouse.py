"""Skills in the warehouse: an employer's template is a mention; a new catalogue reads all history again."""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from duckdb import DuckDBPyConnection

from pipelines.__main__ import main
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.discovery import discover
from pipelines.skills.extraction import extract_batch, shipped_extractor
from warehouse import batches
from warehouse.database import open_writer
from warehouse.marts import build_marts
from warehouse.publishing import publish

TEMPLATE = "At Acme we run Kubernetes, Terraform and PostgreSQL with knowledge of Docker."


def store_adverts(connection: DuckDBPyConnection, adverts: list[tuple[str, str]]) -> None:
    """Adverts as (employer, text), cleaned already; each is an opening of its own."""
    for number, (employer, text) in enumerate(adverts, 1):
        connection.execute(
            "insert into store.posting_seen values (?, 'board', 'test', ?, false, '2026-10-01', '2026-10-20', 2, 'v')",
            [number, str(number)],
        )
        connection.execute(
            "insert into store.posting_version (posting_id, version_hash, title, first_seen) "
            "values (?, 'v', 'Job', '2026-10-01')",
            [number],
        )
        connection.execute(
            "insert into store.cleaned (posting_id, version_hash, rules, title, company, company_key, title_key, text, "
            "text_key, language, posted_on, date_basis) values (?, 'v', 'r', 'Job', ?, ?, ?, ?, ?, 'en', '2026-10-01', "
            "'published')",
            [number, employer, employer, f"job {number}", text, f"text {number}"],
        )
        connection.execute("insert into store.link values (?, ?, ?, 'first', 1.0, ?, false)", [number] * 4)


def read_all(connection: DuckDBPyConnection, version: str | None = None) -> int:
    """What ``steps.build`` does for skills; returns how many texts were read."""
    catalogue, done = load_catalogue(), 0
    version = version or catalogue.version
    batches.store_catalogue(connection, catalogue.skill_table(), catalogue.alias_table(), version)
    for texts in batches.pending_texts(connection, version, 3):
        batches.store_hits(connection, texts, extract_batch(texts), version)
        done += texts.num_rows
    return done


def rows(connection: DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_writer(tmp_path / "warehouse.duckdb") as opened:
        yield opened


def test_a_template_line_is_a_mention_and_no_requirement(connection: DuckDBPyConnection) -> None:
    own = [
        "Experience with Python",
        "Experience with Java",
        "Experience with Rust",
        "Experience with Scala",
        "Experience with Kotlin",
    ]
    adverts = [("acme", f"{TEMPLATE}\nRequirements:\n- {line}") for line in own]
    # Another employer has the line once: there it is what the advert asks for.
    adverts.append(("other", f"{TEMPLATE}\nRequirements:\n- Experience with PHP"))
    store_adverts(connection, adverts)
    read_all(connection)
    build_marts(connection, date(2026, 11, 1))
    asked = rows(connection, "select vacancy_id from vacancy_skill where skill = 'kubernetes'")
    assert asked == [(6,)]
    sections = rows(connection, "select distinct section from skill_hit where skill = 'kubernetes' and posting_id < 6")
    assert sections == [("template",)]
    assert (
        len(rows(connection, "select 1 from vacancy_skill where skill in ('python','java','rust','scala','kotlin')"))
        == 5
    )


def test_four_adverts_make_no_template(connection: DuckDBPyConnection) -> None:
    store_adverts(connection, [("acme", f"{TEMPLATE}\nNumber {n}") for n in range(4)])
    read_all(connection)
    build_marts(connection, date(2026, 11, 1))
    assert len(rows(connection, "select 1 from vacancy_skill where skill = 'kubernetes'")) == 4


def test_a_line_of_half_of_the_adverts_is_no_template(connection: DuckDBPyConnection) -> None:
    store_adverts(connection, [("acme", (TEMPLATE if n % 2 else "No such line.") + f"\nNumber {n}") for n in range(10)])
    read_all(connection)
    build_marts(connection, date(2026, 11, 1))
    assert len(rows(connection, "select 1 from vacancy_skill where skill = 'kubernetes'")) == 5


def test_a_new_catalogue_reads_all_history_again_and_goes_on_where_it_stopped(connection: DuckDBPyConnection) -> None:
    store_adverts(connection, [("acme", f"Experience with Python {n}") for n in range(7)])
    assert read_all(connection) == 7
    assert read_all(connection) == 0
    # A run that is killed after its first batch has stored that batch and nothing else.
    catalogue = load_catalogue()
    batches.store_catalogue(connection, catalogue.skill_table(), catalogue.alias_table(), "next")
    first = next(batches.pending_texts(connection, "next", 3))
    batches.store_hits(connection, first, extract_batch(first), "next")
    assert read_all(connection, "next") == 4
    assert rows(connection, "select distinct catalogue from store.hit") == [("next",)]


def test_versions_are_kept_beside_the_words(connection: DuckDBPyConnection) -> None:
    store_adverts(connection, [("acme", "Experience with Python 3.11 and Java 17 is required")])
    read_all(connection)
    build_marts(connection, date(2026, 11, 1))
    found = rows(connection, "select skill, surface, version from skill_hit order by skill")
    assert found == [("java", "Java 17", "17"), ("python", "Python 3.11", "3.11")]


def test_hits_of_a_batch_have_the_columns_of_the_store(connection: DuckDBPyConnection) -> None:
    table = pa.table({"posting_id": [1], "title": ["Go developer"], "text": [""], "company": [None], "tags": [["sql"]]})
    hits = extract_batch(table)
    assert hits.column("skill").to_pylist() == ["go", "sql"]
    names = {name for (name,) in rows(connection, "select column_name from duckdb_columns() where table_name = 'hit'")}
    assert {"version", "line", "skill", "requirement", "section", "surface"} <= names & {
        *hits.column_names,
        "catalogue",
    }


def test_unknown_phrases_are_found_by_number_of_employers() -> None:
    adverts = [(f"employer {n}", "", "Requirements:\n- Python, Frobnicator, SQL and Docker") for n in range(3)]
    adverts += [("one", "", "Requirements:\n- Python, Quuxify, SQL")] * 9
    found = discover(adverts, shipped_extractor())
    assert [(unknown.phrase, unknown.employers) for unknown in found] == [("frobnicator", 3)]


def test_show_and_discover_read_the_published_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_writer(tmp_path / "warehouse.duckdb") as connection:
        filler = "We make things that people like. " * 20
        adverts = [(f"firm {n}", f"{filler}\nRequirements:\n- Python, Frobnicator, SQL and Docker") for n in range(3)]
        adverts.append(("firm 9", f"{filler}\nNo Python required."))
        store_adverts(connection, adverts)
        read_all(connection)
        build_marts(connection, date(2026, 11, 1))
    publish(tmp_path / "warehouse.duckdb", tmp_path / "published")
    assert main(["skills", "show", "python", "--data", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "in 3 of 4 readable openings (3 must, 0 nice, 0 unstated); 1 places say it is not needed" in shown
    assert main(["skills", "discover", "--data", str(tmp_path)]) == 0
    assert "3 employers      3 adverts  frobnicator  beside Python" in capsys.readouterr().out
    assert main(["skills", "show", "python", "--json", "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["found"]["openings"] == 3
