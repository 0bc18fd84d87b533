"""What must hold for any advert: order, case, boilerplate, spelling, and evidence that stands where it says."""

import functools
import itertools
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.skills.catalogue import normal
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.extraction import Advert, extract, line_mark, shipped_extractor
from pipelines.skills.hits import Hit
from pipelines.skills.matcher import Matcher
from pipelines.skills.pages import Page
from pipelines.skills.wording import load_wording

NAMED = ("language", "framework", "database", "tool", "platform")
SAFE = sorted(
    skill.skill
    for skill in load_catalogue().counted()
    if skill.ambiguity == "safe" and skill.type in NAMED and len(skill.aliases) > 1
)
UNMISTAKABLE = sorted({"Python", "PostgreSQL", "Kubernetes", "TypeScript", "Terraform", "Django", "Jenkins", "MongoDB"})
EEO = "We are an equal opportunity employer and welcome all applicants regardless of gender identity or veteran status."
SENTENCES = st.lists(
    st.sampled_from(UNMISTAKABLE).map(lambda name: f"- Experience with {name}."), min_size=1, max_size=6
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def skills(text: str) -> set[tuple[str, str]]:
    return {(hit.skill, hit.requirement) for hit in extract("", text)}


@QUICK
@given(SENTENCES, st.randoms(use_true_random=False))
def test_the_order_of_sentences_does_not_matter(sentences: list[str], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = sentences[:]
    random.shuffle(shuffled)
    assert skills("\n".join(sentences)) == skills("\n".join(shuffled))


@QUICK
@given(st.sampled_from(UNMISTAKABLE), st.sampled_from([str.upper, str.lower, str.title, str]))
def test_the_case_of_a_sure_name_does_not_matter(name: str, change) -> None:  # type: ignore[no-untyped-def]
    assert skills(f"Experience with {change(name)} is required") == skills(f"Experience with {name} is required")


@QUICK
@given(SENTENCES, st.integers(0, 6))
def test_equal_opportunity_text_changes_nothing(sentences: list[str], place: int) -> None:
    with_text = [*sentences[:place], EEO, *sentences[place:]]
    assert skills("\n".join(sentences)) == skills("\n".join(with_text))


@QUICK
@given(st.sampled_from(SAFE), st.data())
def test_any_spelling_means_the_same_skill(name: str, data) -> None:  # type: ignore[no-untyped-def]
    aliases = load_catalogue().skills[name].aliases
    first, second = data.draw(st.sampled_from(aliases)), data.draw(st.sampled_from(aliases))
    frame = "Requirements:\n- Experience with {}, Python and SQL"
    assert {s for s, _ in skills(frame.format(first))} >= {name}
    assert {s for s, _ in skills(frame.format(second))} >= {name}


@QUICK
@given(st.text(max_size=300))
def test_every_hit_stands_where_it_says_and_is_a_spelling(text: str) -> None:
    catalogue = load_catalogue()
    for hit in extract("", text):
        assert hit.start is not None
        assert text[hit.start : hit.end] == hit.surface
        assert any(
            normal(spelling) in normal(hit.surface)
            for skill in (catalogue.skills[hit.skill], *catalogue.also(catalogue.skills[hit.skill]))
            for spelling in skill.spellings
        )  # fmt: skip


WORDS = st.sampled_from(
    [
        *UNMISTAKABLE,
        "C++",
        "C#",
        ".NET",
        "Node.js",
        "CI/CD",
        "Go",
        "R&D",
        "team",
        "and",
        ",",
        "/",
        "(",
        ")",
        "’s",
        "é",
        "日本",
        "\n",
        "- ",
    ]
)


@QUICK
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_the_matcher_agrees_with_a_regular_expression(text: str) -> None:
    """The automaton finds the sure spellings of a small catalogue exactly as one long pattern does."""
    names = {"c++": "cpp", "c#": "csharp", "ci/cd": "ci_cd", "python": "python", "postgresql": "postgresql"}
    pattern = re.compile(r"(?<![\w@#+&])(c\+\+|c#|ci/cd|python|postgresql)(?![\w+#])", re.I)
    expected = {(match.start(), names[match.group(1).lower()]) for match in pattern.finditer(text)}
    places = spelled(text)
    found = {(start, skill) for start, _, skill in places if skill in names.values()}
    covered = {place for place in expected if any(start <= place[0] < end for start, end, _ in places)}
    assert expected <= found | covered


@functools.cache
def matcher() -> Matcher:
    return Matcher(load_catalogue(), load_wording())


def spelled(text: str) -> list[tuple[int, int, str]]:
    """Start, end and skill of every spelling in a text."""
    page = Page([text])
    found, begin = matcher().find(page).spelled, page.starts[0]
    skills = [matcher().skills[number].counts_as for number in found.skill]
    return list(zip((found.start - begin).tolist(), (found.end - begin).tolist(), skills, strict=True))


@QUICK
@given(SENTENCES)
def test_reading_twice_is_reading_once(sentences: list[str]) -> None:
    text = "\n".join(sentences)
    assert extract("", text) == extract("", text)
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Experience with Snowflake, dbt and Airflow", True),
        ("Experience with dbt and Airflow or Snowflake", True),
        ("Experience with dbt and Snowflake and Airflow", True),
        ("Experience with Python and Snowflake", False),
        ("Experience with dbt and Airflow. Snowflake is hiring", False),
    ],
)
def test_the_employers_name_is_asked_for_only_in_a_list(text: str, asked: bool) -> None:
    found = {hit.skill for hit in extract("", f"Requirements\n- {text}", "Snowflake")}
    assert ("snowflake" in found) is asked
    assert "snowflake" not in {hit.skill for hit in extract("", f"About us\n{text}", "Snowflake")}


