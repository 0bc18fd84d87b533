"""What is counted on marked adverts, what it says of one skill, and which hits are listed as evidence."""

import re
from pathlib import Path

import pytest

from pipelines.__main__ import main
from pipelines.cleaning.html_text import text_from_plain
from pipelines.skills.catalogue import Skill
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.estimates import PRIOR, estimate, kind_of
from pipelines.skills.evidence import best_evidence
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.marks import NotMarked, compare, read_marks, read_texts
from pipelines.skills.wording import WordingError, read_wording

MARKS = Path(__file__).parent / "skills" / "marked.toml"
ADVERT = '[[advert]]\nid = "x"\ngroup = "tech"\nmust = ["python", "rust"]\npooled = ["docker"]\nunlisted = 1\n'
TEXT = "Requirements:\n- Experience with Python, Docker and Kubernetes"


def answer(tmp_path: Path, marks: str = ADVERT) -> dict:  # type: ignore[type-arg]
    path = tmp_path / "marks.toml"
    path.write_text(marks, encoding="utf-8")
    return compare(read_marks(path), {"x": {"title": "", "text": TEXT, "company": None}})


def test_right_wrong_and_missed_are_counted(tmp_path: Path) -> None:
    figures = answer(tmp_path)
    group = figures["groups"]["tech"]
    # Python and Docker are right, Kubernetes is wrong, Rust and what the catalogue lacks are missed.
    assert (group["found"], group["right"], group["marked"]) == (3, 2, 4)
    assert figures["readers_alone"]["tech"]["right"] == 1
    assert figures["skills"] == {"docker": [1, 0, 0], "kubernetes": [0, 1, 0], "python": [1, 0, 0], "rust": [0, 0, 1]}


def test_how_a_pooled_skill_is_asked_for_is_not_compared(tmp_path: Path) -> None:
    assert answer(tmp_path)["groups"]["tech"]["requirement_same"] == 100.0


