"""Takes a plain text apart that stands in two columns beside each other, as PDF viewers and old programs save them."""

from collections.abc import Sequence

from pipelines.person.resume_headings import opened_section

NARROWEST = 12
"""Letters that a column must have at least."""
WIDEST = 400
"""Letters of a row that may be two columns; longer ones are running text, or meant to keep the reader busy."""
GUTTER = 3
"""Blank letters between the columns."""
FEWEST_BESIDE = 5
"""Rows with text on both sides."""
LEAST_BESIDE = 0.3
"""The same as a part of all rows that hold something between the first and the last of them."""


def untangled(text: str) -> str:
    """The left column and then the right one, between what stands over both; the text as it is where it has one column.

    Dates set to the right of each job look like a column too: there is none unless both sides have a heading.
    """
    rows = [row.rstrip() for row in text.expandtabs().splitlines()]
    widest = max(map(len, rows), default=0)
    found = None
    for place in range(NARROWEST, min(widest, WIDEST) - NARROWEST):
        beside = [number for number, row in enumerate(rows) if len(row) <= WIDEST and _is_beside(row, place)]
        if len(beside) >= FEWEST_BESIDE and (found is None or len(beside) > len(found[1])):
            found = (place, beside)
    if found is None:
        return text
    place, beside = found
    first, last = _block(rows, place, beside)
    left = [row[:place].rstrip() for row in rows[first:last]]
    right = [row[place:].strip() for row in rows[first:last]]
    if len(beside) < LEAST_BESIDE * sum(map(bool, rows[first:last])) or not (
        _has_heading(left) and _has_heading(right)
    ):
        return text
    return "\n".join([*rows[:first], "", *left, "", *right, "", *rows[last:]])


def _is_beside(row: str, place: int) -> bool:
    """Whether a row has text on both sides of a gutter that ends at ``place``."""
    return bool(row[: place - GUTTER].strip()) and row[place - GUTTER : place].isspace() and bool(row[place:].strip())


def _block(rows: Sequence[str], place: int, beside: Sequence[int]) -> tuple[int, int]:
    """The rows around the first of ``beside`` that nothing crosses: from, up to."""

    def crosses(row: str) -> bool:
        return bool(row[place - GUTTER : place].strip())

    first = beside[0]
    while first > 0 and rows[first - 1] and not crosses(rows[first - 1]):
        first -= 1
    last = beside[-1] + 1
    while last < len(rows) and not crosses(rows[last]):
        last += 1
    return first, last


def _has_heading(rows: Sequence[str]) -> bool:
    return any(opened_section(row) is not None for row in rows)
