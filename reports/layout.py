"""Lays a report out with the templates: escaping, and the few words that templates may use on values."""

import unicodedata
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import tables, wording

LONGEST = 160
"""Characters of a stranger's text that a page shows; the CSV and the JSON hold all of it."""


def lay_out(template: str, **values: Any) -> str:
    """The text of a template; HTML is escaped by itself, Markdown through the filter ``markdown``."""
    environment = Environment(
        loader=PackageLoader("reports"),
        # In Markdown, escaping for HTML would print entities.
        autoescape=template.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        count=wording.count,
        day=wording.day,
        shortened=shortened,
        markdown=tables.markdown_text,
        markdown_table=tables.as_markdown,
    )
    return environment.get_template(template).render(values)


def shortened(text: str) -> str:
    """A stranger's text as a page shows it: one line without control characters, at most ``LONGEST`` long."""
    line = " ".join("".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
