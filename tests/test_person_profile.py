"""The profile: read from résumés, exports and questions; nothing in it that the person's own lines do not say."""

import json
import re
import stat
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.__main__ import main
from pipelines.person.beginning import confirm, read_file
from pipelines.person.keeping import PersonRefused, append_record, read_records, write_private
from pipelines.person.own_exports import read_contacts, read_json_resume, read_linkedin
from pipelines.person.profile import GRADES, Evidence, Profile, Target, ago, read_profile, write_profile
from pipelines.person.resume import propose, read_lines
from pipelines.person.resume_columns import untangled
from pipelines.person.resume_headings import opened_section
from pipelines.person.resume_text import resume_text
from pipelines.person.weekly_actions import steps_of_month
from pipelines.person.wording import sentences
from tests.made_resumes import FORMS, RESUMES, MadeResume, make
from tests.more_resumes import MORE_RESUMES

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("resumes", [RESUMES, MORE_RESUMES], ids=["ten", "five of other trades"])
def test_resumes_in_four_formats_and_two_layouts(resumes: list[MadeResume], tmp_path: Path) -> None:
    """Skills found: precision at least 0.95, recall at least 0.90; evidence right in at least 0.85 of them."""
    for suffix, columns in FORMS:
        right = wrong = missed = graded = 0
        for resume in resumes:
            found = read_file(make(resume, suffix, columns, tmp_path)).skills
            right += len(found.keys() & resume.labels.keys())
            wrong += len(found.keys() - resume.labels.keys())
            missed += len(resume.labels.keys() - found.keys())
            graded += sum(found[skill].grade == grade for skill, grade in resume.labels.items() if skill in found)
        assert right / (right + wrong) >= 0.95, (suffix, columns)
        assert right / (right + missed) >= 0.90, (suffix, columns)
        assert graded / right >= 0.85, (suffix, columns)


@pytest.mark.parametrize(("suffix", "columns"), FORMS)
def test_every_line_of_evidence_stands_in_the_resume(suffix: str, columns: int, tmp_path: Path) -> None:
    for resume in [*RESUMES, *MORE_RESUMES]:
        path = make(resume, suffix, columns, tmp_path)
        text = resume_text(path)
        for evidence in read_file(path).skills.values():
            assert evidence.line in text


def test_dates_and_grades_come_from_where_a_line_stands() -> None:
    text = (
        "Experience\nAnalyst, Firm\nJan 2020 \u2013 Mar 2024\n\u2022 Reports in SQL\n"
        "Clerk, 2015 - 2016\n\u2022 Sheets in Excel\n"
        "\u2022 Shadowed the team that used Kubernetes\nCourses\nDjango course, 2021\nI want to learn Rust\n"
    )
    found = propose(read_lines(text))
    assert found["sql"] == Evidence("work", "Reports in SQL", "2024-03")
    assert found["excel"] == Evidence("work", "Sheets in Excel", "2016")
    assert found["kubernetes"].grade == "shadowed"
    assert (found["django"].grade, found["django"].until) == ("course", "2021")
    assert found["rust"].grade == "wanted"


@pytest.mark.parametrize(
    "text",
    [
        "Experience\nPorter, Oracle Logistics Ltd, 2019 - 2020\n\u2022 Carried boxes\n",
        "Experience\n\u2022 Porter, Snowflake Inc, 2019 - 2020\nCarried boxes\n",
        "Career summary\nHALDANE FOODS PLC, Leicester  2016 - now\nPorter\n\u2022 Carried boxes\n",
        "Ruby Wax\n\nExperience\nPorter, 2019 - 2020\n",
    ],
)
def test_the_name_of_an_employer_or_a_person_is_no_skill(text: str) -> None:
    assert propose(read_lines(text)) == {}


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        ("NURSING EMPLOYMENT", "work"),
        ("Trade experience", "work"),
        ("Work Experience:", "work"),
        ("E X P E R I E N C E", "work"),
        ("Esperienza / Work experience", "work"),
        ("Where I have worked", "work"),
        ("TRUSTEE ROLES", "project"),
        ("Interests and voluntary work", "project"),
        ("REGISTRATION & TRAINING", "course"),
        ("Tickets & training", "course"),
        ("Learning and development", "course"),
        ("Professional development", "course"),
        ("Software development", None),
        ("Summary of qualifications", "listed"),
        ("Also", "listed"),
        ("Professional goals", "wanted"),
        ("References", ""),
        ("BRIGHT EDUCATION", None),
        ("Project Manager", None),
        ("5 years experience", None),
        ("Led the training of forty new starters in two depots", None),
    ],
)
def test_a_heading_is_known_by_its_nouns(row: str, grade: str | None) -> None:
    found = opened_section(row)
    assert (found and found.grade) == grade


