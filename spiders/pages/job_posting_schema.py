"""Finds schema.org JobPosting data in a page: JSON-LD as it is in the wild, then microdata, then RDFa Lite.

Only finding and unpacking belongs here; what a property means is read in ``job_pages``.
"""

import html
import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser

from spiders.tally import Tally

DEEPEST = 12
"""Levels of nesting in which a posting is looked for (``@graph``, ``mainEntity``, list items …)."""
MOST_ITEMS = 10_000
"""Items of one page's microdata. One with several names stands under each of them: names in names double and double."""
SLIP = re.compile(r"""("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])""", re.DOTALL)
"""A whole string, or a comma outside of one that nothing follows."""
NEEDLESS_ESCAPE = re.compile(r"""(\\["\\/bfnrtu])|\\(?=[^"\\/bfnrtu])""")
BETWEEN_VALUES = re.compile(r"[\s,;]*")
LENIENT = json.JSONDecoder(strict=False)
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
PREFIX = re.compile(r"^(?:https?://schema\.org/|schema:)")


def job_postings(page: str, tally: Tally) -> list[dict[str, Any]]:
    """All JobPosting objects of a page, in its order, keys without prefix; broken blocks are counted."""
    return list(_in_json_ld(page, tally)) or list(_in_microdata(page, tally)) or list(_in_rdfa(page, tally))


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
    """JSON, also with those mistakes that are common in these blocks and can be undone for certain.

    They are raw line breaks inside strings, commas before a closing bracket, backslashes before characters
    that need none, a semicolon at the end, several values one after another, and quotes written as entities.
    Raises ``ValueError`` on others, such as a bare quote inside a string.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    text = SLIP.sub(_mended, text)
    values = []
    position = 0
    try:
        while position < len(text):
            value, position = LENIENT.raw_decode(text, position)
            values.append(value)
            position = BETWEEN_VALUES.match(text, position).end()  # type: ignore[union-attr]
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return values


def _mended(found: re.Match[str]) -> str:
    string: str | None = found[1]
    return NEEDLESS_ESCAPE.sub(r"\1", string) if string else ""


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
        unpacked = _unpacked(items, count(1), 0)
    except ValueError:
        tally.notes["broken_microdata"] += 1
        return
    for item in unpacked:
        yield from _postings_within(item, 0)


def _in_rdfa(page: str, tally: Tally) -> Iterator[dict[str, Any]]:
    """RDFa Lite is microdata under other names (https://www.w3.org/TR/rdfa-lite/), and is read as such."""
    if "JobPosting" not in page or "typeof" not in page:
        return
    tree = LexborHTMLParser(page)
    for node in tree.css("[typeof]"):
        if kind := _local_name(node.attributes.get("typeof")):
            node.attrs["itemscope"] = ""
            node.attrs["itemtype"] = f"https://schema.org/{kind}"
    for node in tree.css("[property]"):
        if name := _local_name(node.attributes.get("property")):
            node.attrs["itemprop"] = name
    yield from _in_microdata(tree.html or "", tally)


def _local_name(stated: str | None) -> str | None:
    """The first name without the prefix of schema.org; None where it is of another vocabulary."""
    name = PREFIX.sub("", (stated or "").split(" ")[0])
    return name if name and ":" not in name else None


def _unpacked(item: Any, number: Iterator[int], depth: int) -> Any:
    """An extruct item as JSON-LD would have it: the type and the properties on one level.

    ``number`` counts the items. Raises ``ValueError`` where there are too many, and leaves out what lies too deep.
    """
    if isinstance(item, list):
        return [_unpacked(entry, number, depth) for entry in item]
    if not isinstance(item, dict):
        return item
    if next(number) > MOST_ITEMS:
        raise ValueError("more items than a page can have")
    if depth > 2 * DEEPEST:
        return None
    properties = {key: _unpacked(value, number, depth + 1) for key, value in item.get("properties", {}).items()}
    return {"@type": item.get("type"), **properties}
