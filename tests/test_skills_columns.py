"""What is settled in columns is what the rules say when each is asked about every spelling, one advert at a time."""

import gzip
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lexicon import MARGIN, Lexicon
from pipelines.skills.catalogue import Skill
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.context import Context
from pipelines.skills.cues import LISTING
from pipelines.skills.extraction import Advert, Extractor
from pipelines.skills.frames import (
    ALIGNING,
    CLAUSE_ENDS,
    COLLEAGUES_AFTER,
    COMPANIES,
    CURRENCIES,
    JOINING,
    LIST_ENDS,
    PRAISE,
    TOGETHER_WITH,
    WITH_PEOPLE,
    WORKING,
    about_a_company,
    is_amount,
    is_list_gap,
)
from pipelines.skills.hits import Hit
from pipelines.skills.matcher import longest
from pipelines.skills.pages import Column, Mask, Matches, Page, Spelled
from pipelines.skills.possible import (
    ASKED,
    COLLEAGUES_WITHIN,
    COMPANIES_WITHIN,
    EXCEPTION_WITHIN,
    FIELDS,
    MADE_BY_COMPANIES,
    NAMED,
    WORKING_WITHIN,
    Possible,
)

CASES = Path(__file__).parent / "skills" / "hard_cases.txt"
REAL = 400
"""Adverts of each recorded set."""


class Thorough(Context):
    """Asks every rule about every spelling: slow, and the definition of what the columns must give."""

    def __init__(self, skills: list[Skill]) -> None:
        super().__init__(skills)
        self._possible = ThoroughPossible(skills)

    def _may_be_asked(self, page: Page, matches: Matches, spelled: Spelled) -> Mask:
        return np.ones(len(spelled.line), bool)

    def _may_be_sure(self, page: Page, matches: Matches, spelled: Spelled) -> Mask:
        return np.ones(len(spelled.line), bool)

    def _may_be_listed(self, page: Page, spelled: Spelled, how: Column) -> tuple[Mask, Mask]:
        return np.ones(len(spelled.line), bool), np.ones(len(spelled.line), bool)


class ThoroughPossible(Possible):
    """Reads the line around every spelling."""

    def __init__(self, skills: list[Skill]) -> None:
        super().__init__(skills)
        self._skills = skills

    def stand(self, page: Page, matches: Matches) -> Mask:
        found = matches.spelled
        begin = page.starts[found.line]
        self._places = defaultdict(list)
        for line, first, last in zip(found.line.tolist(), found.start - begin, found.end - begin, strict=True):
            self._places[line].append((int(first), int(last)))
        rows = zip(
            found.line.tolist(), found.skill.tolist(), (found.start - begin).tolist(), (found.end - begin).tolist(),
            found.ambiguity.tolist(), strict=True,
        )  # fmt: skip
        return np.array([self._stands(page, *row) for row in rows], bool)

    def _stands(self, page: Page, number: int, skill_number: int, start: int, end: int, doubt: int) -> bool:
        line, skill = page.lines[number], self._skills[skill_number]
        if any(in_exception(line, start, end, phrase) for phrase in skill.exceptions):
            return False
        if line[start:end] in CURRENCIES and is_amount(line, start, end):
            return False
        if skill.type not in NAMED and start > 1 and line[start - 1] == "-" and line[start - 2].isalnum():
            return False
        if skill.type in FIELDS:
            return not is_people(line, start, end, small=doubt != ASKED and not line[start].isupper())
        if skill.type in MADE_BY_COMPANIES:
            if page.companies[number] and line[start:end].casefold() == page.companies[number]:
                listed = line.count(",") > 1 or members(line, self._places[number], start) > 2
                return bool(LISTING[page.sections[number]]) and listed
            return not (line[start].isupper() and is_company(line, start, end))
        return True


def members(line: str, places: list[tuple[int, int]], start: int) -> int:
    """How many spellings the list holds that one of them stands in."""
    lists: list[list[int]] = [[]]
    for (first, _), before in zip(places, [None, *places], strict=False):
        if before and not is_list_gap(line[before[1] : first]):
            lists.append([])
        lists[-1].append(first)
    return max(len(one) for one in lists if start in one)