def test_what_is_only_wanted_or_seen_does_not_take_what_is_done_along() -> None:
    text = (
        "Experience\nAnalyst, Firm, 2020 - now\n"
        "\u2022 Uses Python daily, and is learning R for the next course in statistics\n"
        "\u2022 Built reports in SQL; shadowed the team that ran Apache Airflow\n"
        "\u2022 Tracked results in SIMS and Excel\n"
    )
    found = propose(read_lines(text))
    assert {skill: one.grade for skill, one in found.items()} == {
        "python": "work", "r": "wanted", "sql": "work", "apache_airflow": "shadowed", "excel": "work",
    }  # fmt: skip
    assert found["python"].line == "Uses Python daily"


def test_what_is_told_behind_the_dates_is_no_employer() -> None:
    text = "Voluntary work\nCode Club leader since 2018 (Python for beginners)\nTreasurer, 2018 - now: books in Xero\n"
    found = propose(read_lines(text))
    assert {skill: one.grade for skill, one in found.items()} == {"python": "project", "xero": "project"}


COLUMNS = [
    ("Skills", "Experience"),
    ("- SQL", "Analyst, Firm, 2020 - 2021"),
    ("- Tableau", "- Reports in Excel for the"),
    ("", "  weekly meeting"),
    ("Courses", "Clerk, 2018 - 2019"),
    ("Python course, 2019", "- Books in Xero"),
]


def test_a_text_in_two_columns_is_taken_apart(tmp_path: Path) -> None:
    path = tmp_path / "columns.txt"
    rows = [f"{left:26}{right}" for left, right in COLUMNS]
    path.write_text(
        "\n".join(["Ada Poe, analyst and a name that goes over both columns", "", *rows, "", "References on request"])
    )
    found = propose(read_lines(resume_text(path)))
    assert {skill: (one.grade, one.line, one.until) for skill, one in found.items()} == {
        "sql": ("listed", "SQL", ""),
        "tableau": ("listed", "Tableau", ""),
        "excel": ("work", "Reports in Excel for the weekly meeting", "2021"),
        "python": ("course", "Python course, 2019", "2019"),
        "xero": ("work", "Books in Xero", "2019"),
    }


def test_dates_set_to_the_right_are_no_column() -> None:
    text = "Experience\n" + "".join(f"{job:40}{year} - {year + 1}\n- Reports in SQL\n" for job, year in [
        ("Analyst, First Firm", 2010), ("Analyst, Second Firm", 2012), ("Analyst, Third Firm", 2014),
        ("Analyst, Fourth Firm", 2016), ("Analyst, Fifth Firm", 2018), ("Analyst, Sixth Firm", 2020),
    ])  # fmt: skip
    assert untangled(text) == text


def test_a_certificate_that_is_named_was_earned_and_a_degree_that_is_taught_was_not() -> None:
    found = propose(
        read_lines("Also\nDriving licence\nExperience\nTeacher, 2019 - 2020\n\u2022 Teaches GCSE classes\n")
    )
    assert {skill: one.grade for skill, one in found.items()} == {"driving_licence": "course"}


@pytest.mark.parametrize(
    ("until", "words"), [("now", "now"), ("", "time not known"), ("2023-11", "3 years ago"), ("2025-11", "a year ago")]
)
def test_how_long_ago_is_said(until: str, words: str) -> None:
    assert ago(until, TODAY) == words


texts = st.text(max_size=40)


