"""The market report: its numbers, its sentences, its files, and what strangers' text cannot do to it."""

import base64
import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports import drawing
from reports.market.build import build_report
from reports.market.chart import FoundChart, find_charts
from reports.market.charts import shares_now
from reports.market.part import missing
from reports.market.reading import ask, filled_in, only, opened, question
from reports.market.skill import UnknownSkill, choose_skill
from tests.report_market import (
    ASKED,
    HOUSE,
    MONTHS,
    TODAY,
    Market,
    Page,
    advert,
    files_of,
    fill,
    part_of,
    read,
    words_in,
)
from warehouse.database import NotPublished


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    market = Market(tmp_path_factory.mktemp("market"))
    fill(market)
    return market.publish()


@pytest.fixture(scope="session")
def holed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    market = Market(tmp_path_factory.mktemp("holed"))
    fill(market, hole=date(2026, 3, 1))
    return market.publish()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Market(tmp_path_factory.mktemp("empty")).publish()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    market = Market(tmp_path_factory.mktemp("tiny"))
    adverts: list[dict[str, Any]] = []
    for month in MONTHS[-3:]:
        adverts += [advert(f"{month}-{i}", month, "Python", company=f"Firm {i}") for i in range(3)]
        market.crawl("amber", date(month.year, month.month, 27), adverts)
    return market.publish()


