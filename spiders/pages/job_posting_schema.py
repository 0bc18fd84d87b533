"""Finds schema.org JobPosting data in a page: JSON-LD as it is in the wild, then microdata.

Only finding and unpacking belongs here; what a property means is read in ``job_pages``.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser

from spiders.tally import Tally

DEEPEST = 12
"""Levels of nesting in which a posting is looked for (``@graph``, ``mainEntity``, list items …)."""
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
PREFIX = re.compile(r"^(?:https?://schema\.org/|schema:)")


def job_postings(page: str, tally: Tally) -> list[dict[str, Any]]:
    """All JobPosting objects of a page, in its order, keys without prefix; broken blocks are counted."""
    return list(_in_json_ld(page, tally)) or list(_in_microdata(page, tally))


def _in_json_ld(page: str, tally: Tally) -> Iterator[dict[str, Any]]:
    if "ld" not in page or "script" not in page:
        return
    # An HTML parser, since the type attribute may be written with entities: ld&#x2B;json.
    for script in LexborHTMLParser(page).css("script[type]"):
        kind = (script.attributes.get("type") or "").split(";")[0].strip().lower()
        if kind != "application/ld+json":
            continue
        text = WRAPPING.sub("", WRAPPING.sub("", script.text() or "")).strip()
        if not text:
            tally.notes["empty_json_ld"] += 1
            continue
        try:
            yield from _postings_within(_lenient_json(text), 0)
        except ValueError:
            tally.notes["broken_json_ld"] += 1


def _lenient_json(text: str) -> Any:
    """JSON with raw line breaks inside strings is common in these blocks, and can be read for certain."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            return json.loads(text, strict=False)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _postings_within(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _postings_within(entry, depth + 1)
    elif isinstance(value, dict):
        if _is_posting(value.get("@type")):
            yield {PREFIX.sub("", key): content for key, content in value.items()}
            return
        for content in value.values():
            if isinstance(content, dict | list):
                yield from _postings_within(content, depth + 1)


def _is_posting(kinds: Any) -> bool:
    found = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and PREFIX.sub("", kind) == "JobPosting" for kind in found)


def _in_microdata(page: str, tally: Tally) -> Iterator[dict[str, Any]]:
    if "schema.org/JobPosting" not in page or "itemscope" not in page:
        return
    from extruct.w3cmicrodata import MicrodataExtractor

    try:
        items = MicrodataExtractor(add_html_node=False).extract(page)
    except ValueError:
        tally.notes["broken_microdata"] += 1
        return
    for item in items:
        yield from _postings_within(_unpacked(item), 0)


def _unpacked(item: Any) -> Any:
    """An extruct item as JSON-LD would have it: the type and the properties on one level."""
    if isinstance(item, list):
        return [_unpacked(entry) for entry in item]
    if not isinstance(item, dict):
        return item
    properties = {key: _unpacked(value) for key, value in item.get("properties", {}).items()}
    return {"@type": item.get("type"), **properties}