@given(
    st.dictionaries(st.sampled_from(["sql", "c_plus", "python3", "a_b"]), st.tuples(st.sampled_from(GRADES), texts)),
    texts,
    st.lists(texts, max_size=3),
)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, rows, name, roles) -> None:
    path = tmp_path_factory.mktemp("profile") / "person.toml"
    skills = {skill: Evidence(grade, line, "2023-05") for skill, (grade, line) in rows.items()}
    write_profile(path, Profile(name, Target(tuple(roles)), skills), {})
    again = read_profile(path)
    assert again.name == name
    assert again.skills == skills
    assert again.target.roles == tuple(role.strip() for role in roles if role.strip())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "not valid TOML"),
        ("nmae = 'x'", "did you mean 'name'"),
        ("[target]\nremote = 'sometimes'", "target.remote"),
        ("[target]\nroles = [1]", "list of names"),
        ("[skill.sql]\nevidence = 'expert'", "skill.sql.evidence"),
        ("[skill.sql]\nevidence = 'work'\nuntil = 'May'", "write 2023, 2023-05"),
        ("[skill]\nsql = 'work'", "must be a table"),
        ("skill = 3", "must be a table"),
    ],
)
def test_a_wrong_profile_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "person.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PersonRefused, match=words):
        read_profile(path)
    assert main(["person", "gap", "--person", str(tmp_path), "--data", str(tmp_path)]) == 2


def pdf(path: Path, pages: int = 1, text: str = "", **options: object) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), **options)
    for page in range(pages):
        if text:
            canvas.drawString(72, 700, f"{text} {page}")
        canvas.rect(50, 50, 100, 100)
        canvas.showPage()
    canvas.save()
    return path


def broken_inputs(folder: Path) -> dict[str, tuple[Path, str]]:
    """Each broken file with words of the message that it must give."""
    (folder / "empty.txt").write_text("")
    (folder / "folder").mkdir()
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 and then nothing that makes sense" * 9)
    (folder / "bad.docx").write_bytes(b"PK\x03\x04 not an archive at all")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99)
    (folder / "picture.txt").write_bytes(b"\x89PNG\x00\x01\x02" * 40)
    (folder / "other.json").write_text('{"a": 1}')
    (folder / "half.json").write_text('{"basics": {')
    line = "Worked with SQL and Excel for many years"
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        archive.writestr("Profile.csv", "a,b\n1,2\n")
    return {
        "missing": (folder / "nothing.pdf", "no such file"),
        "encrypted": (pdf(folder / "locked.pdf", text=line, encrypt="secret"), "password"),
        "scan": (pdf(folder / "scan.pdf"), "scan"),
        "two hundred pages": (pdf(folder / "book.pdf", pages=200, text=line), "more than 30 pages"),
        "empty": (folder / "empty.txt", "is empty"),
        "folder": (folder / "folder", "is a folder"),
        "broken PDF": (folder / "bad.pdf", "bad.pdf"),
        "broken Word": (folder / "bad.docx", "cannot be read"),
        "old Word": (folder / "old.doc", "old Word"),
        "picture": (folder / "picture.txt", "not a text"),
        "other JSON": (folder / "other.json", "no JSON Resume"),
        "half JSON": (folder / "half.json", "line 1"),
        "export without skills": (folder / "export.zip", "neither Positions.csv nor Skills.csv"),
    }


def test_broken_input_gets_a_clear_message_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, (path, words) in broken_inputs(tmp_path).items():
        folder = tmp_path / "person"
        code = main(["person", "init", "--from", str(path), "--yes", "--person", str(folder), "--data", str(tmp_path)])
        message = capsys.readouterr().err
        assert code == 2, name
        assert words in message, (name, message)
        assert path.name in message, name
        assert message.count("\n") == 1, (name, message)
        assert not (folder / "person.toml").exists(), name


