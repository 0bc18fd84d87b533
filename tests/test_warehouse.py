"""The warehouse: loading, checks on planted bad rows, publishing, and questions in SQL."""

import gzip
import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from pipelines import steps
from pipelines.collect.landing import CrawlRecord, keep, moment
from pipelines.config import Config, read_config
from spiders.items import Location, Posting
from tests.test_cleaning_warehouse import PLANTED as PLANTED_FIELDS
from warehouse.asking import QueryRefused, answer
from warehouse.checking import NotBuilt, run_checks
from warehouse.database import (
    NoRoom,
    NotPublished,
    WarehouseLocked,
    WarehouseUnreadable,
    open_published,
    open_writer,
    sql_files,
)
from warehouse.loading import load_landing
from warehouse.publishing import RELATIONS

TODAY = "2026-08-24"
FIRST = datetime(2026, 8, 3, 4, 15, tzinfo=UTC)
SKILLS = ("Python and SQL", "Kubernetes and Terraform", "patient care and triage")


def posting(number: int, source: str = "acme", **changes: Any) -> Posting:
    """An advert of our own making, long enough to count."""
    values: dict[str, Any] = {
        "source": source,
        "platform": "greenhouse",
        "native_id": str(number),
        "title": f"Opening {number}",
        "company": f"Maker {number % 5}",
        "url": f"https://example.org/{source}/{number}",
        "description_html": f"<h3>Requirements</h3><ul><li>{SKILLS[number % 3]}, opening {number}</li></ul>"
        + "<p>We build good things with care. </p>" * 20,
        "locations": [Location(text="Lyon, France")],
        "posted_at": "2026-08-20T10:00:00-04:00",
        "posted_at_raw": "2026-08-20T10:00:00-04:00",
        "posted_at_basis": "published",
    }
    return Posting(**{**values, **changes})


def land(landing: Path, postings: list[Posting], at: datetime, source: str = "acme", **changes: Any) -> CrawlRecord:
    """Put one accepted crawl into landing."""
    lines = landing.parent / "lines.jsonl"
    lines.write_bytes(b"".join(orjson.dumps(asdict(one)) + b"\n" for one in postings))
    values: dict[str, Any] = {
        "source": source,
        "platform": "greenhouse",
        "kind": "crawl",
        "observed_at": moment(at),
        "verdict": "accepted",
        "postings": len(postings),
        "stats": {"filled": {"description": len(postings), "posted_at": len(postings), "locations": len(postings)}},
    }
    return keep(landing, CrawlRecord(**{**values, **changes}), lines, at)


