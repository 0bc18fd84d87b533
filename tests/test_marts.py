"""Marts that are kept between builds, and those that set what was said and measured beside today's numbers."""

import json
from datetime import date
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from pipelines.trends.changes import all_changes
from pipelines.trends.coverage import curve_of
from pipelines.vintages import kept_vintages, measured_errors
from warehouse import batches
from warehouse.database import WarehouseUnreadable, open_writer
from warehouse.marts import (
    asked_together,
    build_marts,
    compared,
    is_compared,
    is_covered,
    store_changes,
    store_coverage,
    usual_periods,
)

TODAY = date(2026, 11, 20)
SKILLS = """
insert into skill
select 's' || lpad(range::varchar, 2, '0'), 'Skill ' || range, 'tool', 'a', 'safe', 'one' from range(40);
insert into role select 'r' || range, 'Role ' || range, if(range = 0, '2512', '5223'), '0' from range(3);
insert into crawl by name
select
    'b' || board as source, 'greenhouse' as platform, 'crawl' as kind, day as observed_at, 'accepted' as verdict,
    9 as postings, 1 as expect_min, false as archive, false as partial, 0 as gone, 'f' as file,
    board || '/' || day as record
from range(4) as boards(board), generate_series(date '2025-06-01', date '2026-11-20', interval 7 day) as days(day);
"""
OPENINGS = """
create or replace temp table drawn as
select
    range::bigint as id, 'b' || range % 4 as source, 'e' || hash(range, 'e') % 90 as employer,
    date '2026-11-20' - (hash(range, 'd') % $days)::integer as day
from range($first::bigint, $last::bigint);
insert into store.posting_seen
select id, source, 'greenhouse', id::varchar, false, day, least(day + 30, date '2026-11-20'), 2, 'v' from drawn;
insert into store.posting_version (posting_id, version_hash, title, first_seen) select id, 'v', 'Job', day from drawn;
insert into store.cleaned by name
select
    id as posting_id, 'v' as version_hash, 'r' as rules, 'Job' as title, employer as company, employer as company_key,
    'job ' || id as title_key, 'We ask for experience with Widgetizer and knowledge of Frobnicator.' as text,
    'text ' || id as text_key, 'en' as language, day as posted_on, 'published' as date_basis,
    'r' || hash(id, 'r') % 3 as role, 'remote' as remote,
    'unknown' as employment_type, 'senior' as level
from drawn;
insert into store.link select id, id, id, 'first', 1, id, false from drawn;
insert into store.hit by name
select
    id as posting_id, 's' || lpad(floor(40 * pow((hash(id, n) % 1000) / 1000.0, 2))::integer::varchar, 2, '0') as skill,
    ['must', 'nice', 'unstated'][1 + (hash(id, n, 'q') % 3)::integer] as requirement, 'requirements' as section,
    0 as start_at, 5 as end_at, 'x' as surface, null as line, 'one' as catalogue
from drawn, range(6) as numbers(n);
"""
KEPT = (
    *("vacancy_skill", "skill_share_month", "skill_share_quarter", "skill_share_now", "skill_pair", "skill_change"),
    *("skill_coverage", "emerging_term"),
)


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_writer(tmp_path / "warehouse.duckdb") as opened:
        opened.execute(SKILLS)
        yield opened


def draw(connection: DuckDBPyConnection, first: int, last: int, days: int) -> None:
    """Openings of the last ``days`` days, numbered from ``first``, with what they ask for."""
    for statement in connection.extract_statements(OPENINGS):
        given = {"first": first, "last": last, "days": days}
        connection.execute(statement, {name: given[name] for name in statement.named_parameters})


def build(connection: DuckDBPyConnection, today: date = TODAY) -> list[str]:
    """What ``steps.build`` does for the marts of this page; returns what was made anew beside the shares."""
    made = []
    build_marts(connection, today)
    periods = usual_periods(connection)
    if periods is None or not is_compared(connection, periods, "1"):
        told = list(all_changes(compared(connection, periods))) if periods else []
        store_changes(connection, told, periods, "1")
        made.append("skill_change")
    if not is_covered(connection, "1"):
        store_coverage(connection, [(name, *curve_of(asked)) for name, asked in asked_together(connection)], "1")
        made.append("skill_coverage")
    return made