PREAMBLE = 'Notes:\n"When exporting your connection data, you may notice that some are missing. Learn more, here."\n\n'
HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PREAMBLE + HEAD + "Ola,Nord,,,Acme Ltd,Head,04 Mar 2021\n", "utf-8"),
        (HEAD + "Ola,Nord,,,Acme Ltd,Head,04 Mar 2021\n", "utf-8-sig"),
        (
            "Vorname;Nachname;URL;E-Mail;Unternehmen;Position;Verbunden am\nOla;Nord;;;Acme Ltd;Head;04.03.2021\n",
            "utf-8",
        ),
        ("Prénom,Nom,URL,Entreprise,Poste,En relation depuis\nOla,Nord,,Acme Ltd,Head,04/03/2021\n", "cp1252"),
        (PREAMBLE + HEAD + "Ola,Nord,,,Acme Ltd,Head,2021-03-04\n", "utf-16"),
    ],
)
def test_contacts_are_read_with_preamble_and_in_other_locales(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_bytes(text.encode(encoding))
    (contact,) = read_contacts(path).contacts
    assert (contact.name, contact.company, contact.position) == ("Ola Nord", "Acme Ltd", "Head")
    assert contact.connected == date(2021, 3, 4)


def test_contacts_twice_or_without_a_name_are_counted_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    rows = "Bea,Stone,,,Acme,Cook,nonsense\n"
    rows += "Bea,Stone,,,Acme,Cook,01 Jan 2020\n ,,,,Acme,,\n,,,,,,\nBea,Stone,,,Other,Cook,\n"
    path.write_text(PREAMBLE + HEAD + rows, encoding="utf-8")
    done = read_contacts(path)
    assert [(one.name, one.company, one.connected) for one in done.contacts] == [
        ("Bea Stone", "Acme", None),
        ("Bea Stone", "Other", None),
    ]
    assert done.left_out == {"twice in the file": 1, "without a name": 1}


@pytest.mark.parametrize(
    ("text", "words"), [("a,b\n1,2\n", "no line names the columns"), (PREAMBLE + HEAD, "no contact below it")]
)
def test_contacts_that_cannot_be_read_are_explained(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PersonRefused, match=words):
        read_contacts(path)


def test_a_linkedin_export_gives_positions_and_skills(tmp_path: Path) -> None:
    positions = (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        'Oracle,Ruby Developer,"Built services in Ruby\nand shops with PostgreSQL",Oslo,Jan 2019,Mar 2022\n'
        "Acme,Data Analyst,Reports in Tableau,Oslo,Apr 2022,\n"
    )
    skills = "Name\nGo\nTableau\nKindness to bears\n"
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("Positions.csv", positions)
        archive.writestr("Skills.csv", skills)
        archive.writestr("Connections.csv", PREAMBLE + HEAD + "Ola,Nord,,,Acme,Head,04 Mar 2021\n")
    found = read_linkedin(tmp_path / "export.zip")
    assert found["ruby"].grade == "work"
    assert found["postgresql"] == Evidence("work", "and shops with PostgreSQL", "2022-03")
    assert found["tableau"] == Evidence("work", "Reports in Tableau", "now")
    assert found["go"].grade == "listed"
    assert "oracle_database" not in found
    (tmp_path / "Positions.csv").write_text(positions)
    assert read_linkedin(tmp_path).keys() >= {"ruby", "tableau"}
    folder = tmp_path / "person"
    arguments = ["--from", str(tmp_path / "export.zip"), "--yes", "--person", str(folder), "--data", str(tmp_path)]
    assert main(["person", "init", *arguments]) == 0
    assert read_contacts(folder / "contacts.csv").contacts[0].name == "Ola Nord"


def test_a_json_resume_is_read(tmp_path: Path) -> None:
    resume = {
        "basics": {"name": "Ada Poe", "label": "Nurse"},
        "work": [{"position": "Staff Nurse", "endDate": "2022-05-01", "highlights": ["Triage and wound care"]}],
        "volunteer": [{"summary": "Wrote a roster in Python"}],
        "education": [{"studyType": "Course", "area": "statistics", "endDate": "2019"}],
        "skills": [{"name": "Office", "keywords": ["Excel", "R"]}],
    }
    path = tmp_path / "resume.json"
    path.write_text(json.dumps(resume), encoding="utf-8")
    found, name, label = read_json_resume(path)
    assert (name, label) == ("Ada Poe", "Nurse")
    assert found["triage"] == Evidence("work", "Triage and wound care", "2022-05")
    assert found["python"].grade == "project"
    assert found["statistics"] == Evidence("course", "statistics", "2019")
    assert {found["excel"].grade, found["r"].grade} == {"listed"}


def test_the_person_has_the_last_word() -> None:
    proposed = {name: Evidence("work", name) for name in ("a", "b", "c", "d")}
    answers = iter(["", "n", "p", "a"])
    kept = confirm(proposed, {name: name for name in proposed}, lambda question: next(answers))
    assert {name: evidence.grade for name, evidence in kept.items()} == {"a": "work", "c": "project", "d": "work"}


def test_without_a_terminal_nothing_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--person", str(tmp_path / "p"), "--data", str(tmp_path)]
    resume = make(RESUMES[0], "txt", 1, tmp_path)
    for source in ([], ["--from", str(resume)]):
        assert main(["person", "init", *source, *where]) == 2
        assert "--yes" in capsys.readouterr().err
    assert main(["person", "init", "--skill", "SQL", "--skill", "Nonsensium", "--role", "nurse", *where]) == 0
    assert "Nonsensium" in capsys.readouterr().out
    assert main(["person", "init", "--skill", "SQL", *where]) == 2
    assert "--replace" in capsys.readouterr().err


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir(mode=0o755)
    write_private(desk / "plan.ics", "x")
    write_private(desk / "person" / "deep" / "a.toml", "x")
    assert stat.S_IMODE(desk.stat().st_mode) == 0o755
    assert stat.S_IMODE((desk / "person" / "deep").stat().st_mode) == 0o700
    assert stat.S_IMODE((desk / "plan.ics").stat().st_mode) == 0o600


def test_a_record_line_is_never_lost_by_a_torn_one(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    append_record(path, {"day": "2026-11-01", "kind": "applied"})
    with path.open("a") as file:
        file.write('{"day": "2026-11-02", "ki')
    append_record(path, {"day": "2026-11-03", "kind": "reply"})
    assert path.read_text().count("\n") == 3
    with pytest.raises(PersonRefused, match="line 2"):
        read_records(path)


@pytest.mark.parametrize(
    "line",
    [
        '{"day": "yesterday", "kind": "applied"}',
        '{"day": 20261101}',
        '{"kind": "applied"}',
        '{"day": "2026-11-01", "name": ["Ola"]}',
        '{"day": "2026-11-01", "name": "Ola", "every": "often"}',
        '{"day": "2026-11-01", "name": "Ola", "every": 100000000000}',
        '{"day": "2026-11-01", "name": "Ola", "stop": "yes"}',
        "[" * 3_000,
        "[]",
    ],
    ids=["no date", "a number", "no day", "names", "no number", "a million years", "no truth", "endless", "a list"],
)
def test_a_record_that_the_commands_would_not_write_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "contacts.jsonl"
    path.write_text('{"day": "2026-11-02", "name": "Ola", "every": 20, "stop": true, "note": ""}\n' + line)
    with pytest.raises(PersonRefused, match="line 2 is not a record"):
        read_records(path)


def test_a_kind_written_by_hand_is_told_as_it_stands() -> None:
    part = steps_of_month([{"day": "2026-11-02", "kind": "trial day"}, {"day": "2026-11-02"}], date(2026, 11, 9))
    assert [row["kind"] for row in part.rows] == ["trial day", ""]


def test_every_sentence_is_used_and_has_no_twin() -> None:
    """A sentence that nothing says would be translated in vain; one that is missing fails where it is said."""
    room = Path(__file__).parents[1] / "pipelines"
    code = "".join(path.read_text() for path in [*room.glob("person/*.py"), *room.glob("commands/person/*.py")])
    # Some are named by a part that a value decides: f"grade.{grade}", or a name in a list of columns.
    begun = tuple(one for one in re.findall(r"f[\"'](\w+\.\w*)\{", code) if one != "page.")
    columns = {f"page.{name}" for name in re.findall(r'"(\w+)"', code)}
    unused = [key for key in sentences() if f'"{key}"' not in code and f"'{key}'" not in code]
    unused = [key for key in unused if not key.startswith((*begun, "noun.")) and key not in columns]
    assert unused == []
    assert not [text for text, number in Counter(sentences().values()).items() if number > 1 and len(text) > 60]
