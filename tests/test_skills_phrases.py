"""Phrases that no entry covers: the tags of a line, how far hits reach, and the list of one advert."""

import io
import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.skills.extraction import extract, shipped_extractor
from pipelines.skills.hits import Hit
from pipelines.skills.listing import extract_lines
from pipelines.skills.phrases import (
    FOLLOWS,
    TAGS,
    Around,
    Known,
    Tagger,
    features,
    lines_around,
    shipped_tagger,
    tagger_of,
    touched,
)
from pipelines.skills.unlisted import Reader, Unlisted, shipped_reader

ROWS = ["bias\t0", *("\t".join([tag, *("0" for _ in TAGS)]) for tag in TAGS)]
ADVERT = """Requirements
- Experience with Zorbtool, Python and PostgreSQL

What we offer
- Free fruit and lessons in underwater basket weaving
"""
DOUBTFUL = "Solid grasp of testing, fancy automation, monitoring\n"
"""An advert whose "automation" the weights refuse by little."""


def tagger(*rows: str) -> Tagger:
    return tagger_of([*ROWS, *rows])


def known(start: int, end: int, logit: float | None = 0.5) -> Known:
    return Known(start, end, "tool", True, "safe", "must", "safe", logit)


def best_by_trying(line: list[dict[str, float]]) -> list[str]:
    """The likeliest allowed tags, every row of tags tried."""

    def is_allowed(tags: tuple[str, ...]) -> bool:
        steps = all(after in FOLLOWS[before] for before, after in itertools.pairwise(tags))
        return steps and tags[0] in "OBU" and tags[-1] in "OLU"

    rows = filter(is_allowed, itertools.product(TAGS, repeat=len(line)))
    return list(max(rows, key=lambda tags: sum(scores.get(tag, 0.0) for scores, tag in zip(line, tags, strict=True))))


def test_the_best_row_of_tags_is_found() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        scores = rng.normal(size=(6, len(TAGS)))
        rows = ["\t".join([f"word=w{'abcdef'[place]}", *map(str, row)]) for place, row in enumerate(scores)]
        read = tagger(*rows).read("wa wb wc wd we wf", "other", [])
        expected = best_by_trying([dict(zip(TAGS, row, strict=True)) for row in scores.tolist()])
        marked = [any(p.start <= start < p.end for p in read.phrases) for start in read.starts]
        assert marked == [tag != "O" for tag in expected]
        assert len(read.phrases) == sum(tag in "BU" for tag in expected)


def test_probabilities_of_a_line_are_those_of_all_its_rows_of_tags() -> None:
    rng = np.random.default_rng(6)
    scores = rng.normal(size=(4, len(TAGS)))
    rows = ["\t".join([f"word=w{'abcd'[place]}", *map(str, row)]) for place, row in enumerate(scores)]
    read = tagger(*rows).read("wa wb wc wd", "other", [])
    total, inside = 0.0, np.zeros(4)
    for tags in itertools.product(TAGS, repeat=4):
        steps = all(after in FOLLOWS[before] for before, after in itertools.pairwise(tags))
        if steps and tags[0] in "OBU" and tags[-1] in "OLU":
            weight = np.exp(sum(scores[place, TAGS.index(tag)] for place, tag in enumerate(tags)))
            total += weight
            inside += [weight * (tag != "O") for tag in tags]
    assert read.likely == pytest.approx(inside / total)


def test_what_a_miss_costs_is_paid_once_a_phrase_and_draws_none_longer() -> None:
    read = tagger_of(["bias\t0.6", *ROWS[1:], "word=wb\t0.5\t0\t0\t0\t-1"]).read("wa wb", "other", [])
    assert [(phrase.start, phrase.end) for phrase in read.phrases] == [(0, 2)]


def test_a_line_knows_what_stands_in_the_lines_around() -> None:
    lines = ["Our Stack:", "Zorb", "and more"]
    around = lines_around(lines, [[known(4, 9, -1.0)], [known(0, 4), known(0, 4, None)], []])
    assert around == [Around(0, 2), Around(0, 0, "our", ":", 3), Around(2, 0, "zorb", "zorb", 1)]
    told = next(iter(features(["and", "more"], "other", [None, None], around[2])))
    assert {"before=2", "behind=0", "around=2", "among=0 2", "opens=zorb", "closes=zorb", "size=0"} <= set(told)


def test_words_know_the_last_and_the_next_asking_word() -> None:
    told = list(features(["experience", "in", "Zorb", "skills"], "other", [None] * 4))
    assert {"asked=8", "asking=-", "ahead=2"} <= set(told[0])
    assert {"asked=1", "asking=experience", "ahead=0"} <= set(told[2])
    assert {"asked=2", "asking=experience", "ahead=8"} <= set(told[3])


def test_the_words_of_a_spelling_know_their_place_in_it() -> None:
    found = touched([0, 3, 7], [2, 6, 10], [known(3, 10)])
    assert [part and part[0] for part in found] == [None, "B", "I"]