@pytest.fixture
def changed(market: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the published market after these statements."""

    def change(*statements: str, hostile: str = "") -> Path:
        copy = tmp_path / f"copy{len(list(tmp_path.glob('copy*')))}.duckdb"
        copy.write_bytes(market.read_bytes())
        with duckdb.connect(str(copy)) as connection:
            for statement in statements:
                connection.execute(statement, {"hostile": hostile} if "$hostile" in statement else None)
        return copy

    return change


def test_the_same_copy_gives_the_same_bytes_in_every_process(market: Path, tmp_path: Path) -> None:
    """Built from the published file alone: it is copied away from the warehouse and from landing."""
    alone = tmp_path / "elsewhere" / "skilltide.duckdb"
    alone.parent.mkdir()
    alone.write_bytes(market.read_bytes())
    code = (
        "import sys; from datetime import date; from pathlib import Path; "
        "from reports.market.build import build_report; "
        "build_report(Path(sys.argv[1]), Path(sys.argv[2]), today=date(2026, 11, 9))"
    )
    built = []
    for seed, zone, tongue in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C")):
        out = tmp_path / f"out{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": tongue}
        subprocess.run([sys.executable, "-c", code, str(alone), str(out)], check=True, cwd=HOUSE, env=environment)
        built.append(files_of(out))
    assert built[0] == built[1]
    assert set(built[0]) == {
        *("latest.html", "index.html", "feed.xml"),
        *(f"2026-11-09/{name}" for name in ("index.html", "report.md", "report.json")),
        *(f"2026-11-09/{found.name}.csv" for found in find_charts() if not found.chart.asks),
    }


def test_the_page_asks_nobody_for_anything(market: Path, tmp_path: Path) -> None:
    page = Page(build_report(market, tmp_path, today=TODAY))
    for address in page.addresses():
        near = {"report.md", "report.json", "../index.html"}
        assert address.startswith(("data:", "#")) or address in near, address[:80]
    style = (tmp_path / "2026-11-09" / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", style)
    assert page.all("script") == [{}]
    for svg in page.pictures():
        assert not re.search(r"(?:href|src)=\"(?!#)", svg)
        assert "url(http" not in svg
    for image in page.all("img"):
        assert str(image["alt"]).startswith("Chart. ")
    latest = Page(tmp_path / "latest.html")
    for address in latest.addresses():
        if not address.startswith(("data:", "#")):
            assert (tmp_path / address).is_file()


def test_headings_and_landmarks_are_in_order(market: Path, tmp_path: Path) -> None:
    page = Page(build_report(market, tmp_path, today=TODAY))
    assert page.all("html") == [{"lang": "en"}]
    assert [len(page.all(tag)) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(names) == len(set(names))
    for section in page.all("section"):
        assert section["aria-labelledby"] in names
    for cell in page.all("th"):
        assert cell["scope"] in {"col", "row"}


@pytest.mark.parametrize("found", find_charts(), ids=lambda found: found.name)
def test_every_chart_has_its_columns_and_shows_sql_that_runs(market: Path, empty: Path, found: FoundChart) -> None:
    for published in (market, empty):
        with opened(published) as connection:
            if lacking := missing(connection, found.chart.needs):
                pytest.skip(f"this version publishes no {lacking}")
            rows = ask(connection, found.sql, ASKED)
            shown = filled_in(found.sql, ASKED)
            assert ask(connection, shown) == rows
            given = [column[0] for column in connection.execute(shown).description or ()]
        assert {column.key for column in found.chart.columns} <= set(given)


def test_the_published_copy_answers_every_question(market: Path, empty: Path) -> None:
    names = sorted(path.stem for path in (HOUSE / "reports/market/questions").glob("*.sql"))
    assert names
    for published in (market, empty):
        with opened(published) as connection:
            for name in names:
                ask(connection, question(name), ASKED | {"period": "2026-08 to 2026-10"})


def test_the_planted_changes_are_told_and_nothing_else(market: Path) -> None:
    report = read(market)
    assert report.front.changed == (
        "One skill is rising: Python (20\u202f%\xa0→\xa044\u202f%); one is falling: Java "
        "(40\u202f%\xa0→\xa016\u202f%). Compared, over the sources read in both: August to October 2026 with August to "
        "October 2025."
    )
    assert report.front.unchanged == (
        "One of the 3 skills that could be tested shows no clear change: SQL (30\u202f%)."
    )
    assert "must move by about 7.5 points" in report.front.unseen
    assert report.title == "What employers asked for, August to October 2026"


def test_headlines_agree_with_their_rows(market: Path) -> None:
    report = read(market, "python")
    shares = part_of(report, "shares_now")
    assert [(row["label"], row["k"], row["n"], row["employers"]) for row in shares.rows] == [
        ("Python", 198, 450, 198),
        ("SQL", 135, 450, 135),
        ("Java", 72, 450, 72),
    ]
    assert shares.headline == "Python is asked most: in 44\u202f% of adverts, well ahead of SQL with 30\u202f%"
    assert shares.rows[0]["low"] > shares.rows[1]["high"]
    assert shares.subtitle.startswith("Share of 450 adverts that name each skill, from 450 employers")
    over_time = part_of(report, "skill_over_time")
    assert over_time.headline == (
        "Python: rising from 20\u202f% of adverts in August to October 2025 to 44\u202f% in August to October 2026"
    )
    later = [row for row in over_time.rows if date(2026, 8, 1) <= row["month"] <= date(2026, 10, 1)]
    assert sum(row["k"] for row in later) / sum(row["n"] for row in later) == pytest.approx(0.44)
    assert [(row["month"], row["enough"]) for row in over_time.rows if not row["complete"]] == [
        (date(2026, 11, 1), False)
    ]
    close = [{"label": "A", "k": 30, "share": 0.3, "low": 0.25, "high": 0.35, "enough": True}]
    close.append({"label": "B", "k": 28, "share": 0.28, "low": 0.23, "high": 0.33, "enough": True})
    assert shares_now.headline(close).endswith("too close to call a winner")


def test_the_population_is_that_of_the_shares(market: Path, tiny: Path) -> None:
    for published in (market, tiny):
        with opened(published) as connection:
            row = only(ask(connection, question("population"), ASKED))
            n = ask(connection, "select distinct n from skill_share_now")[0]["n"]
        assert row["openings"] == row["adverts"] == n


def test_the_way_adds_up(market: Path) -> None:
    way = read(market).way
    numbers = [step.number for step in way.steps]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] - numbers[-1] == sum(row["postings"] for row in way.excluded)


def test_an_arrow_needs_a_verdict(market: Path, changed: Callable[..., Path], tmp_path: Path) -> None:
    shown = " ".join(words_in(svg) for svg in Page(build_report(market, tmp_path, today=TODAY)).pictures())
    assert "▲ rising" in shown
    assert "▼ falling" in shown
    quiet = changed("update skill_change set verdict = 'no clear change'")
    folder = tmp_path / "quiet"
    page = Page(build_report(quiet, folder, today=TODAY))
    everything = page.text + " ".join(words_in(svg) for svg in page.pictures())
    assert not re.search(r"[▲▼↑↓]", everything)
    assert not re.search(r"\bis (rising|falling)\b", everything)
    assert "No skill moved more than chance would. Asked most: Python" in page.text
    shares = part_of(read(quiet), "shares_now").picture
    assert shares is not None
    assert f"fill: {drawing.ACCENT}" not in base64.b64decode(shares.wide.split(",")[1]).decode()
    untested = changed("delete from skill_change")
    assert "Nothing can be said about change yet" in read(untested).front.changed


def test_movers_are_ranked_by_the_end_of_the_interval_nearest_to_nothing(changed: Callable[..., Path]) -> None:
    """A lucky small sample has the larger difference and the wider interval."""
    copy = changed(
        "update skill_change set verdict = 'rising', difference = 0.4, low = 0.02, high = 0.8 where skill = 'sql'"
    )
    assert read(copy).front.changed.startswith("Two skills are rising: Python")


def test_a_hole_in_the_panel_withholds_the_line_and_is_named(holed: Path, market: Path) -> None:
    whole, torn = part_of(read(market), "skill_over_time"), part_of(read(holed), "skill_over_time")
    assert whole.picture is not None
    assert torn.picture is None
    assert torn.refusal is not None
    assert "nothing was heard of birch in March 2026" in torn.refusal
    assert [row["month"] for row in torn.rows if row["silent_sources"]] == [date(2026, 3, 1)]
    assert "One skill over time is withheld" in read(holed).front.unseen


def test_adverts_of_one_employer_widen_the_whiskers_of_the_line(market: Path, changed: Callable[..., Path]) -> None:
    """They are alike: the share stays where it is, and is known less well."""
    alike = changed(
        "update vacancy set company_key = 'firm ' || (vacancy_id % 12)::varchar || (vacancy_id in "
        "(select vacancy_id from vacancy_skill where skill = 'python'))::varchar"
    )
    before = part_of(read(market, "python"), "skill_over_time").rows
    after = part_of(read(alike, "python"), "skill_over_time").rows
    assert [row["k"] for row in before] == [row["k"] for row in after]
    closed = [(one, two) for one, two in zip(before, after, strict=True) if one["complete"]]
    assert all(0.9 * one["n"] < one["n_effective"] <= one["n"] for one, _ in closed)
    assert all(two["n_effective"] < 100 and not two["enough"] for _, two in closed)


def test_a_small_hole_only_leaves_its_source_out(changed: Callable[..., Path]) -> None:
    small = changed(
        "update vacancy set source = 'amber' where source = 'birch' and hash(vacancy_id) % 10 > 0",
        "update source_month set heard = false where source = 'birch' and month = date '2026-03-01'",
    )
    part = part_of(read(small), "skill_over_time")
    assert part.picture is not None
    assert "from 2 sources heard in every month" in part.subtitle
    with opened(small) as connection:
        months = ask(
            connection,
            "select date_trunc('month', opened_on)::date as month, count(*) as n from vacancy "
            "where source in ('amber', 'cedar') and not_new is null group by all order by all",
        )
    assert [(row["month"], row["n"]) for row in part.rows] == [(row["month"], row["n"]) for row in months]


@pytest.mark.slow
def test_a_source_that_joins_later_does_not_bend_the_line(tmp_path: Path) -> None:
    market = Market(tmp_path)
    fill(market)
    for month in MONTHS[-4:]:
        adverts = [
            advert(f"dune-{month}-{i}", date(month.year, month.month, 20), "Python", f"Dune {i}") for i in range(90)
        ]
        market.crawl("dune", date(month.year, month.month, 27), adverts)
    market.crawl("dune", date(2026, 11, 6), adverts)  # else the end of October was not heard
    part = part_of(read(market.publish(), "python"), "skill_over_time")
    assert {row["n"] for row in part.rows if date(2026, 7, 1) <= row["month"] <= date(2026, 10, 1)} == {150}
    assert "1 source that joined later is left out" in part.subtitle


def test_one_employer_does_not_make_a_share(changed: Callable[..., Path]) -> None:
    copy = changed(
        "update vacancy set company = 'Great & Sons', company_key = 'great sons' where vacancy_id in "
        "(select vacancy_id from vacancy_skill where skill = 'java')",
        "update skill_share_now set withheld = 'one_employer', enough = false, share = null, low = null, high = null, "
        "largest_part = 1.0 where skill = 'java'",
        "update skill_change set largest_part = 1.0 where skill = 'java'",
    )
    assert "Java (40\u202f%\xa0→\xa016\u202f%, much of it one employer's)" in read(copy).front.changed
    part = part_of(read(copy), "shares_now")
    (java,) = [row for row in part.rows if row["skill"] == "java"]
    assert (java["enough"], java["share"], java["largest_part"]) == (False, None, 1.0)
    assert part.picture is not None
    svg = base64.b64decode(part.picture.wide.split(",")[1]).decode()
    assert "100\u202f% of its adverts come from Great & Sons" in words_in(svg)


def test_an_empty_warehouse_gives_a_page_that_says_what_to_do(empty: Path, tmp_path: Path) -> None:
    page = Page(build_report(empty, tmp_path, today=TODAY))
    assert "Nothing to count yet" in page.text
    assert "skilltide crawl" in page.text
    assert not page.all("img")
    assert "%" not in re.sub(r"95\s?%", "", page.text.split("What the words mean")[0].split("The SQL")[0])


def test_nine_adverts_never_print_a_share(tiny: Path, tmp_path: Path) -> None:
    page = build_report(tiny, tmp_path, today=TODAY)
    report = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))
    assert report["population"]["adverts"] == 9
    (shares,) = [chart for chart in report["charts"] if chart["name"] == "shares_now"]
    assert shares["rows"][0] | {"share": None, "low": None, "high": None} == shares["rows"][0]
    assert "9 adverts counted" in shares["withheld"]
    assert report["changed"] == "Nothing can be said about change yet."
    assert "Too few to say" in Page(page).text


def test_a_skill_is_found_by_any_of_its_names(market: Path) -> None:
    with opened(market) as connection:
        assert choose_skill(connection, "PYTHON") == "python"
        assert choose_skill(connection, " python ") == "python"
        for name, near in (
            ("pyton", "Python"),
            ("javascrpt", "JavaScript"),
            ("", ""),
            ("\x00" * 9, ""),
            ("x" * 999, ""),
        ):
            with pytest.raises(UnknownSkill) as trouble:
                choose_skill(connection, name)
            assert trouble.value.exit_code == 2
            assert near in str(trouble.value)
            assert len(str(trouble.value)) < 300


def test_an_unknown_skill_or_no_copy_writes_nothing(market: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownSkill, match="did you mean"):
        build_report(market, tmp_path / "out", today=TODAY, skill="kubernets")
    with pytest.raises(NotPublished):
        build_report(tmp_path / "nothing.duckdb", tmp_path / "out", today=TODAY)
    assert not (tmp_path / "out").exists()


def test_an_older_day_does_not_become_the_latest(market: Path, tmp_path: Path) -> None:
    build_report(market, tmp_path, today=TODAY)
    newest = (tmp_path / "latest.html").read_bytes()
    (tmp_path / "notes").mkdir()
    build_report(market, tmp_path, today=date(2026, 10, 1))
    assert (tmp_path / "latest.html").read_bytes() == newest
    build_report(market, tmp_path, today=date(2026, 12, 1))
    assert b'href="2026-12-01/report.md"' in (tmp_path / "latest.html").read_bytes()


HOSTILE = (
    "=cmd|' /C calc'!A0 <script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} | `x` [a](b) "
    "\u202eevil\u2066 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \U0001f468\u200d\U0001f469 "
    "\u4f60\u597d \x07\x1b[31m ]]> $x^2$ " + "long " * 2_000
)
HOSTILE_STATEMENTS = (
    "update vacancy_slice set label = $hostile where slice like 'role:%' or slice like 'level:%'",
    "update skill_hit set surface = $hostile || surface",
    "insert into emerging_term by name "
    "select 'all' as slice, $hostile as label, 9 as k, 9 as employers, $hostile as quote",
    "update population_pay set currency = $hostile",
    "update posting_vacancy set basis = $hostile where basis <> 'first'",
    "update posting set source = $hostile || source",
    "update source_health set source = $hostile || source, platform = $hostile, status = 'broken', failure = 'drop', "
    "reason = $hostile, meaning = $hostile, what_to_do = $hostile",
    "update vacancy set company = $hostile, company_key = $hostile where source = 'amber'",
    "update skill set label = $hostile",
    "update skill_change set label = $hostile",
    "update skill_share_now set label = $hostile",
    "update excluded set meaning = $hostile where reason <> 'counted'",
    "update crawl set source = $hostile || source where source = 'birch'",
    "update vacancy set source = $hostile || source where source = 'birch'",
    "update source_month set source = $hostile || source where source = 'birch'",
    "update source_month set heard = false where source = $hostile || 'birch' and month = date '2026-03-01'",
)


@pytest.mark.parametrize("torn", [False, True])
def test_strangers_text_is_harmless(changed: Callable[..., Path], tmp_path: Path, torn: bool) -> None:
    copy = changed(*(HOSTILE_STATEMENTS if torn else HOSTILE_STATEMENTS[:-4]), hostile=HOSTILE)
    path = build_report(copy, tmp_path / "out", today=TODAY)
    page = Page(path)
    assert {tag for tag, _ in page.tags}.isdisjoint({"iframe", "object", "embed", "form"})
    assert page.all("script") == [{}], "our own, and no other"
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in page.all("img"))
    assert "{{ 7*7 }}" in page.text
    assert len(max((cell for cell in page.text.split("\n")), key=len)) < 3_000
    assert path.stat().st_size < 3_000_000
    assert len(page.pictures()) >= 8
    for svg in page.pictures():
        drawn = list(ElementTree.fromstring(svg).iter())  # noqa: S314  our own drawing
        assert not [one for one in drawn if one.tag.rpartition("}")[2] in {"script", "image", "img"}]
        assert not [name for one in drawn for name in one.attrib if name.startswith("on")]
        assert max(map(len, words_in(svg).split("  "))) < 3_000
    markdown = (path.parent / "report.md").read_text(encoding="utf-8")
    assert not re.search(r"<(script|img)", markdown)
    for table in path.parent.glob("*.csv"):
        rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8"), newline="")))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    record = json.loads((path.parent / "report.json").read_text(encoding="utf-8"))
    (sources,) = [chart for chart in record["charts"] if chart["name"] == "source_health"]
    assert sources["rows"][0]["source"].startswith(HOSTILE)
    if torn:
        assert "is withheld" in record["unseen"]


def test_the_front_page_names_no_share_that_the_chart_withholds(changed: Callable[..., Path]) -> None:
    copy = changed(
        "update vacancy set company = 'One', company_key = 'one' where vacancy_id in "
        "(select vacancy_id from vacancy_skill where skill = 'sql')",
        "update skill_share_now set withheld = 'one_employer', enough = false, share = null, low = null, high = null, "
        "largest_part = 1.0 where skill = 'sql'",
    )
    assert read(copy).front.unchanged == "One of the 3 skills that could be tested shows no clear change."


def test_real_changes_draws_the_verdicts_and_counts_the_rest(market: Path, changed: Callable[..., Path]) -> None:
    part = part_of(read(market), "real_changes")
    assert part.headline == "Rising: Python; falling: Java; no clear change in the one other tested skill"
    assert [(row["label"], row["verdict"]) for row in part.rows] == [
        ("Java", "falling"),
        ("Python", "rising"),
        ("SQL", "no clear change"),
    ]
    for row in part.rows:
        assert row["share"] - row["earlier_share"] == pytest.approx(row["difference"])
        assert row["low"] < row["difference"] < row["high"]
    assert part.picture is not None
    shown = words_in(base64.b64decode(part.picture.wide.split(",")[1]).decode())
    assert "▲ +24.0" in shown
    assert "▼ −24.0" in shown
    assert "1 with no clear change" in shown
    still = part_of(read(changed("update skill_change set verdict = 'no clear change'")), "real_changes")
    assert (still.picture, still.refusal) == (None, "None of the 3 tested skills moved more than chance would.")
    few = part_of(read(changed("update skill_change set verdict = 'too few to say'")), "real_changes")
    assert few.rows == []


def test_a_market_first_seen_today_is_counted_as_it_stands(tmp_path: Path) -> None:
    """No complete month yet: the shares are of the adverts open now, and nothing is said of change."""
    market = Market(tmp_path)
    adverts = [
        advert(f"a{i}", date(2026, 9, 1 + i % 25), "Python" if i % 2 else "SQL", f"Firm {i:03}") for i in range(150)
    ]
    market.crawl("amber", date(2026, 11, 8), adverts, expect_min=100)
    report = read(market.publish())
    assert report.title == "What employers ask for, November 2026"
    assert "150 adverts of 150 employers, open when last looked at, 8 November 2026" in report.population.sentence()
    assert part_of(report, "shares_now").headline.endswith("50\u202f% of adverts, too close to call a winner")
    assert report.front.changed == "Nothing can be said about change yet."
    assert report.front.unchanged == "Asked most: Python (50\u202f%) and SQL (50\u202f%)."
    assert report.health.headline == "The one source is well"
    assert "1 source is new" in report.health.explanation
    assert part_of(report, "skill_over_time").refusal == (
        "No source has been heard through a complete month yet, so there is no time to draw."
    )