@pytest.mark.parametrize("signs", ["8+ ", "and/or ", "e.g. ", "- "])
def test_many_signs_between_names_take_no_time(signs: str) -> None:
    start = time.process_time()
    extract("", f"Requirements\nSnowflake {signs * 40}python java {signs * 40}python", "Snowflake")
    assert time.process_time() - start < 1


def test_an_advert_alone_has_the_hits_that_it_has_among_others() -> None:
    lines = ["Founded in 2015", "CAD and Revit", "$100k", "CAD", "Python,", "Go", "www.", "java.com", "5 years", "R&D"]
    texts = [f"{first}\n{second}" for first, second in itertools.permutations(lines, 2)]
    alone = []
    for text in texts:
        shipped_extractor().forget()
        alone.append(extract("", text))
    shipped_extractor().forget()
    assert list(shipped_extractor().extract_all([Advert("", text) for text in texts])) == alone


NOUNS = ["network", "design", "tools", "systems", "frameworks", "pipelines", "8", "3.11", "and", ",", "modern"]
NAMES = ["network protocols", "design patterns", "system design", "Java", "Python", "distributed systems", "testing"]


@QUICK
@given(st.lists(st.sampled_from([*NOUNS, *NAMES]), min_size=2, max_size=10))
def test_no_two_hits_share_a_character(words: list[str]) -> None:
    hits = extract("", f"Requirements\n- Experience with {' '.join(words)}")
    places = [place for hit in hits for place in (hit.start, hit.end) if place is not None]
    assert len(places) == 2 * len(hits)
    assert places == sorted(places)


def test_text_without_any_spelling_has_no_skill() -> None:
    assert extract("", "We meet on Mondays and like each other. The lake is near.") == []


@pytest.mark.parametrize("hostile", ["\x00" * 50, "İ" * 50 + " Python", "\ud7ff Python", "🐍 Python 🐍", "a" * 100_000])
def test_hostile_text_is_read(hostile: str) -> None:
    for hit in extract(hostile[:200], hostile):
        assert isinstance(hit, Hit)


@pytest.mark.parametrize(
    "word",
    [
        "REST ", "Go, ", "Excel, Word and ", "not Java; ", "x" * 50, "experience in ", "a. B! ", "java/x.y:",
        "Snowflake and ", "Snowflake 8+ ", "x@y java:(python:(", "CAD 100 ",
    ],
)  # fmt: skip
def test_a_huge_line_is_read_in_time_proportional_to_its_length(word: str) -> None:
    seconds = []
    for size in (40_000, 160_000):
        start = time.process_time()
        extract("", f"Requirements\n{word * (size // len(word))}", "Snowflake")
        seconds.append(time.process_time() - start)
    assert seconds[1] < 10 * seconds[0] + 0.5


def test_a_line_has_the_same_mark_in_any_case() -> None:
    assert line_mark("  We use Python. ") == line_mark("we use python.") != line_mark("we use java.")


def test_the_memory_of_lines_is_bounded() -> None:
    extractor = shipped_extractor()
    for number in range(50):
        extractor.extract("", f"Experience with Python number {number}")
    assert len(extractor._seen) <= 40_000
