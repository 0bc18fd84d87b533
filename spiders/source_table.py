"""Writes the page of sources: what each platform and feed fills, and how far its reader can be believed.

What is filled is counted from the recorded bodies' expectations, so the page cannot promise more than the tests
hold; everything else stands on the spider classes.
"""

import json
from dataclasses import fields
from pathlib import Path

from spiders.board_spider import BoardSpider
from spiders.finding import find_spiders
from spiders.items import Posting

SHOWN = {
    "url": "address",
    "apply_url": "apply",
    "company": "company",
    "description_html": "text",
    "locations": "places",
    "remote_raw": "remote",
    "employment_type_raw": "type",
    "department": "department",
    "team": "team",
    "level_raw": "level",
    "language_raw": "language",
    "tags": "tags",
    "requisition_id": "requisition",
    "posted_at": "posted",
    "updated_at": "updated",
    "valid_through": "until",
    "salary_raw": "pay",
    "salary_min": "range",
    "salary_period": "period",
}
"""Columns of the table and their headings; what every posting has is left out."""
NO_COMPANY = "Acme of the table"
"""The board table's name for the employer, which the recorded bodies' tests give."""
HEAD = """# Sources

Written by `python -m spiders fields --write docs/sources.md`; a test compares it with the code.

Every spider obeys robots.txt and TDM reservations, asks one host one thing at a time with pauses, gives a contact
address, asks for kept pages with their validator, and comes back as late as a host wishes.
"""


def filled_fields(recorded: Path) -> dict[str, list[str]]:
    """Fields of ``Posting`` by platform that at least one recorded advert fills, in the order of the item."""
    names = [field.name for field in fields(Posting)]
    found = {}
    for platform in find_spiders():
        filled: set[str] = set()
        for path in sorted((recorded / platform).glob("*.expected.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if "native_id" in row:
                    filled |= {name for name in row if name != "company" or row[name] != NO_COMPANY}
        found[platform] = [name for name in names if name in filled]
    return found


def page_of_sources(filled: dict[str, list[str]]) -> str:
    """The page in Markdown; ``filled`` as from ``filled_fields``."""
    spiders = find_spiders()
    parts = [HEAD, "## Where they are and what a crawl costs\n"]
    parts.append("| source | address | checked against | requests for a board |\n|---|---|---|---|")
    parts += [_row(name, spider) for name, spider in spiders.items()]
    parts.append("\n## What each fills\n")
    parts.append("`x`: at least one of the recorded adverts fills it. Every posting has a title and an identity.\n")
    parts.append(f"| source | {' | '.join(SHOWN.values())} |\n|---|{'---|' * len(SHOWN)}")
    for name in spiders:
        marks = ("x" if _has(filled.get(name, []), field) else "" for field in SHOWN)
        parts.append(f"| {name} | {' | '.join(marks)} |")
    if off := {name: spider.default_off for name, spider in spiders.items() if spider.default_off}:
        parts.append("\n## Off by default\n")
        parts += [f"- {name}: {reason}. `enabled = true` in a board's row turns it on." for name, reason in off.items()]
    return "\n".join(parts) + "\n"


def _row(name: str, spider: type[BoardSpider]) -> str:
    address = f"`{spider.address_form}`" if spider.address_form else spider.description
    return f"| {name} | {address} | {spider.evidence} | {spider.requests} |"


def _has(filled: list[str], field: str) -> bool:
    return field in filled or (field == "description_html" and "description_text" in filled)
