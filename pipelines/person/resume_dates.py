"""Dates in the lines of a résumé: when a job, a project or a course ended."""

import re

MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
MOMENT = (
    r"(?:(?P<{0}name>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?)\s*|(?P<{0}number>0?[1-9]|1[0-2])[/.])?"
    r"(?P<{0}year>(?:19|20)\d\d)(?:-(?P<{0}iso>0[1-9]|1[0-2])\b)?"
)
SPAN = re.compile(
    r"(?:\b|(?<=\())" + MOMENT.format("a") + r"\s*(?:-|\u2013|\u2014|to|until|bis)\s*"
    r"(?:" + MOMENT.format("b") + r"|(?P<now>present|now|today|current|ongoing|date))",
    re.I,
)
SINGLE = re.compile(r"\b" + MOMENT.format("a") + r"\b", re.I)
SINCE = re.compile(r"\bsince " + MOMENT.format("a") + r"\b", re.I)
LONGEST_BESIDE_A_YEAR = 60
"""Letters beside a single year beyond which it stands in a sentence: "cut costs by 10 % in 2021" heads no entry."""


def ended(row: str) -> str | None:
    """Until when the dates of a row reach: now, 2023-05 or 2023; None without dates that head an entry."""
    if found := SPAN.search(row):
        return "now" if found["now"] else _moment(found, "b")
    if SINCE.search(row):
        return "now"
    if (found := SINGLE.search(row)) and _heads_an_entry(row, found):
        return _moment(found, "a")
    return None


def dates_in(row: str) -> re.Match[str] | None:
    """The place in a row of the dates that ``ended`` reads."""
    if found := SPAN.search(row) or SINCE.search(row):
        return found
    found = SINGLE.search(row)
    return found if found and _heads_an_entry(row, found) else None


def _heads_an_entry(row: str, found: re.Match[str]) -> bool:
    return len(row) - len(found[0]) < LONGEST_BESIDE_A_YEAR and not row.rstrip().endswith(".")


def _moment(found: re.Match[str], side: str) -> str:
    month = found[f"{side}number"] or found[f"{side}iso"] or MONTHS.get((found[f"{side}name"] or "")[:3].lower())
    return f"{found[f'{side}year']}-{int(month):02d}" if month else found[f"{side}year"]