def three_crawls(landing: Path) -> None:
    """Adverts come, change and go over three weeks, on two boards."""
    for week in range(3):
        at = FIRST + timedelta(days=7 * week)
        here = [posting(number) for number in range(week * 4, 30 + week * 4)]
        if week == 2:
            here[0] = posting(8, title="Opening 8, now with another title")
        land(landing, here, at)
        land(landing, [posting(number, "beta") for number in range(20)], at, "beta")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A warehouse of two boards, built and published."""
    config = read_config(data=tmp_path_factory.mktemp("built"), today=TODAY)
    three_crawls(config.landing)
    steps.load(config)
    steps.build(config)
    steps.publish(config)
    return config


@pytest.fixture
def copy(built: Config, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the built warehouse that a test may spoil."""
    shutil.copyfile(built.warehouse, tmp_path / "warehouse.duckdb")
    with open_writer(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The content of all that loading keeps."""
    names = ("store.posting_seen", "store.posting_version", "crawl")
    return {name: sorted(map(repr, connection.execute(f"from {name}").fetchall())) for name in names}


# Loading.


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    three_crawls(tmp_path / "landing")
    with open_writer(tmp_path / "w.duckdb") as connection:
        first = load_landing(connection, tmp_path / "landing")
        before = tables(connection)
        second = load_landing(connection, tmp_path / "landing")
        assert tables(connection) == before
    assert (first.files, first.new, first.changed) == (6, 58, 1)
    assert (second.files, second.postings) == (0, 0)


def test_the_order_of_loading_does_not_matter(tmp_path: Path) -> None:
    three_crawls(tmp_path / "landing")
    with open_writer(tmp_path / "a.duckdb") as connection:
        load_landing(connection, tmp_path / "landing")
        expected = tables(connection)
    records = sorted((tmp_path / "landing").glob("*/*.crawl.json"))
    random.Random(3).shuffle(records)
    with open_writer(tmp_path / "b.duckdb") as connection:
        for record in records:
            part = tmp_path / "part" / record.parent.name
            part.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(record, part / record.name)
            data = json.loads(record.read_bytes())["file"]
            shutil.copyfile(record.with_name(data), part / data)
            load_landing(connection, tmp_path / "part")
        assert tables(connection) == expected


def test_a_damaged_file_is_refused_and_taken_once_it_is_restored(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    record = land(landing, [posting(1)], FIRST)
    land(landing, [posting(2, "beta")], FIRST, "beta")
    data = landing / "acme" / str(record.file)
    whole = data.read_bytes()
    data.write_bytes(whole[:-9])
    with open_writer(tmp_path / "w.duckdb") as connection:
        result = load_landing(connection, landing)
        assert result.new == 1, "the other board is loaded"
        (reason,) = result.refused.values()
        assert "damaged" in reason
        data.write_bytes(whole)
        assert load_landing(connection, landing).new == 1


def test_a_file_whose_bytes_are_right_but_whose_content_is_not_is_refused(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    record = land(landing, [posting(1)], FIRST)
    folder = landing / "acme"
    data = folder / str(record.file)
    broken = gzip.compress(b'{"source": "acme", "native_id": "1", "title": "cut o')
    data.write_bytes(broken)
    path = next(folder.glob("*.crawl.json"))
    values = json.loads(path.read_bytes())
    values["sha256"] = hashlib.sha256(broken).hexdigest()
    path.write_text(json.dumps(values))
    land(landing, [posting(2, "beta")], FIRST, "beta")
    with open_writer(tmp_path / "w.duckdb") as connection:
        result = load_landing(connection, landing)
    assert result.new == 1
    assert "cannot be read" in next(iter(result.refused.values()))


def test_a_record_that_is_no_record_stops_nothing(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    land(landing, [posting(1)], FIRST)
    (landing / "acme" / "2026-08-03T000000Z-x.crawl.json").write_text('{"source": "acme"')
    with open_writer(tmp_path / "w.duckdb") as connection:
        result = load_landing(connection, landing)
    assert result.new == 1
    assert "not a crawl record" in next(iter(result.refused.values()))


# Checks.

PLANTED = {
    "every_link_leads_to_a_posting": "update posting_vacancy set linked_to = 1 where rowid = 0",
    "strict_openings_lie_within_openings": """insert into posting_vacancy
        select posting_id + 1, vacancy_id + 1, strict_vacancy_id, basis, score, linked_to, probable
        from posting_vacancy limit 1""",
    "no_link_rests_on_unlike_texts": "update posting_vacancy set basis = 'near_text_again', score = 0.4",
    "links_between_employers_are_marked": "update posting_vacancy set basis = 'agency_copy'",
    "every_accepted_crawl_has_its_file": "update crawl set file = null where source = 'beta'",
    "every_change_has_its_verdict": """insert into skill_change
        (slice, skill, label, type, period, earlier_period, k1, n1, k0, n0, employers, largest_part, tested, q_value,
         verdict)
        values ('x', 'python', 'Python', 'language', 'a', 'b', 30, 300, 10, 300, 9, 0.1, 5, 0.4, 'rising')""",
    "every_difference_is_explained": """insert into skill_change
        (slice, skill, label, type, period, earlier_period, k1, n1, k0, n0, employers, largest_part, tested,
         difference, mix, raw_difference, verdict)
        values ('x', 'python', 'Python', 'language', 'a', 'b', 30, 300, 10, 300, 9, 0.1, 5, 0.1, 0.0, 0.2,
            'no clear change')""",
    "every_hit_is_of_one_catalogue": """update store.hit set catalogue = 'old' where posting_id = (
        select min(posting_id) from store.hit)""",
    "every_hit_names_a_known_skill": "update store.hit set skill = 'alchemy' where skill = 'python'",
    "every_opening_has_a_first_posting": """update vacancy set vacancy_id = -1 where vacancy_id = (
        select min(vacancy_id) from vacancy)""",
    "every_posting_has_a_title": """update store.cleaned set title = '' where posting_id = (
        select min(posting_id) from store.cleaned)""",
    "every_posting_is_linked_once": """delete from posting_vacancy where posting_id = (
        select min(posting_id) from posting_vacancy)""",
    "everything_cleaned_is_read": """delete from store.extracted where posting_id = (
        select min(posting_id) from store.extracted)""",
    "everything_seen_is_cleaned": """delete from store.cleaned where posting_id = (
        select min(posting_id) from store.cleaned)""",
    "hits_stand_where_they_say": """update store.hit set start_at = start_at + 1, end_at = end_at + 1
        where skill = 'python'""",
    "identities_do_not_collide": """create or replace table store.posting_seen as
        select * replace (
            if(source = 'beta', (select min(posting_id) from store.posting_seen), posting_id) as posting_id)
        from store.posting_seen""",
    "last_seen_is_not_before_first_seen": "update store.posting_seen set last_seen = first_seen - interval 1 day",
    "no_mail_address_is_published": "update store.cleaned set text = text || ' write to jane@example.org'",
    "no_more_asked_than_there_are": "update store.share_count set k = 1000000",
    "no_opening_begins_after_today": "update vacancy set opened_on = date '2027-01-01'",
    "no_share_without_enough": "create or replace macro share_withheld(k, n_effective, largest_part) as null",
    "shares_lie_within_their_interval": """create or replace macro share_withheld(k, n_effective, largest_part) as null;
        create or replace macro wilson_low(k, n) as 0.99""",
}
"""For each check a row that must not be there."""


def test_the_built_warehouse_passes_every_check(copy: duckdb.DuckDBPyConnection) -> None:
    assert run_checks(copy) == []


@pytest.mark.parametrize(
    "name", sorted({path.stem for path in sql_files("checks")} - {check for check, _ in PLANTED_FIELDS})
)
def test_a_check_finds_the_planted_row(name: str, copy: duckdb.DuckDBPyConnection) -> None:
    assert name in PLANTED, f"plant a bad row for the check {name}"
    copy.execute(PLANTED[name])
    failed = {check.name: check for check in run_checks(copy)}
    assert name in failed
    assert failed[name].count > 0
    assert failed[name].meaning.endswith(".")


def test_nothing_is_published_while_a_check_fails(built: Config, tmp_path: Path) -> None:
    config = read_config(data=tmp_path, today=TODAY)
    shutil.copyfile(built.warehouse, config.warehouse)
    with open_writer(config.warehouse) as connection:
        connection.execute(PLANTED["every_posting_has_a_title"])
    with pytest.raises(steps.ChecksFailed, match="every_posting_has_a_title"):
        steps.publish(config)
    assert not config.published.exists()


def test_checks_before_a_build_say_what_to_do(tmp_path: Path) -> None:
    with open_writer(tmp_path / "w.duckdb") as connection, pytest.raises(NotBuilt, match="skilltide build"):
        run_checks(connection)


# Publishing.


def test_what_is_published_is_what_was_promised_and_every_column_is_explained(built: Config) -> None:
    with open_published(built.published) as connection:
        there = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        assert there == set(RELATIONS)
        bare = connection.execute(
            """select table_name, column_name from duckdb_columns()
               where schema_name = 'main' and not internal and coalesce(comment, '') = ''"""
        ).fetchall()
        assert bare == []
        rows = connection.execute('select relation, "column", relation_meaning, meaning from data_dictionary')
        dictionary = rows.fetchall()
        assert {row[0] for row in dictionary} == set(RELATIONS)
        assert all(row[2] and row[3] for row in dictionary)
    parquet = {path.stem for path in (built.published.parent / "parquet").iterdir()}
    assert parquet == set(RELATIONS)


def test_parquet_and_database_hold_the_same(built: Config) -> None:
    with duckdb.connect(str(built.published), read_only=True) as connection:
        for name in RELATIONS:
            path = built.published.parent / "parquet" / f"{name}.parquet"
            ((different,),) = connection.execute(
                f"""select count(*) from (
                    (from {name} except all from '{path}') union all (from '{path}' except all from {name}))"""
            ).fetchall()
            assert different == 0, name


def test_a_reader_keeps_the_copy_it_opened(built: Config, tmp_path: Path) -> None:
    config = read_config(data=tmp_path, today=TODAY)
    shutil.copyfile(built.warehouse, config.warehouse)
    steps.publish(config)
    with open_published(config.published) as reader:
        ((before,),) = reader.execute("select count(*) from posting").fetchall()
        land(config.landing, [posting(900)], FIRST + timedelta(days=15))
        steps.load(config)
        steps.build(config)
        steps.publish(config)
        assert reader.execute("select count(*) from posting").fetchall() == [(before,)]
    with open_published(config.published) as reader:
        assert reader.execute("select count(*) from posting").fetchall() == [(before + 1,)]


def test_the_interval_in_sql_is_the_interval_in_numbers(built: Config) -> None:
    from pipelines.trends.intervals import wilson

    with open_published(built.published) as connection:
        for k, n in [(0, 10), (3, 10), (33, 100), (100, 100), (250, 1000)]:
            ((low, high),) = connection.execute("select wilson_low(?, ?), wilson_high(?, ?)", [k, n, k, n]).fetchall()
            expected = wilson(k, n)
            assert low == pytest.approx(float(expected[0]), abs=1e-6)
            assert high == pytest.approx(float(expected[1]), abs=1e-6)


# Questions.


def asked(built: Config, query: str, form: str = "csv") -> str:
    out = io.StringIO()
    answer(built.published, query, form=form, limit=5, out=out)
    return out.getvalue()


def test_an_answer_comes_as_table_csv_or_json(built: Config) -> None:
    query = "select source, count(*) as n from posting group by all order by all"
    assert asked(built, query) == "source,n\nacme,38\nbeta,20\n"
    assert json.loads(asked(built, query, "json")) == [{"source": "acme", "n": 38}, {"source": "beta", "n": 20}]
    assert "acme" in asked(built, query, "table")
    assert "the first 5 rows" in asked(built, "from posting select native_id", "table")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("delete from posting", "read-only"),
        ("create table mine as select 1", "read-only"),
        ("select 1; select 2", "one query at a time"),
        ("from '/etc/passwd'", "does not exist"),
        ("select * from read_text('/etc/passwd')", "disabled"),
        ("copy posting to '/tmp/out.csv'", "disabled"),
        ("set enable_external_access = true", "locked"),
        ("select nothing from nowhere", "nowhere"),
        ("selct 1", "syntax error"),
    ],
)
def test_a_query_that_may_not_run_says_why(built: Config, query: str, said: str) -> None:
    with pytest.raises(QueryRefused, match=said):
        asked(built, query)


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(built: Config) -> None:
    assert asked(built, "select '=1+1' as a, '@x' as b, -1 as c, 'fine' as d").splitlines()[1] == "'=1+1,'@x,-1,fine"


# Opening.


def test_a_file_that_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseUnreadable, match="skilltide rebuild"), open_writer(path):
        pass
    with pytest.raises(NotPublished, match="skilltide publish"), open_published(tmp_path / "none.duckdb"):
        pass


def test_a_warehouse_held_by_another_process_is_named(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    code = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseLocked, match=rf"PID {holder.pid}"), open_writer(path):
            pass
        holder.stdin.close()


def test_a_limit_on_files_below_the_warehouse_is_refused_before_a_write_is_cut_short(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "w.duckdb"
    with open_writer(path) as connection:
        connection.execute("create table kept as from range(10)")
    _, most = before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size - 1, most))
    try:
        with pytest.raises(NoRoom, match="ulimit -f"), open_writer(path):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with open_writer(path) as connection:
        assert connection.execute("select count(*) from kept").fetchall() == [(10,)]