def in_exception(line: str, start: int, end: int, phrase: str) -> bool:
    behind = "" if phrase[-1].isdigit() else r"(?![^\W])"
    return any(
        found.start() <= start and end <= found.end() and found.end() - end <= EXCEPTION_WITHIN
        for found in re.finditer(rf"(?<![^\W]){re.escape(phrase)}{behind}", line)
        if start - found.start() <= EXCEPTION_WITHIN
    )


def is_people(line: str, start: int, end: int, small: bool) -> bool:
    before = max(0, start - WORKING_WITHIN)
    for group, words in (("joining", JOINING), ("working", WORKING), ("aligning", ALIGNING)):
        for word in re.finditer(rf"(?<![\w+#])(?:{'|'.join(words)})(?![\w+#])", line, re.I):
            if not before <= word.start() < start:
                continue
            if small:
                behind = TOGETHER_WITH[group].match(line, word.end()) if group in TOGETHER_WITH else None
                ended = behind and LIST_ENDS.search(line, behind.end(), start)
            else:
                behind = WITH_PEOPLE.match(line, word.end())
                ended = behind and CLAUSE_ENDS.search(line, behind.end(), start)
            if behind and behind.end() <= start and not ended:
                return True
    return not small and COLLEAGUES_AFTER.match(line[end : end + COLLEAGUES_WITHIN]) is not None


def is_company(line: str, start: int, end: int) -> bool:
    praise = rf"(?<![\w+#])(?:{'|'.join(PRAISE)}) $"
    if re.search(praise, line[:start], re.I):
        return True
    words = re.finditer(rf"(?<![\w+#])(?:{'|'.join(COMPANIES)})(?![\w+#])", line, re.I)
    places = [word.start() for word in words if start - COMPANIES_WITHIN <= word.start() < start]
    return about_a_company(line, start, end, places)


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
        extractor.forget()
        yield from extractor.extract_all([advert])


def known_adverts() -> list[Advert]:
    """The hard cases and the catalogue's examples."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    texts = [line.rsplit(" => ", 1)[0].replace("\\n", "\n") for line in lines if line and not line.startswith("#")]
    skills = load_catalogue().skills.values()
    texts += [text for skill in skills for text in (*skill.examples, *skill.counter_examples)]
    headed = [f"Requirements:\n- {text}" for text in texts]
    headed += [text.replace(" ", "  ") for text in headed]
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


WORD = st.sampled_from([b"a", b"ab", b"b", b"abcdefgh", b"abcdefghi", b"abcdefghijklmnopqr", b"abcdefghijklmnopq"])
PHRASE = st.lists(st.tuples(WORD, st.integers(1, 3)), min_size=1, max_size=4).map(
    lambda words: b"".join(word + b" " * blanks for word, blanks in words)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), PHRASE), min_size=1, max_size=8), PHRASE)
def test_a_lexicon_finds_each_phrase_wherever_its_words_stand(listed: list[tuple[int, bytes]], text: bytes) -> None:
    phrases = [b" " * indent + phrase for indent, phrase in listed]
    known = Lexicon(phrases)
    assert found_by(known, text) == {
        (number, place - len(phrase) + len(phrase.lstrip()))
        for number, phrase in enumerate(phrases)
        for place in range(len(text))
        if re.compile(rb"(?<![^ ])" + re.escape(phrase.strip()) + rb"(?![^ ])").match(text, place)
    }


def found_by(lexicon: Lexicon, text: bytes) -> set[tuple[int, int]]:
    phrase, start = lexicon.find(text.join([MARGIN] * 2))
    return set(zip(phrase.tolist(), (start - len(MARGIN)).tolist(), strict=True))


def test_a_lexicon_does_not_read_endless_words_to_their_end() -> None:
    known, endless = Lexicon([b"abcdefgh", b"abcdefghijk", b"a b"]), b"abcdefghijk" * 3000
    start = time.process_time()
    for _ in range(100):
        assert found_by(known, endless + b" a b " + endless) == {(2, len(endless) + 1)}
    assert time.process_time() - start < 1


def test_a_lexicon_refuses_a_phrase_without_words() -> None:
    with pytest.raises(ValueError, match="phrase 1"):
        Lexicon([b"a", b"  ", b"b"])


def test_a_lexicon_finds_nothing_in_nothing() -> None:
    assert (
        found_by(Lexicon([b"a b"]), b"")
        == set()
        == found_by(Lexicon([b"a b"]), b"a")
        == found_by(Lexicon([b"b"]), b"a")
    )
