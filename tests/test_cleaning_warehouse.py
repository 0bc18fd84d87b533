"""Cleaned fields in the warehouse: the relations place, pay and role, and checks that find what is planted."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import orjson
import pytest

from pipelines import steps
from pipelines.collect.importing import import_file
from pipelines.config import Config, read_config
from warehouse.database import open_writer
from warehouse.marts import build_marts

TODAY = date(2026, 8, 24)
BODY = (
    "This is a fully remote role within Germany. The salary range is €60.000 - €75.000 brutto im Jahr. You"
    " bring 3-5 years of experience in a similar position and a bachelor's degree."
    " Contact: Robin Beispiel, robin@example.org, +49 30 1234567. "
    + "We build tools that people like to use every day. "
    * 10
)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A warehouse with two adverts, built as the daily job builds it."""
    folder = tmp_path_factory.mktemp("fields")
    settings = read_config(data=folder / "data", today=TODAY)
    rows = [
        {
            **{"source": "makers", "platform": "import", "native_id": str(number), "title": title, "company": "Maker"},
            **{
                "description_text": BODY,
                "locations": [{"text": place}],
                "posted_at": "2026-08-20",
                "updated_at": "2026-08-22",
            },
        }
        for number, (title, place) in enumerate(
            [("Senior Data Engineer", "Berlin, Germany; Lyon, France"), ("Krankenpfleger (m/w/d)", "Köln")]
        )
    ]
    file = folder / "adverts.jsonl"
    file.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    now = datetime(2026, 8, 24, 6, tzinfo=UTC)
    import_file(file, "makers", settings.landing, mapping=None, read_at=now, snapshot_at=now)
    steps.load(settings)
    steps.build(settings)
    return settings


def ask(config: Config, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(config.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_places_and_pay_are_relations(config: Config) -> None:
    assert ask(config, "select city, country, region_code, known from place order by all") == [
        ("Berlin", "DE", "DE-BE", True),
        ("Köln", "DE", "DE-NW", True),
        ("Lyon", "FR", "FR-ARA", True),
    ]
    assert set(ask(config, "select low, high, currency, period, tax, basis, annual_low from pay")) == {
        (60_000.0, 75_000.0, "EUR", "year", "gross", "text", 60_000.0)
    }
    ((surface,),) = ask(
        config, "select distinct substr(text, start_at + 1, end_at - start_at) from pay join posting using (posting_id)"
    )
    assert surface == "€60.000 - €75.000"


def test_postings_and_openings_carry_the_fields(config: Config) -> None:
    columns = "role, level, years_min, years_max, degree, degree_requirement, remote, remote_scope, country, updated_on"
    rows = ask(config, f"select {columns} from posting order by title desc")
    common = (3, 5, "bachelor", "required", "remote")
    assert rows == [
        ("data_engineer", "senior", *common, "DE,FR", "DE", date(2026, 8, 22)),
        ("nurse", "mid", *common, "DE", "DE", date(2026, 8, 22)),
    ]
    assert ask(config, "select role, level, country, region, remote from vacancy order by title desc")[0] == (
        *("data_engineer", "senior", "DE", "DE-BE", "remote"),
    )
    assert ask(config, "select isco, soc from role where role = 'nurse'") == [("2221", "29-1141")]


def test_nothing_that_points_to_a_person_reaches_the_warehouse(config: Config) -> None:
    ((text,),) = ask(config, "select distinct text from posting")
    assert "Contact: [name], [e-mail], [phone]." in str(text)
    assert not steps.check(config)


PLANTED = [
    ("no_mail_address_is_published", "text = 'write to robin@example.org'"),
    ("no_disguised_mail_address_is_published", "text = 'robin (at) example (dot) org'"),
    ("no_telephone_number_is_published", "text = 'call +49 30 1234567'"),
    ("no_telephone_number_is_published", "text = 'Tel: 030 123456789'"),
    ("no_marked_name_is_published", "text = 'Ansprechpartnerin: Frau Beispiel'"),
    ("every_pay_is_in_order", "pay[1].low = 90000"),
    ("every_place_is_structured", "places[1].city = null"),
    ("every_role_and_level_is_known", "role = 'wizard'"),
    ("every_role_and_level_is_known", "level = 'boss'"),
]
"""Checks of the fields, each with a value that must not be there."""


@pytest.mark.parametrize(("check", "planted"), PLANTED)
def test_each_check_finds_the_planted_row(config: Config, tmp_path: Path, check: str, planted: str) -> None:
    copy = read_config(data=tmp_path / "data", today=TODAY)
    copy.warehouse.parent.mkdir(parents=True, exist_ok=True)
    copy.warehouse.write_bytes(config.warehouse.read_bytes())
    with open_writer(copy.warehouse) as connection:
        column, value = planted.split(" = ", 1)
        row = "(select posting_id from store.cleaned order by posting_id limit 1)"
        if "[1]." in column:  # one part of the first record of a list
            whole, part = column.split("[1].")
            column, value = whole, f"list_transform({whole}, lambda each: struct_update(each, {part} := {value}))"
        connection.execute(f"update store.cleaned set {column} = {value} where posting_id = {row}")
        build_marts(connection, TODAY)
    assert check in {failed.name for failed in steps.check(copy)}