def test_marks_of_unknown_skills_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotMarked, match="the catalogue has no pythn"):
        answer(tmp_path, ADVERT.replace('"docker"', '"pythn"'))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ADVERT.replace('group = "tech"\n', "").encode(), "advert 1: give it an id and a group"),
        (ADVERT.replace('id = "x"\n', "").encode(), "advert 1: give it an id and a group"),
        (b"[advert]\nid = 'x'", "write [[advert]]"),
        (b"advert = [5]", "advert 1: give it an id"),
        (b"", "write [[advert]]"),
        (ADVERT.replace('["docker"]', "3").encode(), "x: pooled must be a list"),
        (ADVERT.replace("unlisted = 1", "unlisted = 'one'").encode(), "x: unlisted must be a number"),
        ("# Büro\n".encode("latin-1"), "no marks: UnicodeDecodeError"),
        (b"a = " + b"[" * 3_000, "no marks: RecursionError"),
    ],
    ids=["no group", "no id", "a table", "a number", "empty", "no list", "no count", "not UTF-8", "nested without end"],
)  # fmt: skip
def test_marks_that_cannot_be_used_are_refused_by_name(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "marks.toml"
    path.write_bytes(content)
    with pytest.raises(NotMarked, match=re.escape(message)) as refused:
        read_marks(path)
    assert str(refused.value).startswith(str(path))


@pytest.mark.parametrize(
    "content",
    [b'{"id": 1, "text": "B\xfcro"}', b"[" * 100_000, b'{"id": 1}', b"7", b'{"id": 1, "text": 5}'],
    ids=["not UTF-8", "nested without end", "no text", "a number", "a number for a text"],
)
def test_texts_that_cannot_be_used_are_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(b'{"id": "x", "text": "Python"}\n' + content)
    with pytest.raises(NotMarked, match="not lines"):
        read_texts(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no labelled sentences"),
        (b"\n[]\n", "holds no labelled sentences"),
        (b"[" * 100_000, "not labelled sentences"),
        (b'{"idx": 1, "tokens": ["a"]}', "tags_knowledge"),
        (b'{"idx": 7, "tokens": ["a"], "tags_knowledge": []}', "advert 7: tokens and tags_knowledge"),
        (b"\xff", "not labelled sentences"),
    ],
    ids=["empty", "no rows", "nested without end", "no tags", "tags missing", "not UTF-8"],
)
def test_a_file_without_labelled_sentences_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    path = tmp_path / "labelled.json"
    path.write_bytes(content)
    assert main(["skills", "evaluate", str(path)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("content", ["a = " + "[" * 3_000, "[headings", "a = " + "1" * 5_000])
def test_wording_that_is_no_toml_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "english.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WordingError, match=r"english\.toml: not valid TOML"):
        read_wording([path])


def test_the_shipped_marks_can_be_read() -> None:
    marks = read_marks(MARKS)
    assert len(marks) >= 79
    assert all(not marked.pooled & marked.skills.keys() for marked in marks.values())


def skill(name: str, **more: str) -> Skill:
    return Skill(name, name, "tool", "area", **more)  # type: ignore[arg-type]


def test_an_unmarked_skill_is_as_good_as_its_class() -> None:
    skills = {name: skill(name) for name in ("a", "b", "c")}
    judged = estimate(skills["c"], skills, {"a": [8, 2, 0], "b": [10, 0, 10]})
    assert judged is not None
    assert judged.wrong == pytest.approx(0.1)
    assert judged.missed == pytest.approx(10 / 28)
    assert judged.own == 0
    assert judged.class_adverts == 30


def test_own_marks_outweigh_the_class_when_there_are_many() -> None:
    skills = {name: skill(name) for name in ("a", "b")}
    counts = {"a": [100, 0, 0], "b": [0, 100, 0]}
    judged = estimate(skills["b"], skills, counts)
    assert judged is not None
    assert judged.wrong == pytest.approx((100 + PRIOR / 2) / (100 + PRIOR))
    assert judged.wrong_low < judged.wrong < judged.wrong_high


def test_doubtful_names_are_judged_by_doubtful_names() -> None:
    skills = {"a": skill("a"), "b": skill("b", ambiguity="case")}
    assert kind_of(skills["a"]) != kind_of(skills["b"])
    assert estimate(skills["b"], skills, {"a": [5, 5, 5]}) is None


def listed(text: str) -> list[str]:
    return [hit.surface for hit in best_evidence(shipped_extractor().extract("", text), text)]


def test_a_job_gives_way_to_what_is_asked_for() -> None:
    assert listed("We are looking for a Java developer\nRequirements:\n- Experience with Java") == ["Java"]


def test_a_job_stands_where_nothing_else_says_it() -> None:
    assert listed("We are looking for a Java developer") == ["Java"]


def test_no_skill_is_lost_among_the_best_evidence() -> None:
    text = "About us\nOur stack is built on Python and Go\nRequirements:\n- Experience with Python\n- Kafka engineer"
    hits = shipped_extractor().extract("", text)
    assert {hit.skill for hit in best_evidence(hits, text)} == {hit.skill for hit in hits}


def test_a_name_and_its_abbreviation_are_one() -> None:
    text = "Experience with Google Cloud Platform (GCP) is required"
    (hit,) = best_evidence(shipped_extractor().extract("", text), text)
    assert text[hit.start : hit.end] == hit.surface == "Google Cloud Platform (GCP)"


def test_umbrella_words_are_known_as_such() -> None:
    skills = load_catalogue().skills
    assert skills["backend_development"].umbrella
    assert not skills["python"].umbrella


WRAPPED = """We look for an engineer who has worked with retrieval augmented
generation and who knows the tools of the trade, among them vector
databases and embeddings of several kinds, and who is at home with
the usual frameworks.

Requirements

- Familiarity with large language models, with their evaluation and
  with prompt engineering
- Experience with orchestration across models, interfaces and tools
  of many kinds, including handling retries and the usual fallbacks
- Strong knowledge of Python, of databases and of cloud platforms
  and their services
- Fun
"""


def test_breaks_of_a_fixed_width_are_undone() -> None:
    lines = text_from_plain(WRAPPED).split("\n")
    assert "- Familiarity with large language models, with their evaluation and with prompt engineering" in lines
    assert lines[1] == "Requirements"
    assert lines[-1] == "- Fun"
    assert "retrieval augmented generation" in lines[0]


def test_short_lines_of_their_own_stay() -> None:
    text = "\n".join(["Requirements for the position of an engineer at our office in town", *("Python and SQL",) * 15])
    assert text_from_plain(text) == text
