"""When a posting is closed, and when silence about it says nothing."""

import random
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.landed import land, posting
from warehouse.database import open_writer
from warehouse.loading import load_landing
from warehouse.marts import build_marts

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
LIFE = ("listing", "posting_spell", "mass_disappearance", "posting_life")


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def lives(connection: duckdb.DuckDBPyConnection, today: date) -> dict[str, dict[str, Any]]:
    """Build the relations of the life of a posting; rows of ``posting_life`` by source and native id."""
    build_marts(connection, today)
    rows = connection.sql(
        "select seen.source || '/' || seen.native_id as name, life.* from posting_life as life "
        "join store.posting_seen as seen using (posting_id)"
    )
    return {row[0]: dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()}


def life_of(tmp_path: Path, crawls: dict[int, Any], today: int = 40) -> dict[str, dict[str, Any]]:
    """Lives after crawls of one board: day to the ids listed, or to (ids, keywords of ``land``)."""
    for number, told in crawls.items():
        ids, more = told if isinstance(told, tuple) else (told, {})
        land(tmp_path / "landing", "a", day(number), ids, **more)
    with open_writer(tmp_path / "w.duckdb") as connection:
        load_landing(connection, tmp_path / "landing")
        found = lives(connection, day(today).date())
    return {name.removeprefix("a/"): life for name, life in found.items()}


def at(number: int) -> datetime:
    return day(number).replace(tzinfo=None)


def test_three_healthy_listings_without_it_close_a_posting_between_two_moments(tmp_path: Path) -> None:
    found = life_of(tmp_path, {0: "x", 1: "xy", 2: "xy", 3: "x", 4: "x", 5: "x"}, today=5)
    assert found["x"]["status"] == "live"
    life = found["y"]
    assert (life["status"], life["closed_by"], life["absences"]) == ("closed", "absence", 3)
    assert (life["first_seen_after"], life["first_seen"]) == (at(0), at(1))
    assert (life["closed_after"], life["closed_before"]) == (at(2), at(3))
    assert found["x"]["first_seen_after"] is None, "the board was not watched before"


@pytest.mark.parametrize("absent", [1, 2])
def test_one_or_two_absences_close_nothing(tmp_path: Path, absent: int) -> None:
    found = life_of(tmp_path, {0: "xy", **{n: "x" for n in range(1, absent + 1)}}, today=absent)
    assert (found["y"]["status"], found["y"]["absences"]) == ("missing", absent)
    assert found["y"]["closed_before"] is None


@pytest.mark.parametrize(
    "silent",
    [
        {"verdict": "rejected"},
        {"verdict": "suspicious"},
        {"stats": {"partial": True}},
    ],
)
def test_only_a_healthy_listing_is_evidence(tmp_path: Path, silent: dict[str, Any]) -> None:
    found = life_of(tmp_path, {0: "xy", **{n: ("x", silent) for n in range(1, 9)}}, today=9)
    assert found["y"]["status"] == "live"
    found = life_of(tmp_path, {n: "x" for n in (9, 10, 11)}, today=11)
    assert (found["y"]["status"], found["y"]["closed_before"]) == ("closed", at(9))


def test_the_source_itself_may_close_at_once_but_only_in_an_accepted_crawl(tmp_path: Path) -> None:
    gone = {"stats": {"gone": ["y"], "partial": True}}
    found = life_of(tmp_path, {0: "xy", 1: ("x", {**gone, "verdict": "suspicious"})}, today=1)
    assert found["y"]["status"] != "closed"
    found = life_of(tmp_path, {2: ("x", gone)}, today=2)
    assert (found["y"]["status"], found["y"]["closed_by"]) == ("closed", "source")
    assert (found["y"]["closed_after"], found["y"]["closed_before"]) == (at(0), at(2))
    found = life_of(tmp_path, {3: "xy"}, today=3)
    assert (found["y"]["status"], found["y"]["relisted"]) == ("live", 1)


def test_a_posting_that_returns_is_the_same_posting(tmp_path: Path) -> None:
    found = life_of(tmp_path, {0: "xy", 1: "x", 2: "xy", 3: "x", 4: "x", 5: "x", 6: "xy"}, today=6)
    assert (found["y"]["status"], found["y"]["relisted"]) == ("live", 1), "back after one absence is no relisting"
    assert (found["y"]["first_seen"], found["y"]["last_seen"]) == (at(0), at(6))


