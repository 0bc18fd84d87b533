"""The person's numbers and advice, pure: gap, keywords, plan, network, interview, log."""

import itertools
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cleaning.employers import employer_key
from pipelines.person.gap import climb, cover, find_gap, part
from pipelines.person.interview import Story, drill, expect_questions, question_bank, read_stories
from pipelines.person.keeping import PersonRefused
from pipelines.person.keywords import DEMONSTRATE, LEAVE_OUT, LIST, advert_sheet, advise, market_sheet
from pipelines.person.learning_catalogue import EFFORTS, LearningCatalogue, Way, read_learning
from pipelines.person.network import FIRM, LIKELY, HiringEmployer, join, people, week, weeks_in_touch
from pipelines.person.next_steps import as_calendar, plan_steps
from pipelines.person.own_exports import Contact
from pipelines.person.populations import title_pattern
from pipelines.person.profile import GRADES, HELD, Evidence, Profile
from pipelines.person.resume import propose, read_lines
from pipelines.person.resume_text import tidy
from pipelines.person.search_log import funnel, month_rows
from pipelines.person.writing_down import skills_told
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.extraction import extract

TODAY = date(2026, 11, 25)


def openings(*rows: str) -> tuple[dict[int, frozenset[str]], dict[int, str]]:
    """Openings from "employer: skill skill" lines."""
    required, employers = {}, {}
    for number, row in enumerate(rows):
        employer, _, skills = row.partition(":")
        required[number], employers[number] = frozenset(skills.split()), employer
    return required, employers


def test_coverage_by_hand() -> None:
    required, employers = openings("a: x", "a: x y", "b: y", "b: y z", "c: p q r", "c: x")
    got = cover(required, employers, {"x"})
    assert (got.n, got.whole.k, got.one.k, got.two.k, got.within_two.k) == (6, 2, 2, 1, 5)
    assert got.missing_one == (("y", 2),)


def test_the_ladder_by_hand() -> None:
    """y opens two at two employers; then z opens one more and w brings nearest; an employer alone decides nothing."""
    required, employers = openings("a: x y", "b: y", "c: y z", "d: y z", "e: w", "e: w", "e: w x", "f: w v u")
    steps = climb(required, employers, {"x"})
    assert [(step.skill, step.opens.k, step.employers, step.whole_after) for step in steps] == [
        ("y", 2, 2, 2),
        ("z", 2, 2, 4),
        ("w", 3, 1, 7),
    ]
    assert steps[0].asking.k == 4
    assert steps[0].nearer == 2


skill_sets = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4), min_size=1, max_size=25)


@given(skill_sets, st.frozensets(st.sampled_from("abcdef")), st.randoms(use_true_random=False))
def test_each_rung_is_what_counting_anew_gives(sets, held, random) -> None:
    required = dict(enumerate(sets))
    employers = {number: random.choice("pqrs") for number in required}
    steps, have = climb(required, employers, held, longest=6), set(held)
    for step in steps:
        assert step.skill not in have
        opened = [number for number, skills in required.items() if skills - have == {step.skill}]
        assert step.opens.k == len(opened)
        assert step.employers == len({employers[number] for number in opened})
        have.add(step.skill)
        assert step.whole_after == sum(skills <= have for skills in sets)
        assert step.opens.low <= step.opens.share <= step.opens.high
        assert step.employers_asking >= 2
    left = [skills - have for skills in sets]
    askers = {skill: {employers[n] for n, skills in required.items() if skill in skills} for skill in "abcdef"}
    wide = [skill for skill in set().union(*left) if len(askers[skill]) >= 2]
    assert steps or not wide, "where two employers lack a skill, there is a first rung"
    opening = [skill for skill in wide if len({employers[n] for n, one in enumerate(left) if one == {skill}}) >= 2]
    assert not opening, "no skill is left out that would open openings at two employers"


