"""The words, cells and labels of a report: numbers as people read them, and strangers' text made fit to show."""

import base64
from datetime import date
from typing import Any

import pytest

from reports import drawing, tables, wording
from reports.market import health
from reports.market.charts import source_health
from tests.report_market import HOUSE, TODAY, words_in


def test_a_dangerous_cell_is_disarmed_and_a_number_is_not() -> None:
    columns = [tables.Column("a", "A"), tables.Column("b", "B", "points")]
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", " =1"):
        assert tables.as_csv(columns, [{"a": text, "b": -0.5}]).splitlines()[1].lstrip('"').startswith("'")
    assert tables.as_csv(columns, [{"a": "a=b", "b": -0.5}]) == "a,b\r\na=b,-0.5\r\n"


def health_row(source: str, status: str = "ok", **values: Any) -> dict[str, Any]:
    return {
        "source": source,
        "platform": "greenhouse",
        "status": status,
        "postings": 90,
        "usual_low": 80,
        "usual_high": 100,
        "failing_since": None,
        "last_accepted": date(2026, 11, 8),
        "failure": None,
        "reason": None,
        "meaning": None,
        "what_to_do": "nothing",
        "with_description": 1.0,
        "with_date": 1.0,
        **values,
    }


def test_seven_hundred_sources_stay_readable() -> None:
    ill = [
        health_row(f"sick{i:03}", "broken", failure="http_404", failing_since=date(2026, 11, 3), postings=0)
        for i in range(40)
    ]
    thin = [health_row(f"thin{i}", "thin", failure="drop", postings=20, failing_since=TODAY) for i in range(3)]
    rows = [*ill, *thin, health_row("fresh", "new", usual_low=None, usual_high=None)]
    rows += [health_row(f"well{i:03}") for i in range(656)]
    lines = source_health.marks(rows)
    assert len(lines) == source_health.MOST_NAMED
    assert lines[0].words == "broken since 3 Nov 2026: 0; usually 80–100"
    assert [line.name for line in lines[-3:]] == ["34 more ill", "fresh", "656 well"]
    assert source_health.height(rows, True) < 700
    told = health.examine(rows)
    assert told.headline == "43 of 700 sources cannot be relied on now: 40 broken and 3 thin"
    assert [(one.status, one.source) for one in told.ailments] == [
        ("broken", "sick000, sick001, sick002 and 37 more"),
        ("thin", "thin0, thin1 and thin2"),
    ]
    picture, headline = drawing.picture(
        "source_health", lambda axes: source_health.draw(axes, rows), source_health.height(rows, False), 600
    )
    assert headline == told.headline
    assert "broken since 3 Nov 2026" in words_in(base64.b64decode(picture.wide.split(",")[1]).decode())


def test_a_source_without_a_usual_number_gets_no_mark() -> None:
    (line,) = source_health.marks([health_row("fresh", "new", usual_low=None, usual_high=None)])
    assert line.words == "new: 90 adverts"
    picture, _ = drawing.picture(
        "bare", lambda axes: source_health.draw(axes, [health_row("fresh", "new", usual_high=None)]), 90, 90
    )
    assert "fresh" in words_in(base64.b64decode(picture.wide.split(",")[1]).decode())


def test_a_label_is_drawable_whatever_it_holds() -> None:
    assert drawing.drawable("\x00\x07\u202e\u4f60", 20) == "(unnamed)"
    assert drawing.drawable("a" * 50, 10) == "a" * 9 + "…"
    assert drawing.drawable("$x^2$ <b>", 20) == "$x^2$ <b>"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0\u202f%"),
        (0.0004, "under 1\u202f%"),
        (0.125, "12\u202f%"),
        (0.999, "over 99\u202f%"),
        (1.0, "100\u202f%"),
    ],
)
def test_a_share_never_reads_as_none_or_all_when_it_is_not(share: float, text: str) -> None:
    assert wording.percent(share) == text


def test_names_and_periods_in_words() -> None:
    assert wording.listed(["a", "b"], last=" or ") == "a or b"
    assert wording.listed(list("abcdefg")) == "a, b, c, d and 3 more"
    assert wording.period("2025-12 to 2026-02") == "December 2025 to February 2026"
    assert wording.period("live on 2026-11-08") == "live on 2026-11-08"
    assert wording.name("a\u202eb\nc", 20) == "ab c"
    assert wording.name("\u05e9\u05dc\u05d5\u05dd") == "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"


def test_the_guide_explains_every_word_of_the_page() -> None:
    from reports.market.words import WORDS

    guide = (HOUSE / "docs" / "report.md").read_text(encoding="utf-8").lower()
    for word, _ in WORDS:
        for one in word.replace("(", ",").replace(")", "").split(","):
            assert one.strip().lower() in guide, one


def test_a_difference_reads_with_its_sign() -> None:
    assert [wording.points(value) for value in (0.012, -0.012, 0.0001, -0.0001)] == ["+1.2", "−1.2", "±0.0", "±0.0"]


def test_a_change_too_small_for_whole_numbers_is_told_with_a_decimal() -> None:
    assert wording.change(0.0131, 0.0142) == ("1.3\u202f%", "1.4\u202f%")
    assert wording.change(0.01, 0.02) == ("1\u202f%", "2\u202f%")