def test_features_name_words_their_classes_and_what_the_catalogue_says() -> None:
    told = list(features(["Kubernetes", "2024"], "requirements", touched([0, 11], [10, 15], [known(0, 10, -1.0)])))
    assert {"word=kubernetes", "shape=Xxx", "section=requirements", "kind=B tool", "likely=B -2"} <= set(told[0])
    assert any(name.startswith("narrow=") and name != "narrow=-" for name in told[0])
    assert {"word=0000", "spelled=O", "word-1=kubernetes", "known-1=Bnno"} <= set(told[1])


@pytest.mark.parametrize("line", ["", "   ", "•", "a" * 5000, "\ud800 x", "🙂 " * 50, "\x00\x01"])
def test_any_line_can_be_read(line: str) -> None:
    read = shipped_tagger().read(line, "other", [])
    assert all(0 <= phrase.start < phrase.end <= len(line) for phrase in read.phrases)
    assert ((read.likely >= -1e-9) & (read.likely <= 1 + 1e-9)).all()


def test_a_phrase_outside_the_catalogue_is_listed_and_benefits_are_not() -> None:
    hits, unlisted = shipped_reader().complete(extract("", ADVERT), ADVERT)
    assert {hit.skill for hit in hits} >= {"python", "postgresql"}
    assert all(ADVERT[one.start : one.end] == one.surface for one in unlisted)
    assert any(one.surface == "Zorbtool" for one in unlisted)
    assert not any("basket" in one.surface for one in unlisted)
    assert {one.requirement for one in unlisted} == {"must"}


def test_hits_never_lose_their_own_words() -> None:
    before = extract("", ADVERT)
    after = {hit.skill: hit for hit in shipped_reader().complete(before, ADVERT)[0]}
    for hit in before:
        wide = after.get(hit.skill)
        assert wide is None or (wide.start <= hit.start and hit.end <= wide.end)
        assert wide is None or wide.surface == ADVERT[wide.start : wide.end]


@given(
    st.lists(
        st.sampled_from([*"•-\n(),:. /", "Python", "SQL", "Zorbtool", "experience with", "we", "\ud800", "🙂", "\x00"])
    )
)
def test_any_text_is_listed_in_its_own_words(words: list[str]) -> None:
    text = "Requirements\n" + " ".join(words)
    hits, unlisted = shipped_reader().complete(extract("", text), text)
    for one in [*hits, *unlisted]:
        assert one.surface == text[one.start : one.end]


def test_an_endless_line_keeps_its_hits_and_is_not_read_to_its_end() -> None:
    text = "Experience with Python and Zorbtool " * 20_000
    hits, unlisted = shipped_reader().complete(extract("", text), text)
    assert {hit.skill for hit in hits} == {"python"}
    assert not unlisted


def test_lines_of_a_language_that_was_not_learned_keep_their_hits() -> None:
    text = "Anforderungen\n- Fundierte Kenntnisse der Lohnbuchhaltung sowie Zorbtool, Python\n"
    hits = extract("", text)
    assert shipped_reader().complete(hits, text) == (list(hits), [])


def reader_that_marks(*phrases: str) -> Reader:
    """A reader who marks nothing but these phrases of one or two words."""
    rows = [f"section={section}\t9\t0\t0\t0\t0" for section in ("requirements", "about", "other")]
    for phrase in phrases:
        first, *second = phrase.split()
        rows += (
            [f"word={first}\t0\t20", f"word={second[0]}\t0\t0\t0\t20"] if second else [f"word={first}\t0\t0\t0\t0\t20"]
        )
    return Reader(shipped_extractor(), tagger(*(row + "\t0" * (len(TAGS) - row.count("\t")) for row in rows)))


def skills(hits: list[Hit]) -> set[str]:
    return {hit.skill for hit in hits}


def test_what_the_weights_refuse_by_little_is_listed_where_a_reader_would_mark_it() -> None:
    hits = extract("", DOUBTFUL)
    assert "automation" not in skills(hits)
    found, unlisted = reader_that_marks("fancy automation").complete(hits, DOUBTFUL)
    assert [(hit.skill, hit.requirement, hit.section, hit.surface) for hit in found] == [
        ("automation", "must", "other", "fancy automation")
    ]
    assert not unlisted
    assert reader_that_marks("fancy").complete(hits, DOUBTFUL)[0] == []
    assert "automation" in skills(shipped_reader().complete(hits, DOUBTFUL)[0])


def test_no_words_are_listed_in_doubt_that_a_hit_has_already() -> None:
    text = "Remediation platforms using event-driven architectures, durable workflows and Python\n"
    hits = extract("", text)
    found, unlisted = reader_that_marks("event-driven architectures", "python").complete(hits, text)
    assert [hit.surface for hit in found] == ["event-driven architectures", "Python"]
    assert not unlisted


def test_what_is_listed_in_doubt_is_counted_nowhere() -> None:
    shipped_reader().complete(extract("", DOUBTFUL), DOUBTFUL)
    assert "automation" not in skills(extract("", DOUBTFUL))