def names(first: int, after: int) -> list[str]:
    return [str(number) for number in range(first, after)]


def test_a_mass_disappearance_is_held_until_it_is_confirmed(tmp_path: Path) -> None:
    full, rest = names(0, 100), names(40, 100)
    crawls: dict[int, Any] = {0: full, 1: full, **{n: rest for n in range(2, 15)}}
    found = life_of(tmp_path, crawls, today=14)
    assert {found[name]["status"] for name in names(0, 40)} == {"held"}, "thirteen listings, but not yet two weeks"
    assert {found[name]["status"] for name in rest} == {"live"}
    found = life_of(tmp_path, {15: rest, 16: [*rest, "1"]}, today=16)
    assert (found["0"]["status"], found["0"]["closed_by"], found["0"]["closed_before"]) == (
        "closed",
        "mass_absence",
        at(2),
    )
    assert found["1"]["status"] == "live"


def test_a_season_reset_is_marked_and_closes_nothing(tmp_path: Path) -> None:
    crawls: dict[int, Any] = {0: names(0, 700), **{n: names(660, 700 + n) for n in range(1, 30)}}
    found = life_of(tmp_path, crawls, today=30)
    assert {(found[name]["status"], found[name]["held_by"]) for name in names(0, 660)} == {("held", "reset")}
    with open_writer(tmp_path / "w.duckdb") as connection:
        rows = connection.execute("select kind, postings_before, lost, returned from mass_disappearance").fetchall()
    assert rows == [("reset", 700, 660, 0)]


def test_a_small_board_may_lose_most_of_its_postings(tmp_path: Path) -> None:
    found = life_of(tmp_path, {0: names(0, 9), **{n: ["8"] for n in (1, 2, 3)}}, today=3)
    assert {found[name]["status"] for name in names(0, 8)} == {"closed"}


def test_a_source_that_has_fallen_silent_says_nothing(tmp_path: Path) -> None:
    crawls: dict[int, Any] = {0: "x", **{n: ("", {"verdict": "rejected"}) for n in range(1, 4)}}
    assert life_of(tmp_path, crawls, today=3)["x"]["status"] == "live", "an outage of three days closes nothing"
    assert life_of(tmp_path, {}, today=20)["x"]["status"] == "unknown"


def test_history_and_windows_are_never_closed_by_absence(tmp_path: Path) -> None:
    window = {"stats": {"partial": True}}
    found = life_of(
        tmp_path,
        {0: ("old", {"archive": True, "kind": "import"}), 1: ("xy", window), **{n: ("x", window) for n in range(2, 9)}},
        today=9,
    )
    assert {name: life["status"] for name, life in found.items()} == {
        "o": "unknown", "l": "unknown", "d": "unknown", "x": "live", "y": "unknown",
    }  # fmt: skip


