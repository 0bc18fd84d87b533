"""All issues that lie in the folder of reports: the page that lists them, and the feed that announces them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from reports.layout import lay_out
from reports.writing import write_whole

MOST_ANNOUNCED = 60
"""Issues in the feed; the page lists all."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One edition of one day."""

    day: date
    edition: str
    title: str
    link: str
    """Relative to the folder of reports."""
    sentences: tuple[str, ...]
    warning: str | None
    """Why its health gate was shut."""


def write_index(out_dir: Path, address: str | None) -> None:
    """Write index.html and feed.xml from the issues that are there; ``address`` is where the folder is served."""
    issues = sorted(find_issues(out_dir), key=lambda one: (one.day, one.edition == "market", one.title), reverse=True)
    days = [(day, list(group)) for day, group in groupby(issues, key=lambda one: one.day)]
    write_whole(out_dir / "index.html", lay_out("index.html", days=days))
    base = "" if address is None else address.rstrip("/") + "/"
    write_whole(out_dir / "feed.xml", lay_out("feed.xml", issues=issues[:MOST_ANNOUNCED], base=base))


def find_issues(out_dir: Path) -> Iterator[Issue]:
    """Every issue with a page and a readable report.json."""
    for path in sorted([*out_dir.glob("*/report.json"), *out_dir.glob("*/*/report.json")]):
        page = path.with_name("index.html")
        record = _record(path)
        if record is not None and page.exists():
            yield Issue(
                day=date.fromisoformat(record["day"]),
                edition=record["edition"],
                title=record["title"],
                link=page.relative_to(out_dir).as_posix(),
                sentences=(record["changed"], record["unchanged"], record["unseen"]),
                warning=" ".join(record["gate"]["reasons"]) or None,
            )


def _record(path: Path) -> dict[str, Any] | None:
    """The contents of an issue; None for one written by an earlier version, or a file that is none of ours."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        date.fromisoformat(record["day"])
        ours = {"edition", "title", "changed", "unchanged", "unseen", "gate"} <= set(record)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if ours else None
