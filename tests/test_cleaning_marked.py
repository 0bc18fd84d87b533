"""The fields of 474 marked postings agree with their reader; the marks hold ids and expected values, no text."""

from pathlib import Path

import pytest

from tests.fields.measure import GROUPS, marks, measure

LEAST = {"place": 0.93, "remote": 0.94, "pay": 0.96, "role": 0.95, "level": 0.95, "dates": 0.99}
"""Least agreement over all groups; the table of docs/fields.md has the figures with their intervals."""


def test_the_marks_cover_enough_and_hold_no_text() -> None:
    marked = marks()
    assert len(marked) >= 300
    assert len({mark["file"].split("!")[0].split("/")[1] for mark in marked}) >= 6
    assert {mark["group"] for mark in marked} == set(GROUPS)
    allowed = {"file", "id", "group", "places", "remote", "pay", "role", "level", "posted_on", "date_basis"}
    assert all(mark.keys() == allowed for mark in marked)


@pytest.mark.slow
def test_the_fields_agree_with_the_reader(shared: Path) -> None:
    groups = measure(shared)
    for name, least in LEAST.items():
        right = sum(scores[name].right for scores in groups.values())
        asked = sum(scores[name].asked for scores in groups.values())
        wrong = [line for scores in groups.values() for line in scores[name].wrong]
        assert right >= least * asked, "\n".join(wrong)
    stated = [scores["pay stated"] for scores in groups.values()]
    assert sum(score.right for score in stated) >= 0.97 * sum(score.asked for score in stated)
    assert not [line for scores in groups.values() for line in scores["pay invented"].wrong]
