"""What a person's weekly page holds, as plain data: every sentence comes from outside, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports import tables
from reports.drawing import Picture
from reports.tables import Column, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to do: a heading and named facts; an address among them is printed as a link."""

    title: str
    facts: tuple[tuple[str, str, str], ...]
    """Name, words, and an address or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the page: a headline, and of picture, table, cards and lines those that it has."""

    name: str
    topic: str
    headline: str
    subtitle: str = ""
    note: str = ""
    picture: Picture | None = None
    refusal: str = ""
    """Why there is no picture, where one belongs."""
    columns: tuple[Column, ...] = ()
    rows: Rows = ()
    is_open: bool = False
    """Whether the table is the part itself and not the numbers under a picture."""
    cards: tuple[Card, ...] = ()
    lines: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str, str], ...] = ()
    """Strangers' words: about what, the words, and an address or nothing."""
    quotes_heading: str = ""

    @property
    def markdown_table(self) -> str:
        """The table for Markdown."""
        return tables.as_markdown(self.columns, self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """The whole page."""

    title: str
    name: str
    day: date
    headline: str
    sentences: Sequence[str]
    week: Sequence[str]
    """What to do this week, one line each."""
    week_heading: str
    parts: Sequence[Part]
    table_heading: str
    not_drawn: str
    private: str
