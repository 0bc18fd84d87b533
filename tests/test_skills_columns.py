"""What is settled in columns is what the rules say when each is asked about every spelling, one advert at a time."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.skills.compiled import load_catalogue
from pipelines.skills.context import Context
from pipelines.skills.extraction import Advert, Extractor
from pipelines.skills.hits import Hit
from pipelines.skills.matcher import longest
from pipelines.skills.pages import Column, Mask, Matches, Page, Spelled

CASES = Path(__file__).parent / "skills" / "hard_cases.txt"
REAL = 400
"""Adverts of each recorded set."""


class Thorough(Context):
    """Asks every rule about every spelling: slow, and the definition of what the columns must give."""

    def _is_questioned(self, page: Page, matches: Matches) -> Mask:
        return np.ones(len(matches.spelled.line), bool)

    def _may_be_asked(self, page: Page, matches: Matches, spelled: Spelled) -> Mask:
        return np.ones(len(spelled.line), bool)

    def _may_be_listed(self, page: Page, spelled: Spelled, how: Column) -> tuple[Mask, Mask]:
        return np.ones(len(spelled.line), bool), np.ones(len(spelled.line), bool)


@pytest.fixture(scope="module")
def quick() -> Extractor:
    return Extractor(load_catalogue())


@pytest.fixture(scope="module")
def thorough() -> Extractor:
    extractor = Extractor(load_catalogue())
    extractor.context = Thorough(extractor.matcher.skills)
    return extractor


def one_by_one(extractor: Extractor, adverts: list[Advert]) -> Iterator[list[Hit]]:
    """Each advert on a page of its own, nothing remembered."""
    for advert in adverts:
        extractor._seen.clear()
        yield from extractor.extract_all([advert])


def known_adverts() -> list[Advert]:
    """The hard cases and the catalogue's examples."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    texts = [line.rsplit(" => ", 1)[0].replace("\\n", "\n") for line in lines if line and not line.startswith("#")]
    skills = load_catalogue().skills.values()
    texts += [text for skill in skills for text in (*skill.examples, *skill.counter_examples)]
    headed = [f"Requirements:\n- {text}" for text in texts]
    companies = [skill.label for skill in skills if skill.type == "tool"]
    return [Advert("", text, companies[number % len(companies)]) for number, text in enumerate([*texts, *headed])]


def test_columns_settle_what_the_rules_say(quick: Extractor, thorough: Extractor) -> None:
    adverts = known_adverts()
    assert list(quick.extract_all(adverts)) == list(one_by_one(thorough, adverts))


def test_columns_settle_real_adverts_as_the_rules_do(quick: Extractor, thorough: Extractor, shared: Path) -> None:
    adverts = []
    for name in ("hn-hiring/2019", "chiletrabajos/2021-03"):
        with gzip.open(shared / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line, _ in zip(lines, range(REAL), strict=False)]
        adverts += [Advert("", row.get("text") or row.get("descripción") or "", row.get("company")) for row in rows]
    assert list(quick.extract_all(adverts)) == list(one_by_one(thorough, adverts))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=25, unique=True))
def test_of_overlapping_spellings_the_longest_from_the_left_stands(places: list[tuple[int, int]]) -> None:
    kept, free_from = [], 0
    for start, size in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= free_from:
            kept.append((start, size))
            free_from = start + size
    start, size = np.array(places, np.int64).reshape(-1, 2).T
    assert [places[row] for row in longest(start, start + size)] == kept


def test_a_phrase_does_not_reach_over_the_end_of_a_line(quick: Extractor) -> None:
    lines = ["We want experience in", "sales calls, machine", "learning"]
    apart = [{hit.skill for hit in quick.extract("", line)} for line in lines]
    assert {hit.skill for hit in quick.extract("", "\n".join(lines))} == set().union(*apart)
    assert "machine_learning" in {hit.skill for hit in quick.extract("", "machine learning")}
