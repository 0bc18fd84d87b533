"""Lays a report out with the templates: escaping, and the few words that templates may use on values."""

import unicodedata
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from reports import tables, wording

LONGEST = 160
"""Characters of a stranger's text that a page shows; the CSV and the JSON hold all of it."""


def lay_out(template: str, **values: Any) -> str:
    """The text of a template; HTML is escaped by itself, Markdown through the filter ``markdown``."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """The templates, compiled once; in Markdown, escaping for HTML would print entities."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=select_autoescape(("html", "xml"), default=False),
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
        xml=without_controls,
    )
    script = _script()
    environment.globals.update(script=Markup(script), script_hash=_hash(script))  # noqa: S704 - our own file
    return environment


def without_controls(text: str) -> str:
    """A text without the characters that XML does not allow."""
    return "".join(one for one in text if unicodedata.category(one) not in {"Cc", "Cs", "Cn"})


def _script() -> str:
    return (files("reports") / "templates" / "tables.js").read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """The script as the page's content policy names it: nothing else may run, whatever a stranger's text holds."""
    return "sha256-" + b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")


def shortened(text: str) -> str:
    """A stranger's text as a page shows it: one line without control characters, at most ``LONGEST`` long."""
    line = " ".join("".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
