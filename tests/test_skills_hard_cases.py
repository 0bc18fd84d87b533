"""The hard cases: one line each in ``skills/hard_cases.txt``; every one must come out as it says."""

from pathlib import Path

import pytest

from pipelines.skills.catalogue import Catalogue
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.hits import Hit

CASES = Path(__file__).parent / "skills" / "hard_cases.txt"
FEWEST = 400
WANTED = {"must": "must", "nice": "nice", "no": "negated"}


def cases() -> list[tuple[str, str]]:
    """Text and expectation of every case."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    pairs = [line.rsplit(" => ", 1) for line in lines if line and not line.startswith("#")]
    return [(text.replace("\\n", "\n"), expected) for text, expected in pairs]


def problems(hits: list[Hit], expected: str, catalogue: Catalogue) -> list[str]:
    """Every part of the expectation that the hits do not meet."""
    found: dict[str, set[str]] = {}
    for hit in hits:
        found.setdefault(hit.skill, set()).add(hit.requirement)
    wrong = []
    for part in expected.split():
        if not any(met(choice, found, catalogue) for choice in part.split("|")):
            wrong.append(part)
    return wrong


def met(choice: str, found: dict[str, set[str]], catalogue: Catalogue) -> bool:
    """Whether one id is found (or, behind "!", not found) as it should be."""
    if choice.startswith("!"):
        return choice[1:] not in found
    requirement, _, skill = choice.rpartition(":")
    if requirement:
        return WANTED[requirement] in found.get(skill, set())
    return bool(found.get(skill, set()) - {"negated"})


@pytest.mark.parametrize(("text", "expected"), cases())
def test_hard_case(text: str, expected: str) -> None:
    extractor = shipped_extractor()
    hits = extractor.extract("", text)
    wrong = problems(hits, expected, extractor.catalogue)
    assert not wrong, [(hit.skill, hit.requirement, hit.surface) for hit in hits]


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= FEWEST


def test_a_wrong_expectation_is_seen() -> None:
    extractor = shipped_extractor()
    hits = extractor.extract("", "Python and SQL")
    assert problems(hits, "python !sql nice:python java", extractor.catalogue) == ["!sql", "nice:python", "java"]
