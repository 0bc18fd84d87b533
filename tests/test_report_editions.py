"""Editions of the market report, their list and feed, the vintages kept of them, and the health gate."""

import json
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from benchmarks.report import TODAY, publish_random_market
from pipelines.__main__ import main
from reports.market import gate, vintages
from reports.market.build import write_edition, write_editions
from reports.market.edition import BadEditions, Edition, UnknownEdition, one_edition, read_editions
from reports.market.method import BadMeasurement, describe, read_measurements
from reports.market.modules import BadModules, read_modules
from reports.printing import NoPdf, find_browser

ATOM = "{http://www.w3.org/2005/Atom}"
MODULES = """
[[module]]
name = "Programming"
skills = ["Python", "java", "no such skill"]
[[module]]
name = "Tools"
skills = ["Docker", "Angular"]
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random market of six roles and five countries."""
    return publish_random_market(tmp_path_factory.mktemp("random"), 12_000)


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A data directory with that market published."""
    (tmp_path / "published").mkdir()
    shutil.copy(published, tmp_path / "published" / "skilltide.duckdb")
    # The charts for everyone are enough here, and quicker to draw; tests/test_report_pages.py has all.
    (tmp_path / "reports.toml").write_text('[[edition]]\nname = "market"\nreaders = ["everyone"]')
    return tmp_path


def report(data: Path, *more: str, today: date = TODAY) -> int:
    return main(["report", "--data", str(data), "--today", today.isoformat(), "--quiet", *more])


def change(data: Path, *statements: str) -> None:
    with duckdb.connect(str(data / "published" / "skilltide.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


def record(data: Path, place: str = "2026-11-09") -> dict[str, object]:
    text = (data / "reports" / place / "report.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def test_the_list_of_editions_makes_pages_an_index_and_a_feed(data: Path) -> None:
    (data / "modules.toml").write_text(MODULES)
    (data / "reports.toml").write_text(
        'address = "https://jobs.example/reports"\n'
        '[[edition]]\nname = "market"\nreaders = []\n'
        '[[edition]]\nname = "school"\nrole = "Software engineering"\nmodules = "modules.toml"\n'
        'readers = ["curriculum"]\n'
        '[[edition]]\nname = "gone"\nrole = "lamplighter"\n'
        '[[edition]]\nevery = "country"\nat_least = 2000\n'
    )
    assert report(data) == 0
    day = data / "reports" / "2026-11-09"
    pages = sorted(str(path.relative_to(day)) for path in day.rglob("index.html"))
    # The United States have a third of the openings, the others a sixth each; a lamplighter is left out.
    assert pages == ["country-us/index.html", "index.html", "school/index.html"]
    school = record(data, "2026-11-09/school")
    assert school["slice"] == "role:software"
    assert str(school["title"]).startswith("Software engineering: what employers asked for")
    names = [chart["name"] for chart in school["charts"]]  # type: ignore[attr-defined]
    assert {"module_coverage", "outside_syllabus", "sunset_watch"} <= set(names)
    assert "module_coverage" not in [chart["name"] for chart in record(data)["charts"]]  # type: ignore[attr-defined]
    index = (data / "reports" / "index.html").read_text(encoding="utf-8")
    assert 'href="2026-11-09/school/index.html"' in index
    feed = ElementTree.parse(data / "reports" / "feed.xml").getroot()  # noqa: S314  our own
    links = [link.get("href") for link in feed.findall(f"{ATOM}entry/{ATOM}link")]
    assert links[0] == "https://jobs.example/reports/2026-11-09/index.html"
    assert len(links) == 3
    assert 'href="../../index.html"' in (day / "school" / "index.html").read_text(encoding="utf-8")


def test_an_edition_counts_its_population_alone(published: Path, tmp_path: Path) -> None:
    written = write_edition(
        published,
        tmp_path,
        today=TODAY,
        edition=replace(one_edition(role="nursing", country=None, skill=None, modules=None), readers=("everyone",)),
    )
    with duckdb.connect(str(published), read_only=True) as connection:
        (n,) = connection.execute(
            "select count(*) from vacancy join vacancy_slice using (vacancy_id) where slice = 'role:nursing' "
            "and unreadable is null and opened_on >= date '2026-08-01' and opened_on < date '2026-11-01'"
        ).fetchone() or (0,)
    assert written.report.population.adverts == n
    for part in written.report.parts:
        if part.name == "shares_now":
            assert {row["n"] for row in part.rows} == {n}
    assert written.page.parent.name == "role-nursing"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no \\[\\[edition\\]\\]"),
        ("[[edition]]\nname = 7", "name in an"),
        ('[[edition]]\nnmae = "x"', "nothing is known of nmae"),
        ('[[edition]]\nname = "A b"', "cannot be an edition's name"),
        ('[[edition]]\nname = "../x"', "cannot be an edition's name"),
        ('[[edition]]\nname = "2026-11-09"', "cannot be an edition's name"),
        ('[[edition]]\nname = "x"\n[[edition]]\nname = "x"', "two editions are named x"),
        ('[[edition]]\nevery = "street"', "write every ="),
        ('[[edition]]\nreaders = ["nobody"]', "everyone, coach, curriculum or analyst"),
        ("[[edition", "reports.toml: "),
        pytest.param("edition = " + "[" * 3_000, "reports.toml: ", id="lists in lists without end"),
        ('[[edition]]\nname = "x"\nmodules = "nowhere.toml"', "nowhere.toml: cannot be read"),
    ],
)
def test_a_bad_list_says_where_and_what(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "reports.toml"
    path.write_text(text)
    with pytest.raises((BadEditions, BadModules), match=told) as trouble:
        read_editions(path)
    assert getattr(trouble.value, "exit_code", None) == 2


ENDLESS = ["a = " + "[" * 3_000, "a = " + "1" * 5_000]


@pytest.mark.parametrize(
    "text",
    ["", "[[module]]\nname = 'x'", "[[module]]\nname='x'\nskills=[1]", "module = 3", *ENDLESS],
    ids=["empty", "no skills", "no names", "a number", "lists without end", "a long number"],
)
def test_bad_modules_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "modules.toml"
    path.write_text(text)
    with pytest.raises(BadModules, match=r"modules\.toml"):
        read_modules(path)


def test_unknown_populations_are_named_with_those_there_are(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(data, "--role", "lamplighter") == 2
    told = capsys.readouterr().err
    assert "no role named lamplighter" in told
    assert "nursing" in told
    assert not (data / "reports").exists()


def test_a_hostile_title_is_harmless_on_the_index_and_in_the_feed(published: Path, tmp_path: Path) -> None:
    title = "<script>alert(1)</script> ]]> & \x07\x1b \ufffe \u202eevil " + "long " * 2_000
    edition = Edition(name="strange", slice="role:nursing", title=title, readers=("everyone",))
    written = write_edition(published, tmp_path, today=TODAY, edition=edition)
    for page in (written.page, tmp_path / "index.html"):
        assert "<script>alert" not in page.read_text(encoding="utf-8")
    feed = ElementTree.parse(tmp_path / "feed.xml").getroot()  # noqa: S314  our own
    (told,) = [one.text or "" for one in feed.findall(f"{ATOM}entry/{ATOM}title")]
    assert told.startswith("<script>alert(1)</script>")
    assert len(told) <= 200


def test_a_role_in_a_country_is_an_edition_of_its_own(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(data, "--role", "Software engineering", "--country", "de") == 0
    told = record(data, "2026-11-09/role-country-software-engineering-de")
    assert told["slice"] == "role_country:software:DE"
    assert str(told["title"]).startswith("Software engineering in DE: what employers asked for")
    with duckdb.connect(str(data / "published" / "skilltide.duckdb"), read_only=True) as connection:
        (n,) = connection.execute(
            "select count(*) from vacancy where role = 'software' and country = 'DE' and unreadable is null "
            "and opened_on >= date '2026-08-01' and opened_on < date '2026-11-01'"
        ).fetchone() or (0,)
    assert told["population"]["adverts"] == n > 0  # type: ignore[index]
    assert report(data, "--role", "lamplighter", "--country", "DE") == 2
    assert "no role named lamplighter" in capsys.readouterr().err
    assert report(data, "--role", "software", "--country", "XX") == 2
    assert "no country named XX" in capsys.readouterr().err


def test_a_copy_of_another_version_says_what_to_do(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(data, "alter table source_health rename column meaning to sense")
    assert report(data) == 1
    told = capsys.readouterr().err
    assert "was made by another version" in told
    assert "skilltide publish" in told
    assert "Traceback" not in told


def test_only_unknown_editions_is_an_error(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "reports.toml"
    path.write_text('[[edition]]\nrole = "lamplighter"')
    with pytest.raises(UnknownEdition, match="lamplighter"):
        write_editions(published, tmp_path / "out", today=TODAY, editions=read_editions(path))


def test_a_course_is_measured_against_the_musts(published: Path, tmp_path: Path) -> None:
    modules = tmp_path / "modules.toml"
    modules.write_text(MODULES)
    edition = Edition(modules=read_modules(modules), readers=("everyone", "curriculum"))
    parts = {part.name: part for part in write_edition(published, tmp_path, today=TODAY, edition=edition).report.parts}
    rows = parts["module_coverage"].rows
    with duckdb.connect(str(published), read_only=True) as connection:
        n, k, lost = connection.execute(
            """
            with must as (
                select vacancy_id, list(skill) as skills
                from vacancy_skill join vacancy using (vacancy_id)
                where requirement = 'must' and unreadable is null
                    and opened_on >= date '2026-08-01' and opened_on < date '2026-11-01'
                group by vacancy_id
            )
            select count(*), count(*) filter (where list_has_all(['python', 'java', 'docker', 'angular'], skills)),
                count(*) filter (where list_has_all(['python', 'java', 'docker', 'angular'], skills)
                    and list_has_any(skills, ['docker', 'angular']))
            from must
            """
        ).fetchone() or (0, 0, 0)
    assert k > 0
    whole = rows[0]
    assert (whole["kind"], whole["n"], whole["k"]) == ("course", n, k)
    assert [row["k"] for row in rows if row["label"] == "Tools"] == [lost]
    assert "no such skill" in parts["module_coverage"].subtitle
    taught = {"ABAP", "ActiveMQ", "Docker", "Angular"}
    assert taught.isdisjoint(row["label"] for row in parts["outside_syllabus"].rows)


def test_the_next_report_says_what_was_revised_and_what_became_of_the_verdicts(data: Path) -> None:
    assert report(data) == 0
    first = data / "vintages" / "market" / "2026-11-09.json"
    kept = json.loads(first.read_text(encoding="utf-8"))
    moved = sorted(row["skill"] for row in kept["changes"] if row["verdict"] in {"rising", "falling"})
    rising = sorted(row["skill"] for row in kept["changes"] if row["verdict"] == "rising")
    assert rising, "the market has risers planted"
    assert record(data)["revisions"]["headline"] == "This is the first issue"  # type: ignore[index]
    skill, label = kept["shares"][0]["skill"], kept["shares"][0]["label"]
    change(
        data,
        f"update skill_share_quarter set share = share + 0.02 where skill = '{skill}'",
        f"update skill_change set verdict = 'no clear change' where skill = '{rising[0]}'",
    )
    before = first.read_bytes()
    assert report(data, today=date(2026, 12, 9)) == 0
    revisions = record(data, "2026-12-09")["revisions"]
    stands = ["no", "one", "two", "three"][len(moved) - 1]
    assert f"of change given on 9 November 2026, {stands} still stand" in revisions["headline"]  # type: ignore[index]
    assert "was rising and is now: no clear change" in revisions["sentence"]  # type: ignore[index]
    told = {row["label"]: row for row in revisions["rows"]}  # type: ignore[index]
    assert told[label]["revision"] == pytest.approx(0.02)
    assert first.read_bytes() == before
    # Its own day is never compared with itself: the same day again gives the same bytes.
    page = data / "reports" / "2026-12-09" / "index.html"
    again = page.read_bytes()
    assert report(data, today=date(2026, 12, 9)) == 0
    assert page.read_bytes() == again
    assert len(list((data / "vintages" / "market").iterdir())) == 2


def test_other_numbers_of_the_same_day_are_kept_beside_the_first(data: Path) -> None:
    assert report(data) == 0
    change(data, "update skill_change set verdict = 'falling' where verdict = 'rising'")
    assert report(data) == 0
    assert {path.name for path in (data / "vintages" / "market").iterdir()} == {"2026-11-09.json", "2026-11-09.2.json"}
    (newest, _) = vintages.read_vintages(data / "vintages" / "market", date(2026, 11, 10))
    assert "rising" not in newest.verdicts.values()


def test_a_damaged_vintage_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data / "vintages" / "market"
    folder.mkdir(parents=True)
    (folder / "2026-10-01.json").write_text("{")
    (folder / "notes.txt").write_text("not ours")
    assert report(data) == 1
    assert "2026-10-01.json" in capsys.readouterr().err


def test_a_skill_that_fell_a_quarter_ago_too_is_told(data: Path) -> None:
    change(
        data,
        "update skill_change set verdict = 'falling', low = -0.2, high = -0.1, difference = -0.15 "
        "where skill = 'angular'",
    )
    (data / "modules.toml").write_text(MODULES)
    (data / "reports.toml").write_text(
        '[[edition]]\nname = "market"\nmodules = "modules.toml"\nreaders = ["curriculum"]'
    )
    assert report(data, today=date(2026, 8, 9)) == 0
    assert report(data) == 0
    (chart,) = [one for one in record(data)["charts"] if one["name"] == "sunset_watch"]  # type: ignore[attr-defined]
    assert chart["headline"] == "Falling now and in the report of 9 August 2026: Angular"


def test_a_board_away_for_a_month_shuts_the_gate(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Taken out of 40 boards are six, with a seventh of the adverts: the trend is withheld and the command says so."""
    change(
        data,
        "update source_month set days_heard = 0, crawl_days = 0, heard = false "
        "where source < 'board_06' and month = date '2026-05-01'",
    )
    assert report(data) == 3
    told = capsys.readouterr().err
    assert "nothing was heard of board_00, board_01, board_02 and 3 more in May 2026" in told
    page = record(data)
    assert page["gate"]["open"] is False  # type: ignore[index]
    withheld = {chart["name"] for chart in page["charts"] if chart["withheld"]}  # type: ignore[attr-defined]
    assert withheld == {"skill_over_time"}
    assert "Read with care" in (data / "reports" / "2026-11-09" / "index.html").read_text(encoding="utf-8")
    assert "Read with care" in (data / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Read with care" in (data / "reports" / "feed.xml").read_text(encoding="utf-8")


def test_ill_sources_with_much_of_the_adverts_shut_the_gate() -> None:
    def source(status: str, usual: int | None, postings: int = 5) -> dict[str, object]:
        return {"status": status, "usual_high": usual, "postings": postings}

    assert gate.judge([], [source("ok", 100), source("broken", 20)]).is_open
    assert gate.judge([], [source("archive", None), source("new", None)]).is_open
    assert gate.judge([], []).is_open
    (reason,) = gate.judge([], [source("ok", 100), source("stale", 60)]).reasons
    assert "38\u202f%" in reason


def test_of_several_charts_with_a_hole_one_reason_is_given_whole() -> None:
    def part(topic: str) -> Any:
        return SimpleNamespace(topic=topic, refusal=f"{topic} is withheld: so it is.", has_hole=True)

    assert gate.judge([part("One skill over time"), part("New demand")], []).reasons == (
        "One skill over time is withheld: so it is. New demand is withheld too; the reason stands there.",
    )
    assert gate.judge([part("New demand")], []).reasons == ("New demand is withheld: so it is.",)


def test_every_measured_figure_stands_in_the_method_box(tmp_path: Path) -> None:
    path = tmp_path / "measured.toml"
    path.write_text(
        "[groups.tech]\nadverts = 39\nmarked = 546\nfound = 562\nright = 479\nprecision = 85.2\n"
        "precision_low = 82.1\nprecision_high = 87.9\nrecall = 87.7\n"
        "[wrong.tech]\nbackend_development = 4\n[missed.tech]\nuser_experience = 2\n"
        "[pairs]\nlabelled = 1200\nprecision = 0.984\n"
    )
    measured = read_measurements([path])
    box = describe(["abc"], 857, measured)
    (group,) = measured.groups
    assert (group["group"], group["marked"]) == ("Tech", 546)
    assert (group["precision"], group["recall"]) == ("85.2\u202f% (82.1 to 87.9)", "87.7\u202f%")
    assert [(row["mistake"][:6], row["skills"]) for row in measured.mistakes] == [
        ("found ", "backend development 4"),
        ("marked", "user experience 2"),
    ]
    assert [(row["what"], row["figure"], row["value"]) for row in measured.figures] == [
        ("Pairs", "Labelled", "1\u202f200"),
        ("Pairs", "Precision", "0.984"),
    ]
    assert [len(rows) for _, _, rows in box.tables] == [1, 2, 2]
    assert "No measurement" in describe([], 0, read_measurements([])).sentence
    for text in ("groups = 3", *ENDLESS, f"a{'.b' * 3_000} = 1"):
        path.write_text(text)
        with pytest.raises(BadMeasurement, match=r"measured\.toml"):
            read_measurements([path])


def test_without_a_browser_the_pages_are_written_and_the_message_is_clear(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(data))
    monkeypatch.delenv("SKILLTIDE_BROWSER", raising=False)
    assert report(data, "--pdf") == 1
    assert "no PDF: that takes Chromium" in capsys.readouterr().err
    assert (data / "reports" / "2026-11-09" / "index.html").exists()
    with pytest.raises(NoPdf, match="there is no such program"):
        find_browser({"SKILLTIDE_BROWSER": "no-such-browser"})


def test_the_hole_of_an_issue_written_by_an_earlier_version_does_not_stop_the_index(data: Path) -> None:
    old = data / "reports" / "2026-10-01"
    old.mkdir(parents=True)
    (old / "report.json").write_text('{"day": "2026-10-01"}')
    (old / "index.html").write_text("an old page")
    assert report(data) == 0
    assert "2026-10-01" not in (data / "reports" / "index.html").read_text(encoding="utf-8")