@pytest.mark.parametrize(("weight", "listed"), [("9.5", True), ("8.5", False)])
def test_a_reader_who_would_sooner_pass_over_a_word_lists_it_not_in_doubt(weight: str, listed: bool) -> None:
    rows = ["section=other\t9\t0\t0\t0\t0", f"word=automation\t0\t0\t0\t0\t{weight}"]
    found, _ = Reader(shipped_extractor(), tagger(*rows)).complete(extract("", DOUBTFUL), DOUBTFUL)
    assert ("automation" in skills(found)) == listed


def test_every_word_must_be_likely() -> None:
    line = "home automation"
    read = tagger("word=automation\t0\t0\t0\t9\t9").read(line, "other", [])
    assert read.likelihood(0, len(line)) > 0.9
    assert read.least(0, len(line)) == pytest.approx(min(read.likely)) != read.likelihood(0, len(line))


def test_no_benefit_is_listed_in_doubt() -> None:
    text = f"What we offer\n{DOUBTFUL}"
    assert reader_that_marks("fancy automation", "testing").complete(extract("", text), text) == ([], [])


@pytest.mark.parametrize(("company", "listed"), [("Shopify, Inc.", False), ("Adyen", True)])
@pytest.mark.parametrize("text", ["Millions love Shopify products and Python\n", "The people of Shopify know Python\n"])
def test_the_name_of_the_employer_is_none_of_its_skills(text: str, company: str, listed: bool) -> None:
    hits = extract("", text, company)
    assert "shopify" not in skills(hits)
    found, unlisted = reader_that_marks("shopify", "python").complete(hits, text, company)
    assert [hit.skill for hit in found] == (["shopify", "python"] if listed else ["python"])
    assert not unlisted


@pytest.mark.parametrize(("company", "listed"), [("Zorbtool GmbH", False), ("Adyen", True)])
def test_a_phrase_that_is_the_name_of_the_employer_is_not_listed(company: str, listed: bool) -> None:
    _, unlisted = shipped_reader().complete(extract("", ADVERT, company), ADVERT, company)
    assert any(one.surface == "Zorbtool" for one in unlisted) == listed


def places(found: list[Hit] | list[Unlisted]) -> list[tuple[int, int]]:
    return [(one.start or 0, one.end or 0) for one in found]


@given(
    st.lists(
        st.sampled_from(
            [
                *",./\n",
                "and",
                "testing",
                "automation",
                "security",
                "Python",
                "data",
                "analytics",
                "modern",
                "experience with",
            ]
        )
    ),
    st.booleans(),
)
def test_a_list_stands_in_the_order_of_the_text_and_no_words_twice(words: list[str], sure: bool) -> None:
    text = "Requirements\nSolid grasp of " + " ".join(words)
    reader = reader_that_marks("testing", "automation", "security", "data", "analytics") if sure else shipped_reader()
    hits, unlisted = reader.complete(extract("", text), text)
    assert places(hits) == sorted(places(hits))
    assert places(unlisted) == sorted(places(unlisted))
    everything = sorted([*places(hits), *places(unlisted)])
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(everything))


def listed(phrases: bool) -> list[dict[str, object]]:
    target = io.BytesIO()
    source = io.BytesIO(json.dumps({"id": 1, "title": "Clerk", "text": ADVERT}).encode() + b"\n")
    assert extract_lines(source, target, phrases=phrases) == 0
    skills: list[dict[str, object]] = json.loads(target.getvalue())["skills"]
    return skills


def test_the_list_of_an_advert_names_unlisted_phrases_as_such() -> None:
    unlisted = [row for row in listed(phrases=True) if row["type"] == "unlisted"]
    assert unlisted
    assert all(row["skill"] is None and row["label"] for row in unlisted)


def test_without_phrases_only_the_catalogue_is_listed() -> None:
    assert all(row["skill"] for row in listed(phrases=False))


@pytest.mark.parametrize(
    "odd",
    [{"text": 5}, {"title": 5}, {"title": True}, {"company": ["Adyen"]}, {"tags": "rust, c"}, {"tags": [5]}],
    ids=json.dumps,
)
def test_a_line_of_odd_types_is_left_out_and_spoils_no_other(odd: dict[str, object]) -> None:
    row = {"id": 1, "title": "Clerk", "text": ADVERT}
    source = io.BytesIO(b"".join(json.dumps(one).encode() + b"\n" for one in ({**row, **odd}, row)))
    target = io.BytesIO()
    assert extract_lines(source, target) == 1
    assert [json.loads(line)["skills"] for line in target.getvalue().splitlines()] == [listed(phrases=True)]


def test_what_stands_in_a_list_with_a_listed_hit_is_listed_too() -> None:
    text = "We need Rust, Go and Kubernetes."
    hits, _ = shipped_reader().complete(extract("", text), text)
    assert [hit.skill for hit in hits] == ["rust", "go", "kubernetes"]
    assert [text[hit.start : hit.end] for hit in hits] == ["Rust", "Go", "Kubernetes"]