def content(connection: DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {name: connection.execute(f"from {name} order by all").fetchall() for name in KEPT}


def forget(connection: DuckDBPyConnection) -> None:
    """Everything that builds keep: the next one begins from nothing."""
    connection.execute(
        "delete from store.asked; delete from store.asked_opening; delete from store.share_count; "
        "delete from store.share_cell; delete from store.share_window; delete from store.kept; delete from skill_pair; "
        "delete from store.phrase; delete from store.phrase_read"
    )


def test_day_by_day_gives_what_a_build_from_nothing_gives(connection: DuckDBPyConnection) -> None:
    """Openings come, are read again, change their employer, are folded together, and a line becomes a template."""
    draw(connection, 0, 3000, 500)
    build(connection, date(2026, 11, 10))
    draw(connection, 3000, 3150, 3)
    build(connection)
    # Read again, with another skill.
    connection.execute("update store.hit set skill = 's39' where posting_id < 40")
    connection.execute("insert into store.read_posting select range from range(40)")
    # Another employer; two openings that were one all along; a text that is too short after all.
    connection.execute(
        "update store.cleaned set company_key = 'new', company = 'New' where posting_id between 50 and 70"
    )
    connection.execute("update store.link set vacancy_id = 100 where posting_id = 101")
    connection.execute("update store.cleaned set unreadable = 'short_text' where posting_id between 200 and 230")
    # A line in every opening of one employer.
    connection.execute(
        "update store.hit set line = 7 where posting_id in "
        "(select posting_id from store.cleaned where company_key = 'e5')"
    )
    build(connection)
    kept = content(connection)
    assert kept["skill_pair"]
    assert kept["emerging_term"]
    assert not connection.execute(
        "select 1 from vacancy_skill join vacancy using (vacancy_id) where company_key = 'e5'"
    ).fetchall()
    forget(connection)
    build(connection)
    assert content(connection) == kept


def test_a_day_counts_only_the_windows_that_it_touches(connection: DuckDBPyConnection) -> None:
    draw(connection, 0, 3000, 500)
    assert build(connection) == ["skill_change", "skill_coverage"]
    connection.execute("update store.share_cell set employers = -1")  # a mark that counting removes
    connection.execute("update skill_pair set k = -1")
    draw(connection, 3000, 3040, 4)
    assert build(connection) == []
    counted = connection.execute(
        "select distinct span, basis, period from store.share_cell where employers >= 0 order by all"
    ).fetchall()
    assert counted == [("month", "new", date(2026, 11, 1)), ("now", "live", TODAY)]
    assert connection.execute("select distinct k from skill_pair").fetchall() == [(-1,)]


def test_a_warehouse_of_another_version_says_what_to_do(connection: DuckDBPyConnection) -> None:
    """What is a view now was a table once."""
    connection.execute("create table vacancy_skill (vacancy_id bigint)")
    with pytest.raises(WarehouseUnreadable, match="skilltide rebuild"):
        build(connection)


@pytest.mark.parametrize(("requirement", "codes"), [("any", (1, 2, 3)), ("must", (1,)), ("nice", (2,))])
def test_shares_are_those_that_a_plain_count_gives(
    connection: DuckDBPyConnection, requirement: str, codes: tuple[int, ...]
) -> None:
    draw(connection, 0, 3000, 90)
    build(connection)
    plain = connection.execute(
        """
        with unit as (
            select date_trunc('month', opened_on)::date as month, slice, company_key, vacancy_id
            from vacancy join vacancy_slice using (vacancy_id)
        ),
        employer as (
            select month, slice, company_key, count(*) as n from unit group by all
        ),
        size as (
            select month, slice, sum(n)::bigint as n, sum(n * n)::bigint as nn, count(*) as employers
            from employer
            group by all
            having sum(n) >= 100 or slice = 'all'
        ),
        asked as (
            select month, slice, company_key, skill, count(*)::double as k
            from unit
            join store.asked using (vacancy_id)
            where list_contains($codes, requirement)
            group by all
        ),
        skill as (
            select
                month, slice, skill, sum(k) as k, sum(k * k) as kk, sum(k * n) as kn, count(*) as asking,
                max(k) as largest
            from asked
            join employer using (month, slice, company_key)
            group by all
        )
        select
            month, slice, skill_number.skill, k::bigint, n,
            round(effective_size(k, n, kk, kn, nn, employers), 6) as n_effective, employers, asking,
            round(largest / k, 9)
        from skill
        join size using (month, slice)
        join store.skill_number on number = skill.skill
        order by all""",
        {"codes": list(codes)},
    ).fetchall()
    counted = connection.execute(
        """
        select
            period, slice, skill, k, n, round(n_effective, 6), employers, employers_asking, round(largest_part, 9)
        from store.skill_share
        where span = 'month' and basis = 'new' and requirement = $requirement and k > 0
        order by all""",
        {"requirement": requirement},
    ).fetchall()
    assert counted == plain
    assert {row[1].partition(":")[0] for row in plain} >= {"all", "role", "level", "remote"}
    assert any(row[7] < row[3] for row in plain), "some employer asks in several openings"


def test_pairs_are_those_that_a_plain_count_gives(connection: DuckDBPyConnection) -> None:
    draw(connection, 0, 3000, 500)
    build(connection)
    plain = connection.execute("""
        with unit as (
            select slice, vacancy_id
            from vacancy join vacancy_slice using (vacancy_id)
            where date_trunc('month', opened_on)::date in (select month from closed_month where back <= 12)
                and (slice = 'all' or slice like 'role:%')
        ),
        asked as (select slice, vacancy_id, skill from unit join vacancy_skill using (vacancy_id))
        select one.slice, one.skill, two.skill, count(*)
        from asked as one
        join asked as two on two.slice = one.slice and two.vacancy_id = one.vacancy_id and two.skill > one.skill
        group by all
        having count(*) >= 30
        order by all""").fetchall()
    assert connection.execute("select slice, skill, other, k from skill_pair order by all").fetchall() == plain
    assert {row[0] for row in plain} == {"all", "role:r0", "role:r1", "role:r2"}


# --- terms that no catalogue knows ---


def test_an_unknown_term_is_listed_until_the_catalogue_learns_it(connection: DuckDBPyConnection) -> None:
    draw(connection, 0, 1000, 200)
    build(connection)
    asked = "select label, employers from emerging_term where slice = 'all' order by label"
    assert [label for label, _ in connection.execute(asked).fetchall()] == ["Frobnicator", "Widgetizer"]
    connection.execute("insert into skill_alias values ('Widgetizer', 's01')")
    connection.execute("update store.cleaned set text = 'Nothing here.', version_hash = 'w' where company_key <> 'e1'")
    build(connection)
    assert connection.execute(asked).fetchall() == [], "one employer is too few, and a known word is none"


# --- errors of reading ---


def test_a_share_is_corrected_for_what_was_measured(connection: DuckDBPyConnection) -> None:
    draw(connection, 0, 2000, 200)
    figures = {"adverts": 40, "marked": 100, "found": 80, "right": 60, "recall_low": 50, "recall_high": 70}
    figures |= {"precision": 75.0, "precision_low": 65.0, "precision_high": 85.0, "recall": 60.0}
    other = {**figures, "precision": 90.0, "precision_low": 85.0, "precision_high": 95.0, "recall": 90.0}
    batches.store_measures(connection, measured_errors({"groups": {"tech": figures, "other": other}}))
    build(connection)
    row = connection.execute(
        "select share, corrected, corrected_low, corrected_high, low, high, tech_part from skill_share_corrected "
        "where slice = 'role:r0' and skill = 's00'"
    ).fetchone()
    assert row is not None
    share, corrected, low, high, sampled_low, sampled_high, tech = row
    assert tech == 1
    assert corrected == pytest.approx(share * 0.75 / 0.60)
    assert low < corrected < high
    assert high / low > sampled_high / sampled_low, "the measurement's own uncertainty widens the band"
    assert connection.execute(
        "select distinct \"precision\", recall from skill_share_corrected where slice = 'role:r1'"
    ).fetchall() == [(pytest.approx(0.9), pytest.approx(0.9))]


def test_without_measurements_nothing_is_corrected(connection: DuckDBPyConnection) -> None:
    draw(connection, 0, 2000, 200)
    batches.store_measures(connection, measured_errors({}))
    build(connection)
    assert connection.execute("from skill_share_corrected").fetchall() == []


# --- vintages ---


def kept(folder: Path, day: str, verdicts: dict[str, str], edition: str = "market") -> None:
    """A vintage as the report writes it."""
    (folder / edition).mkdir(parents=True, exist_ok=True)
    changed = [{"skill": skill, "label": skill.upper(), "verdict": told, "period": "2026-07 to 2026-09",
                "earlier_period": "2025-07 to 2025-09", "difference": 0.1, "low": 0.05, "high": 0.15, "q_value": 0.01}
               for skill, told in verdicts.items()]  # fmt: skip
    shares = [{"skill": "s00", "label": "Skill 0", "k": 50, "n": 100, "share": 0.5, "low": 0.4, "high": 0.6}]
    record = {"slice": "all", "basis": "new", "period": "2026-08 to 2026-10", "shares": shares, "changes": changed}
    (folder / edition / f"{day}.json").write_text(json.dumps(record))


def test_what_became_of_earlier_verdicts(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    draw(connection, 0, 3000, 500)
    folder = tmp_path / "vintages"
    kept(folder, "2026-10-12", {"s01": "rising", "s02": "falling", "s03": "rising", "s04": "no clear change"})
    kept(folder, "2026-10-12.2", {"s01": "rising", "gone": "falling"})
    batches.store_vintages(connection, kept_vintages(folder))
    build(connection)
    connection.execute("update skill_change set verdict = 'rising' where slice = 'all' and skill in ('s01', 's02')")
    connection.execute("update skill_change set verdict = 'no clear change' where slice = 'all' and skill = 's03'")
    fates = "select issue, skill, fate from verdict_fate where verdict_then is not null order by issue, skill"
    assert connection.execute(fates).fetchall() == [
        (1, "s01", "stands"),
        (1, "s02", "turned round"),
        (1, "s03", "no longer clear"),
        (1, "s04", "had no clear change"),
        (2, "gone", "too few now"),
        (2, "s01", "stands"),
    ]
    then, now, revision = connection.execute(
        "select share_then, share_now, revision from verdict_fate where skill = 's00' and issue = 1"
    ).fetchall()[0]
    assert then == 0.5
    assert revision == pytest.approx(now - 0.5)


def test_a_damaged_vintage_leaves_its_edition_out_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept(tmp_path, "2026-10-12", {"s01": "rising"})
    kept(tmp_path, "2026-10-12", {"s01": "rising"}, "data")
    (tmp_path / "market" / "2026-10-19.json").write_text("{")
    assert set(kept_vintages(tmp_path).column("edition").to_pylist()) == {"data"}
    assert "2026-10-19.json" in caplog.text
    assert kept_vintages(tmp_path / "none").num_rows == 0