def test_loading_in_any_order_gives_the_same_tables(tmp_path: Path) -> None:  # noqa: C901
    chance = random.Random(5)
    landing = tmp_path / "landing"
    said: dict[tuple[str, int], set[str]] = {}
    for source in "ab":
        for number in range(10):
            verdict = chance.choices(["accepted", "suspicious", "rejected"], [8, 2, 1])[0]
            stats = {"partial": chance.random() < 0.1, "gone": ["3"] if chance.random() < 0.1 else []}
            up = {name for name in names(0, 30) if chance.random() < (0.2 if number == 5 else 0.85)}
            rows = [
                posting(source, name, title=f"v{chance.randrange(2)}", url=f"https://e.org/{chance.randrange(9)}")
                for name in sorted(up)
            ]
            land(landing, source, day(number), rows, verdict=verdict, stats=stats)
            if verdict != "rejected":
                said[source, number] = up
    tables = []
    for order in range(4):
        records = sorted(landing.glob("*/*.crawl.json"))
        if order:
            chance.shuffle(records)
        part = tmp_path / f"landing{order}"
        with open_writer(tmp_path / f"w{order}.duckdb") as connection:
            step = [20, 1, 3, 7][order]
            for first in range(0, len(records), step):
                for record in records[first : first + step]:
                    (part / record.parent.name).mkdir(parents=True, exist_ok=True)
                    for path in record.parent.glob(record.name.removesuffix(".crawl.json") + ".*"):
                        shutil.copyfile(path, part / record.parent.name / path.name)
                load_landing(connection, part)
            build_marts(connection, day(24).date())
            relations = ["store.posting_seen", "store.sighting_run", "store.posting_version", "store.gone", *LIFE]
            tables.append({name: connection.execute(f"from {name} order by all").fetchall() for name in relations})
    for table in tables[1:]:
        assert table == tables[0]
    # The runs hold every sighting and nothing else.
    moments = {source: sorted(number for (name, number) in said if name == source) for source in "ab"}
    with open_writer(tmp_path / "w1.duckdb") as connection:
        runs = connection.execute(
            "select seen.source, seen.native_id, seen_from, seen_to, seen.sightings from store.sighting_run "
            "join store.posting_seen as seen using (posting_id)"
        ).fetchall()
    read: dict[tuple[str, int], set[str]] = {key: set() for key in said}
    counted: dict[tuple[str, str], int] = {}
    for source, name, seen_from, seen_to, sightings in runs:
        for number in moments[source]:
            if seen_from <= at(number) <= seen_to:
                read[source, number].add(name)
                counted[source, name] = counted.get((source, name), 0) + 1
        assert sightings >= counted[source, name]
    assert read == said
    assert {(source, name): n for source, name, *_, n in runs} == counted


def test_two_files_of_one_moment_are_one_sighting(tmp_path: Path) -> None:
    for ids in ("x", "xy"):
        land(tmp_path / "landing", "a", day(0), ids)
        with open_writer(tmp_path / "w.duckdb") as connection:
            load_landing(connection, tmp_path / "landing")
    with open_writer(tmp_path / "w.duckdb") as connection:
        rows = connection.execute("select native_id, sightings from store.posting_seen order by 1").fetchall()
    assert rows == [("x", 1), ("y", 1)]


def advert(name: str, *lines: str, **values: Any) -> dict[str, Any]:
    return posting("a", name, description_html="".join(f"<p>{line}</p>" for line in lines), **values)


def test_an_edit_of_the_whole_boards_boilerplate_is_no_change_of_a_role(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    old, new = "We are a yard of 90.", "We are a yard of 120."
    rows = [advert(name, old, f"Task {name}", "Apply by post.", company="Yard") for name in names(0, 10)]
    land(landing, "a", day(0), rows)
    changed = [advert(name, new, f"Task {name}", "Apply by post.", company="YARD") for name in names(0, 10)]
    changed[0] = advert("0", new, "Another task", "Apply by post.", company="Yard")
    changed[1] = advert("1", new, "Task 1", "Apply by post.", company="Yard", salary_raw="40,000")
    changed[9] = rows[9]
    land(landing, "a", day(1), changed)
    later = [*changed[:7], advert("7", "Apply by post.", new, "Task 7"), advert("8", new, "Task 8b", "Apply by post.")]
    land(landing, "a", day(2), [*later, {**rows[9], "company": "yard "}])
    with open_writer(tmp_path / "w.duckdb") as connection:
        load_landing(connection, landing)
        build_marts(connection, day(2).date())
        found = connection.execute(
            "select native_id, change.changed_at, change.kind, change.fields from posting_change as change "
            "join store.posting_seen using (posting_id) order by all"
        ).fetchall()
    kinds = {(name, changed_at): (kind, tuple(fields)) for name, changed_at, kind, fields in found}
    assert kinds["0", at(1)] == ("role", ("text",))
    assert kinds["1", at(1)] == ("role", ("pay", "text"))
    assert {kinds[name, at(1)] for name in names(2, 9)} == {("boilerplate", ("text",))}
    assert kinds["7", at(2)][0] == "role", "the employer's name went"
    assert kinds["8", at(2)][0] == "role"
    assert not [name for name, _ in kinds if name == "9"], "the casing of the employer's name is no new content"


def test_a_board_that_may_be_empty_closes_what_it_no_longer_lists(tmp_path: Path) -> None:
    found = life_of(tmp_path, {0: "x", 1: "", 2: "", 3: ""}, today=3)
    assert (found["x"]["status"], found["x"]["closed_before"]) == ("closed", at(1))