def test_one_employers_adverts_count_as_alike() -> None:
    required, _ = openings(*(f"{i}: x" for i in range(200)))
    apart = part(range(60), required, {i: str(i) for i in required})
    alike = part(range(60), required, {i: str(i // 50) for i in required})
    assert apart.enough
    assert not alike.enough
    assert alike.high - alike.low > apart.high - apart.low


def test_few_openings_are_not_ranked() -> None:
    required, employers = openings(*("a: x y",) * 9)
    assert find_gap(required, employers, {"x"}, {}).ladder == ()
    assert find_gap({}, {}, set(), {}).coverage.n == 0


FILLERS = "Wrote Built with for the and in learning shadowed depot reports".split()
NAMES = "SQL Python Excel Tableau Go R Rust triage Docker".split()
heads = st.sampled_from(["Experience", "Skills", "Education", "Volunteering", "Learning", "Summary", "Shadowing"])
rows = st.lists(st.sampled_from([*FILLERS, *NAMES, *NAMES]), min_size=1, max_size=6).map(" ".join)
sections = st.tuples(heads, st.lists(rows, min_size=1, max_size=4)).map(lambda section: [section[0], *section[1]])
resumes = st.lists(sections, max_size=5).map(lambda parts: [row for part in parts for row in part])
adverts = st.lists(st.sampled_from(NAMES), min_size=1, max_size=9).map(", ".join)


def names_skill(line: str, skill: str) -> bool:
    """Whether a line names a skill by one of its spellings."""
    catalogue = load_catalogue()
    return skill in {hit.skill for hit in extract("", line)} | {
        catalogue.skills[owner].counts_as
        for spelling, owner in catalogue.spellings.items()
        if spelling in line.casefold()
    }


# A catalogue of thousands takes its time to be made ready, once.
@settings(deadline=None, max_examples=100)
@given(resumes, adverts)
def test_no_skill_is_invented(resume, advert) -> None:
    """Whatever is to be demonstrated has a line of the résumé behind it that names the skill."""
    text = tidy("\n".join(resume))
    profile = Profile(skills=propose(read_lines(text)))
    for skill, evidence in profile.skills.items():
        assert any(evidence.line in line for line in text.splitlines()), "word for word"
        assert names_skill(evidence.line, skill)
    labels = load_catalogue().skills
    asked = [(hit.skill, labels[hit.skill].label, hit.surface, hit.requirement) for hit in extract("", advert)]
    counts = {skill: {"must": 1, "nice": 0, "unstated": 0} for skill, *_ in asked}
    names = {skill: label for skill, label, *_ in asked}
    for row in [*advert_sheet(profile, asked), *market_sheet(profile, names, counts, {}, 1)]:
        if row.advice == DEMONSTRATE:
            assert row.line
            assert row.line == profile.skills[row.skill].line
            assert profile.skills[row.skill].grade in {"work", "project", "course"}
        else:
            assert row.line == ""
        if row.advice == LIST:
            assert profile.skills[row.skill].grade != "wanted"
        if row.skill not in profile.skills:
            assert row.advice == LEAVE_OUT


@pytest.mark.parametrize("grade", GRADES)
def test_without_a_line_nothing_is_demonstrated(grade: str) -> None:
    assert advise(Evidence(grade, "  ")) != DEMONSTRATE
    assert advise(None) == LEAVE_OUT


def test_one_advert_musts_first_and_negated_left_out() -> None:
    asked = [
        ("go", "Go", "Go", "nice"),
        ("sql", "SQL", "SQL", "must"),
        ("php", "PHP", "PHP", "negated"),
        ("go", "Go", "golang", "must"),
    ]
    rows = advert_sheet(Profile(skills={"sql": Evidence("work", "Wrote SQL")}), asked)
    assert [(row.skill, row.requirement, row.advice) for row in rows] == [
        ("go", "must", LEAVE_OUT),
        ("sql", "must", DEMONSTRATE),
    ]


def test_the_shipped_catalogue_of_learning_is_in_form() -> None:
    """At least 150 skills; every id is known; https alone; each file carries its day."""
    known = load_catalogue().skills
    learning = read_learning(None, known)
    assert len(learning.ways) >= 150
    import tomllib

    for path in (Path(__file__).parents[1] / "pipelines/person/learning").glob("*.toml"):
        table = tomllib.loads(path.read_text())
        assert table["checked"] <= TODAY
        for skill in [*table["ways"], *table.get("effort", {})]:
            assert skill in known, (path.name, skill)
            assert known[skill].same_as is None, (path.name, skill)
    for way in learning:
        assert way.address == way.address.strip()
        assert not way.own


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("checked = 2026-01-01\n[ways]\nsqql = [['course', 'A', 'https://a.org/']]", "no such id"),
        ("checked = 2026-01-01\n[ways]\nsql = [['course', 'A']]", "write each way"),
        ("checked = 2026-01-01\n[ways]\nsql = [['course', 'A', 'http://a.org/']]", "https"),
        ("checked = 2026-01-01\n[ways]\nsql = [['song', 'A', 'https://a.org/']]", "the kind is"),
        ("checked = 2026-01-01\n[effort]\nsql = 'ages'", "effort.sql"),
        ("checked = 2026-01-01\n[ways]\nsql = 'https://a.org/'", "write each way"),
        ("checked = 2026-01-01\n[ways]\nsql = [['course', 'A', 'https://[a.org/']]", "the kind is"),
        ("checked = 2026-01-01\nways = []", r"\[ways\]"),
        ("checked = 2026-01-01\n[effort]\nsql = ['weeks']", "effort.sql"),
        ("checked = 2026-01-01\neffort = 'days'", r"\[effort\]"),
        ("[ways]\n", "no day"),
        ("ways", "not valid TOML"),
    ],
)
def test_a_wrong_way_of_ones_own_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "learning.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PersonRefused, match=words):
        read_learning(path, load_catalogue().skills)


def test_ones_own_way_stands_first(tmp_path: Path) -> None:
    path = tmp_path / "learning.toml"
    path.write_text(
        "checked = 2026-01-01\n[ways]\nsql = [['book', 'Mine', 'https://a.example/sql']]\n[effort]\nsql = 'days'\n"
    )
    learning = read_learning(path, load_catalogue().skills)
    assert learning.ways["sql"][0].own
    assert learning.effort("sql", "language") == "days"
    assert learning.effort("unheard_of", "degree") == "years"


def plan(required, employers, profile, **options):
    gap = find_gap(required, employers, profile.held, {})
    labels = {skill: skill.upper() for skills in required.values() for skill in skills}
    types = dict.fromkeys(labels, "tool")
    counts = {
        skill: {"must": sum(skill in one for one in required.values()), "nice": 0, "unstated": 0} for skill in labels
    }
    way = Way("y", "course", "Why, a course", "https://a.org/y", TODAY)
    learning = LearningCatalogue({"y": (way,)})
    return plan_steps(
        profile,
        gap,
        labels,
        types,
        counts,
        learning,
        options.get("matches", ()),
        TODAY,
        options.get("skip", frozenset()),
    )


def test_at_most_three_steps_each_with_its_numbers_and_a_day() -> None:
    adverts = [*(f"{i}: x y" for i in range(6)), *(f"{i}: x z" for i in range(4)), "q: w v", "q: u", "r: w"]
    required, employers = openings(*adverts, "r: u", "q: only_q")
    steps = plan(required, employers, Profile(skills={"x": Evidence("listed")}))
    assert [(step.kind, step.skill) for step in steps] == [("learn", "y"), ("learn", "z"), ("show", "x")]
    assert "6 openings at 6 employers" in steps[0].why
    assert "6 of 15 openings" in steps[0].why
    assert steps[0].ways[0].address == "https://a.org/y"
    assert steps[0].look_again == TODAY + timedelta(days=EFFORTS["weeks"])
    assert "10 of 15" in steps[2].why
    skipped = plan(required, employers, Profile(skills={"x": Evidence("work", "Did x")}), skip=frozenset({"y"}))
    assert "y" not in [step.skill for step in skipped]
    assert len(skipped) == 3
    assert plan(*openings("a: y"), Profile()) == []


def test_a_person_at_an_employer_that_asks_for_it_is_named() -> None:
    required, employers = openings(*(f"{i}: x y" for i in range(12)))
    contact = Contact("Ola Nord", "Acme Ltd", "Head", None)
    matches = join([contact], {"acme": HiringEmployer("acme", "Acme", 3, ("y",))})
    (step, *_) = plan(required, employers, Profile(skills={"x": Evidence("work", "x")}), matches=matches)
    assert "Ola Nord" in step.asking


def test_the_calendar_file_is_in_form() -> None:
    required, employers = openings(*(f"{i}: x y" for i in range(12)))
    steps = plan(required, employers, Profile(skills={"x": Evidence("work", "x")}))
    text = as_calendar(steps, TODAY)
    rows = text.split("\r\n")
    assert rows[0] == "BEGIN:VCALENDAR"
    assert rows[-2:] == ["END:VCALENDAR", ""]
    assert all(len(row.encode()) <= 75 for row in rows)
    assert "\n" not in text.replace("\r\n", "")
    whole = text.replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{steps[0].look_again:%Y%m%d}" in whole
    assert "Why\\, a course" in whole
    events = whole.split("BEGIN:VEVENT\r\n")[1:]
    assert len(events) == len(steps)
    for event in events:
        names = [re.fullmatch(r"([A-Z-]+)(?:;[A-Z]+=[A-Z]+)?:(.+)", row) for row in event.split("\r\n")[:-1]]
        assert all(names), "each line is NAME;PARAMETER=VALUE:TEXT"
        once = [found[1] for found in names if found]
        assert {name: once.count(name) for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")} == dict.fromkeys(
            ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"), 1
        )
        assert not re.search(r"(?<!\\)[;,]", re.search("DESCRIPTION:(.*)", event)[1])
    later = as_calendar(steps, TODAY + timedelta(days=7)).replace("\r\n ", "")
    assert re.findall("UID:.*", later) == re.findall("UID:.*", whole), "a later plan moves the events"


def employers_named(*names: str) -> dict[str, HiringEmployer]:
    return {employer_key(name) or "": HiringEmployer(name, name.title(), 2, ("sql",)) for name in names}


@pytest.mark.parametrize(
    ("company", "strength"),
    [
        ("Acme Ltd.", FIRM),
        ("ACME", FIRM),
        ("Acme Robotics Europe", LIKELY),
        ("Northwind Trader", LIKELY),
        ("Northwind Traders Group", LIKELY),
        ("Unit 12 Bakers", None),
        ("Acm", None),
        ("Beta", None),
        ("", None),
        ("Group", None),
    ],
)
def test_firm_and_likely_employers_are_kept_apart(company: str, strength: str | None) -> None:
    contact = Contact("A", company, "", None)
    matches = join([contact], employers_named("acme", "northwind traders", "unit 13 bakers"))
    assert (matches[0].strength if matches else None) == strength


def record(day: date, name: str, **rest: object) -> dict[str, object]:
    return {"day": day.isoformat(), "name": name, **rest}


def test_the_week_has_five_overdue_first_and_one_for_support() -> None:
    contacts = [Contact(name, company, "", date(2020, 1, 1)) for name, company in (
        ("Due", "Else"), ("Due here", "Acme"), ("Fresh", "Acme"), ("Never here", "Acme"), ("Likely", "Acme Labs East"),
        ("Far", "Else"), ("Friend", ""), ("Gone", "Acme"), ("Also far", "Else"),
    )]  # fmt: skip
    records = [
        record(TODAY - timedelta(days=60), "Due"),
        record(TODAY - timedelta(days=31), "Due here", gave="a lead"),
        record(TODAY - timedelta(days=10), "Fresh"),
        record(TODAY, "Friend", support=True, setting=True),
        record(TODAY, "Gone", stop=True, setting=True),
    ]
    everybody = people(contacts, records)
    five = week(everybody, join(contacts, employers_named("acme")), TODAY)
    assert [(one.person.contact.name, one.kind) for one in five] == [
        ("Due here", "overdue"),
        ("Due", "overdue"),
        ("Never here", "hiring"),
        ("Likely", "hiring"),
        ("Friend", "support"),
    ]
    assert five[0].person.gave == "a lead"


def test_the_cadence_starts_again_at_the_last_contact() -> None:
    contacts = [Contact("Ola", "", "", None)]
    records = [record(TODAY - timedelta(days=40), "Ola", every=14)]
    assert week(people(contacts, records), [], TODAY)[0].kind == "overdue"
    records.append(record(TODAY - timedelta(days=9), "ola"))
    assert week(people(contacts, records), [], TODAY) == []
    assert week(people(contacts, records), [], TODAY + timedelta(days=5))[0].kind == "overdue"


def test_weeks_in_touch_are_counted_without_a_gap() -> None:
    days = [TODAY - timedelta(days=back) for back in (7, 14, 28)]
    assert weeks_in_touch([record(day, "A") for day in days], TODAY) == 2
    assert weeks_in_touch([record(TODAY, "A", setting=True)], TODAY) == 0


def test_questions_follow_the_requirements_and_stories_answer_them() -> None:
    requirements = [(f"s{i}", f"S{i}", "tool") for i in range(9)] + [("sql", "SQL", "language")]
    stories = [Story("The slow report", frozenset({"s0"}), frozenset({"failure"}), {})]
    profile = Profile(
        skills={"s1": Evidence("work", "Did s1"), "s2": Evidence("listed", "s2"), "s3": Evidence("wanted", "s3")}
    )
    questions = expect_questions(requirements, profile, stories)
    assert len(questions) == 10
    assert [question.about for question in questions[:3]] == ["s0", "s1", "s2"]
    assert questions[0].story == "The slow report"
    assert [question.line for question in questions[1:4]] == ["Did s1", "", ""]
    assert questions[0].text != questions[1].text
    assert [question.story for question in questions if question.about == "failure"] == ["The slow report"]


def test_the_question_bank_has_every_type_and_keeps_its_form() -> None:
    bank = question_bank()
    assert "other" in bank["skill"], "for a type that is still to come"
    for text, hint in itertools.chain.from_iterable(bank["skill"].values()):
        assert "{skill}" in text
        assert text.endswith(("?", "."))
        assert hint
    assert len(bank["behaviour"]) >= 10
    assert set(GRADES) > HELD


def test_stories_are_read_and_wrong_ones_named(tmp_path: Path) -> None:
    path = tmp_path / "stories.toml"
    path.write_text('[[story]]\ntitle = "Night shift"\nskills = ["triage"]\nsituation = "We had SQL"\n')
    (story,) = read_stories(path, skills_told)
    assert story.skills == {"triage", "sql"}
    assert story.lacks == ("task", "action", "result")
    assert skills_told("We had no Python\nSo I moved the reports to dbt") == {"dbt"}
    for text, said in (
        ("[[story]]\nskills = []\n", "story 1 has no title"),
        ("[[story]]\ntitle = 'A'\nskills = 'sql'\n", "skills must be a list"),
        ("[[story]]\ntitle = 'A'\nbehaviours = 3\n", "behaviours must be a list"),
        ("[story]\ntitle = 'A'\n", r"\[\[story\]\]"),
        ("story = 5\n", r"\[\[story\]\]"),
    ):
        path.write_text(text)
        with pytest.raises(PersonRefused, match=said):
            read_stories(path, lambda text: ())


def test_the_drill_measures_each_answer_and_ends_when_told() -> None:
    questions = expect_questions([], Profile(), [])
    moments = iter([0.0, 50.0, 60.0, 260.0, 300.0])
    answers = iter(["", "", "q"])
    told: list[str] = []
    done = drill(questions, 120, lambda prompt: next(answers), told.append, lambda: next(moments))
    assert [took for _, took in done] == [50.0, 200.0]
    assert any("200 seconds: shorten" in line for line in told)

    def ended(prompt: str) -> str:
        raise EOFError

    assert drill(questions, 120, ended, told.append, lambda: 0.0) == []


def test_the_funnel_gives_no_rate_for_few() -> None:
    records = [record(TODAY, "", kind="applied", employer=f"E{i}", role="r") for i in range(12)]
    records += [
        record(TODAY, "", kind="rejected", employer="e0", role="R"),
        record(TODAY, "", kind="interview", employer="E1", role="r"),
    ]
    stages = funnel(records)
    assert [(stage.name, stage.k, stage.n) for stage in stages] == [
        ("applied", 12, 12),
        ("reply", 2, 12),
        ("interview", 1, 12),
        ("offer", 0, 12),
    ]
    assert all("too few outcomes" in stage.words for stage in stages[1:])
    many = [record(TODAY, "", kind="applied", employer=f"E{i}", role="r") for i in range(40)]
    many += [record(TODAY, "", kind="reply", employer=f"E{i}", role="r") for i in range(12)]
    assert "of 100" in funnel(many)[1].words


def test_a_month_holds_its_own_steps() -> None:
    records = [
        record(date(2026, 11, 3), "", kind="applied", employer="B"),
        record(date(2026, 10, 31), "", kind="reply", employer="A"),
        record(date(2026, 11, 1), "", kind="course"),
    ]
    assert [row["day"] for row in month_rows(records, date(2026, 11, 1))] == ["2026-11-01", "2026-11-03"]


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("Senior Data Analyst (m/f)", True),
        ("data-analysts, engineers", True),
        ("Database Analyst", False),
        ("C++ developer", True),
        ("C developer", False),
    ],
)
def test_titles_are_matched_by_whole_words(title: str, fits: bool) -> None:
    assert bool(re.search(title_pattern(["data analyst", "C++"]), title)) is fits
