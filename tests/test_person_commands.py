"""`skilltide person` as a new user runs it: from a résumé to the weekly page, offline, every file private."""

import io
import json
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipelines.__main__ import main
from pipelines.person.confirming import confirm
from pipelines.person.keeping import PersonFiles
from pipelines.person.profile import Target
from pipelines.person.standing import take_stock
from tests.made_resumes import RESUMES, make
from tests.report_market import Market, advert

TODAY = date(2026, 11, 9)
WANTED = (
    ("SQL and Excel", 6),
    ("SQL and Power BI", 5),
    ("SQL, Python and Docker", 4),
    ("Kubernetes, Terraform and Helm", 3),
    ("Docker and SQL", 4),
)
CONNECTIONS = (
    'Notes:\n"A preamble, with commas."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n'
    "Ola,Nord,,,Firm 0 Ltd,Head of data,04 Mar 2021\nBea,Stone,,,Elsewhere,Cook,05 Mar 2021\n"
)
HOSTILE = "<script>alert(1)</script> **bold** | =cmd()"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a small market that is open now."""
    market = Market(tmp_path_factory.mktemp("person-market"))
    adverts: list[dict[str, Any]] = []
    for number, (skills, times) in enumerate(WANTED):
        for copy in range(times):
            name = f"{number}-{copy}"
            one = advert(
                name, TODAY - timedelta(days=20), skills, company=f"Firm {(number + copy) % 7}", title="Data analyst"
            )
            adverts.append(one | {"url": f"https://jobs.example/{name}"})
    adverts.append(
        advert("evil", TODAY, "SQL and Excel", company=HOSTILE, title=f"Data analyst {HOSTILE}")
        | {"url": "javascript:alert(1)"}
    )
    adverts += [advert(f"n{i}", TODAY, "triage and wound care", company=f"Ward {i}", title="Nurse") for i in range(4)]
    for back in (2, 1, 0):
        market.crawl("amber", TODAY - timedelta(days=back), adverts)
    market.publish()
    return market.data


WATCHED = {"on": False}
SEEN: list[str] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if WATCHED["on"] and event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}:
        SEEN.append(event)


sys.addaudithook(_hook)


@contextmanager
def no_connection() -> Iterator[None]:
    """Fails when anything in the block looks up a name or opens a connection, even one that somebody catches."""
    SEEN.clear()
    WATCHED["on"] = True
    try:
        yield
    finally:
        WATCHED["on"] = False
    assert SEEN == []


def test_the_watch_sees_a_connection() -> None:
    import socket

    def connect_in_secret() -> None:
        with no_connection(), socket.socket() as one:
            one.settimeout(0.2)
            one.connect_ex(("127.0.0.1", 1))

    with pytest.raises(AssertionError, match="connect"):
        connect_in_secret()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must do its work; its output."""
    capsys.readouterr()
    assert main(list(arguments)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


@pytest.mark.parametrize("suffix", ["txt", "md", "docx", "pdf"])
def test_from_a_resume_to_the_weekly_page_without_a_connection(
    suffix: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resume = make(RESUMES[0], suffix, 1, tmp_path)
    (tmp_path / "Connections.csv").write_text(CONNECTIONS, encoding="utf-8")
    where = ["--data", str(data), "--person", str(tmp_path / "person"), "--today", "2026-11-09"]
    with no_connection():
        said = run(capsys, "person", "init", "--from", str(resume), "--yes", "--role", "data analyst", *where)
        assert "Wrote SQL queries for the weekly delivery report" in said
        gap = run(capsys, "person", "gap", *where)
        assert "data analyst: 23 openings" in gap
        assert "all held: 12 of 23" in gap
        assert re.search(r"1\. Docker: opens 8 openings at \d employers", gap)
        keywords = run(capsys, "person", "keywords", *where)
        assert "DEMONSTRATE" in keywords
        assert "LEAVE OUT" in keywords
        plan = run(capsys, "person", "plan", "--ics", str(tmp_path / "plan.ics"), *where)
        assert "Learn Docker" in plan
        assert "https://docs.docker.com/" in plan
        network = run(capsys, "person", "network", "--contacts", str(tmp_path / "Connections.csv"), *where)
        assert "Ola Nord" in network
        assert "1 firm, 0 likely" in network
        run(capsys, "person", "network", "log", "bea", "--gave", "a recipe", *where)
        interview = run(capsys, "person", "interview", *where)
        assert "10. " in interview
        run(capsys, "person", "log", "add", "applied", "--employer", "Firm 1", "--title", "Data analyst", *where)
        assert "Firm 1" in run(capsys, "person", "log", *where)
        run(capsys, "person", "log", "--html", str(tmp_path / "proof.html"), *where)
        assert "Firm 1" in (tmp_path / "proof.html").read_text(encoding="utf-8")
        assert "too few outcomes" in run(capsys, "person", "log", "funnel", *where)
        page = Path(run(capsys, "person", "report", *where).strip())
    assert "You already meet 12 of 23 openings" in page.read_text(encoding="utf-8")
    for path in [*(tmp_path / "person").rglob("*"), tmp_path / "plan.ics", tmp_path / "proof.html"]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.fixture
def person(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The options of somebody with a profile."""
    where = ["--data", str(data), "--person", str(tmp_path / "person"), "--today", "2026-11-09"]
    resume = make(RESUMES[0], "txt", 1, tmp_path)
    run(capsys, "person", "init", "--from", str(resume), "--yes", "--role", "data analyst", "--name", HOSTILE, *where)
    return where


def test_every_number_of_the_gap_is_what_sql_counts(
    data: Path, person: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = PersonFiles(Path(person[3]))
    published = data / "published" / "skilltide.duckdb"
    for target in (
        None,
        Target(roles=("it's %_'",)),
        Target(place="Lyon"),
        Target(level="senior"),
        Target(remote="only"),
    ):
        standing = take_stock(files, published, target=target)
        confirmations = list(confirm(standing, published))
        assert len(confirmations) == 1 + len(standing.gap.ladder)
        assert all(one.agrees for one in confirmations), target
    said = run(capsys, "person", "gap", "--sql", *person)
    query = said.split("\n\n")[next(n for n, part in enumerate(said.split("\n\n")) if part.startswith("with target"))]
    assert json.loads(run(capsys, "sql", query, "--json", "--data", str(data)))[0]["whole"] == 12


def test_a_confirmation_that_differs_fails_the_command(
    person: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.person import standing

    honest = standing.find_gap
    monkeypatch.setattr(standing, "find_gap", lambda required, *rest: honest(dict(list(required.items())[1:]), *rest))
    assert main(["person", "gap", "--sql", *person]) == 1


class Links(HTMLParser):
    """What a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"src", "srcset"}:
                self.loaded.append(value or "")
            if name == "href":
                self.links.append(value or "")
            assert not name.startswith("on")


def test_the_page_loads_nothing_and_runs_nothing(person: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(run(capsys, "person", "report", *person).strip())
    reader = Links()
    text = page.read_text(encoding="utf-8")
    reader.feed(text)
    assert all(one.startswith("data:image/svg+xml") for one in reader.loaded)
    # The house's own script, let in by its hash alone; what a stranger writes stays text.
    assert text.count("<script") == text.count("<script>") == 1
    assert "script-src 'sha256-" in text
    assert all(one.startswith(("https://", "#")) or one == "data:," for one in reader.links), (
        "no javascript: from an advert"
    )
    assert "<script>" not in (page.parent / "report.md").read_text(encoding="utf-8")
    assert text.count('<section class="chart') == 10, "J1 to J10"


def test_the_same_standing_gives_the_same_bytes(person: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(run(capsys, "person", "report", *person).strip())
    first = page.read_bytes()
    run(capsys, "person", "report", *person)
    assert page.read_bytes() == first


def test_few_and_none_are_said_in_words(person: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    few = run(capsys, "person", "gap", "--role", "nurse", *person)
    assert "Only 4 openings with a skill that we count: too few to say" in few
    none = run(capsys, "person", "gap", "--role", "astronaut", *person)
    assert "astronaut: no opening" in none
    assert "1. " not in none
    for said in (few, none):
        assert "holds most of: Data and business intelligence analyst (23) and Nurse (4)." in said
        assert "skilltide boards add" in said
    for role in ("nurse", "astronaut"):
        for command in ("keywords", "plan", "interview", "report"):
            run(capsys, "person", command, "--role", role, *person)


@pytest.mark.parametrize("command", ["gap", "keywords", "plan", "interview"])
def test_programs_get_json(command: str, person: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(run(capsys, "person", command, "--json", *person))
    assert answer


def test_an_advert_is_read_from_text_html_and_address(
    person: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "We look for somebody kind. Requirements: SQL and Docker are a must for this work.\nNice to have: Tableau"
    (tmp_path / "advert.txt").write_text(body)
    (tmp_path / "advert.html").write_text("<html><body><p>" + body.replace("\n", "</p><p>") + "</p></body></html>")
    (tmp_path / "advert.url").write_text("[InternetShortcut]\nURL=https://jobs.example/2-0\n")
    for given in (str(tmp_path / "advert.txt"), str(tmp_path / "advert.html")):
        rows = json.loads(run(capsys, "person", "keywords", "--advert", given, "--json", *person))
        assert {row["skill"]: row["advice"] for row in rows} == {
            "sql": "demonstrate",
            "docker": "leave_out",
            "tableau": "demonstrate",
        }
    with no_connection():
        for given in (str(tmp_path / "advert.url"), "https://jobs.example/2-0"):
            rows = json.loads(run(capsys, "person", "keywords", "--advert", given, "--json", *person))
            assert {"sql", "python", "docker"} <= {row["skill"] for row in rows}
        assert "Docker" in run(capsys, "person", "interview", "--advert", "https://jobs.example/2-0", *person)
        assert main(["person", "keywords", "--advert", "https://nowhere.example/1", *person]) == 2
        assert "nothing is fetched" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(body))
    assert "Docker" in run(capsys, "person", "interview", "--advert", "-", *person)
    monkeypatch.setattr("sys.stdin", io.StringIO("too short"))
    assert main(["person", "interview", "--advert", "-", *person]) == 2


def test_a_skill_the_catalogue_lacks_is_named_and_not_counted(
    person: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    profile = Path(person[3]) / "person.toml"
    profile.write_text(profile.read_text() + '\n[skill.tableauu]\nevidence = "work"\nline = "x"\n')
    assert "did you mean 'tableau'" in run(capsys, "person", "gap", *person)


def test_network_log_wants_a_name_it_knows(
    person: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Connections.csv").write_text(CONNECTIONS + "Bea,Lund,,,Firm 2,Cook,05 Mar 2021\n")
    run(capsys, "person", "network", "--contacts", str(tmp_path / "Connections.csv"), *person)
    for name, words in (("bea", "may be any of Bea Lund, Bea Stone"), ("Olla Nord", "near: Ola Nord"), ("", "whom?")):
        assert main(["person", "network", "log", *([name] if name else []), *person]) == 2
        assert words in capsys.readouterr().err
    assert "noted" in run(capsys, "person", "network", "log", "Zoe New", "--new", "--every", "7", *person)
    later = [*person[:-1], "2026-11-17"]
    assert "Zoe New" in run(capsys, "person", "network", *later)
    run(capsys, "person", "network", "log", "Zoe New", "--stop", *later)
    assert "1. Zoe New" not in run(capsys, "person", "network", *[*person[:-1], "2026-12-27"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["log", "--month", "November"], "2026-11"),
        (["log", "add", "course", "--day", "yesterday"], "2026-11-23"),
        (["log", "add"], "applied, reply"),
        (["log", "add", "applied"], "--employer"),
        (["log", "add", "course", "--day", "2026-12-24"], "is to come"),
        (["gap", "--level", "wizard"], "--level 'wizard' is none of intern"),
        (["plan", "--skip", "tableauu"], "did you mean 'tableau'"),
        (["interview", "--drill"], "terminal"),
        (["plan", "check-links"], "SKILLTIDE_CONTACT"),
        (["network", "--contacts", "nothing.csv"], "no such file"),
    ],
)
def test_wrong_usage_is_explained(
    arguments: list[str],
    words: str,
    person: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SKILLTIDE_CONTACT", raising=False)
    assert main(["person", *arguments, *person]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gap", "--months", "0"], "is not a whole number of 1 or more"),
        (["network", "--every", "-1"], "is not a whole number of 1 or more"),
        (["interview", "--seconds", "x"], "is not a whole number of 1 or more"),
        (["gap", "--months", "4000"], "is more than 3650"),
        (["network", "--every", "9" * 5_000], "is more than 3650"),
    ],
)
def test_a_number_that_is_none_is_refused(
    arguments: list[str], said: str, person: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["person", *arguments, *person])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_without_a_connection_the_check_ends_soon_and_says_so(
    person: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nobody(host: str, *arguments: object, **options: object) -> None:
        asked.append(host)
        raise OSError(-3, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", nobody)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    for variable in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    assert main(["person", "plan", "check-links", "--contact", "a@b.example", *person]) == 1
    assert "are you online?" in capsys.readouterr().err
    assert len(asked) == 3


@pytest.fixture
def with_roles(data: Path, tmp_path: Path) -> Path:
    """A copy of the market that knows roles, levels and countries as populations."""
    import duckdb

    copy = tmp_path / "copy.duckdb"
    copy.write_bytes((data / "published" / "skilltide.duckdb").read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("""
            insert into vacancy_slice
            select vacancy_id, 'role:data_analyst', 'Data analyst' from vacancy where title like 'Data analyst%'
            union all select vacancy_id, 'level:senior', 'senior' from vacancy where title like '%0-1'
            union all select vacancy_id, 'country:FR', 'France' from vacancy
        """)
    return copy


def test_populations_of_the_copy_are_used_where_it_has_them(with_roles: Path, person: list[str]) -> None:
    files = PersonFiles(Path(person[3]))

    def ask(**target: Any) -> Any:
        return take_stock(files, with_roles, target=Target(**target)).market

    by_role = ask(roles=("data analyst",))
    assert (len(by_role.openings), by_role.notes) == (23, ())
    assert by_role.parameters["roles"] == ["role:data_analyst"]
    both = ask(roles=("Data Analyst", "title:Nurse n1"))
    assert len(both.openings) == 24, "a role that the copy knows, and words of titles for the other"
    assert "Nurse n1" in both.notes[0]
    assert "analyst" not in both.notes[0]
    family = ask(roles=("Registered nurse",))
    assert (len(family.openings), family.parameters["roles"]) == (4, ["role:nurse"])
    assert "“Registered nurse” is counted with “Nurse”" in family.notes[0]
    by_skill = ask(roles=("Docker data analyst",))
    assert len(by_skill.openings) == 8, "analysts' openings that ask for Docker"
    assert "ask for Docker" in by_skill.notes[0]
    assert len(ask(level="senior").openings) == 1
    assert len(ask(place="France").openings) == 23
    assert len(ask(place="Lyon").openings) == 23
    assert len(ask(place="Chile").openings) == 0


def test_the_questions_of_init_are_asked_in_a_terminal(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from pipelines.person.profile import read_profile

    resume = tmp_path / "resume.txt"
    resume.write_text(
        "Experience\nAnalyst, Firm, 2020 - 2021\n- Reports in SQL for the board\n- Pages in HTML and CSS\n"
    )
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    where = ["--person", str(tmp_path / "p"), "--data", str(data)]
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        # The name; CSS dropped, HTML as a project, the rest kept; roles; a level that is none; level; place; remote.
        keys.send_text("Ada\rn\rp\ra\rdata analyst, reporter\rwizard\rsenior\rLyon\ralso\r")
        assert main(["person", "init", "--from", str(resume), *where]) == 0
    profile = read_profile(tmp_path / "p" / "person.toml")
    assert profile.name == "Ada"
    assert profile.target == Target(("data analyst", "reporter"), "senior", "Lyon", "also")
    assert {skill: evidence.grade for skill, evidence in profile.skills.items()} == {"html": "project", "sql": "work"}


def test_one_resume_is_compared_with_one_advert(
    person: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(
        "Experience\nOperator, Firm, 2020 - now\n- Kept Docker running on forty machines\nSkills\nSQL, Excel\n"
    )
    (tmp_path / "advert.txt").write_text(
        "Requirements: SQL, Docker and Tableau, two years of them at the very least, please."
    )
    given = ["--resume", str(other), "--advert", str(tmp_path / "advert.txt"), "--json"]
    rows = json.loads(run(capsys, "person", "keywords", *given, *person))
    assert {row["skill"]: (row["advice"], row["in_resume"], row["line"]) for row in rows} == {
        "sql": ("list", "lists", ""),
        "docker": ("demonstrate", "shows", "Kept Docker running on forty machines"),
        "tableau": ("leave_out", "lacks", ""),
    }
    market = json.loads(run(capsys, "person", "keywords", "--resume", str(other), "--json", *person))
    assert next(row for row in market if row["skill"] == "docker")["advice"] == "demonstrate"


def test_the_drill_runs_in_a_terminal(
    person: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("\r\rq\r")
        said = run(capsys, "person", "interview", "--drill", "--seconds", "60", *person)
    assert "3 of 10" in said
    assert "2 answered, 0 too long" in said
