"""Tables of a report and their twins: the same rows as text cells, CSV, JSON and Markdown.

Every value may be a stranger's text (a company, a title, a board's name). HTML escapes by itself in the
templates; CSV and Markdown are made safe here.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reports import wording

Row = Mapping[str, Any]
Rows = Sequence[Row]

Kind = Literal["text", "count", "share", "points", "margin", "day", "month", "yes"]

FORMULA = re.compile(r"\s*[=+\-@\t\r]")
"""How a spreadsheet recognises a formula; such a cell would run when the file is opened."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the key in the rows, the heading for people, and how values read."""

    key: str
    heading: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        """Whether the column is set flush right."""
        return self.kind in {"count", "share", "points", "margin"}

    def cell(self, row: Row) -> str:
        """The value of a row as people read it; an unknown one is a dash."""
        value = wording.plain(row[self.key])
        if value is None:
            return "–"
        match self.kind:
            case "count":
                return wording.count(int(value))
            case "share":
                return wording.percent(float(value), 1)
            case "points":
                return wording.points(float(value))
            case "margin":
                return f"±{float(value) * 100:.1f}"
            case "day":
                return wording.day(row[self.key])
            case "month":
                return wording.month(row[self.key])
            case "yes":
                return "yes" if value else "no"
            case "text":
                return str(value)

    def sort_value(self, row: Row) -> str:
        """By what the page's script sorts the row; empty where the value is unknown."""
        value = wording.plain(row[self.key])
        return "" if value is None else str(value)


def as_csv(columns: Sequence[Column], rows: Rows) -> str:
    """The rows with the keys as header; texts that a spreadsheet would run get an apostrophe in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(wording.plain(row[column.key])) for column in columns])
    return text.getvalue()


def as_json(value: Any) -> str:
    """JSON with a fixed layout, so that the same rows give the same bytes."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def records(columns: Sequence[Column], rows: Rows) -> list[dict[str, Any]]:
    """The rows as JSON records with the columns' keys only."""
    return [{column.key: wording.plain(row[column.key]) for column in columns} for row in rows]


def as_markdown(columns: Sequence[Column], rows: Rows) -> str:
    """A Markdown table with the cells as people read them."""
    lines = [
        "| " + " | ".join(markdown_text(column.heading) for column in columns) + " |",
        "| " + " | ".join("---:" if column.is_number else "---" for column in columns) + " |",
    ]
    lines += ["| " + " | ".join(markdown_text(column.cell(row)) for column in columns) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def markdown_text(text: str) -> str:
    """A stranger's text for Markdown: one line, without anything that would be markup or HTML."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#~])", r"\\\1", line)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str) and FORMULA.match(value):
        return "'" + value
    return "" if value is None else value
