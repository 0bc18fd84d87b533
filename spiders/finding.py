"""Finds what there is: the spiders (each file under platforms/, feeds/ and pages/ may define one), and the boards
that stand behind an address or in a page.
"""

import pkgutil
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from inspect import getmembers, isclass
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from spiders.board_spider import BoardSpider

FOLDERS = ("spiders.platforms", "spiders.feeds", "spiders.pages")
LINKING = {"a": "href", "iframe": "src", "script": "src", "link": "href", "form": "action", "div": "data-src"}
"""Elements that lead to a board or embed it, and the attribute that says where."""
IN_SCRIPT = re.compile(r"""(?:https?:)?//[\w.-]+/[^\s"'<>\\)]*""")
LARGEST_PAGE = 4_000_000
"""Characters of a page that are looked at."""


@dataclass(frozen=True, slots=True)
class FoundBoard:
    """A board as a row of the table would name it."""

    platform: str
    token: str
    origin: str | None = None


def find_spiders() -> dict[str, type[BoardSpider]]:
    """Spider classes by platform name, sorted. Raises ``ImportError`` where two files claim one name."""
    found: dict[str, type[BoardSpider]] = {}
    for folder in FOLDERS:
        for module_info in pkgutil.iter_modules(import_module(folder).__path__, f"{folder}."):
            module = import_module(module_info.name)
            for _, member in getmembers(module, isclass):
                if not issubclass(member, BoardSpider) or member.__module__ != module.__name__:
                    continue
                if member.name in found:
                    raise ImportError(f"{module.__name__}: {found[member.name].__module__} is {member.name!r} too")
                found[member.name] = member
    return dict(sorted(found.items()))


def detect(url: str, html: str | None = None) -> list[FoundBoard]:
    """Boards that the address names, then those that the page at it leads to or embeds, each once.

    Where there is none, but the page itself carries schema.org JobPosting, the page is the board. Nothing is
    fetched: ``html`` is the page's text, if the caller has it.
    """
    spiders = list(find_spiders().values())
    addresses = [url, *(_addresses(url, html) if html else ())]
    found = dict.fromkeys(board for address in addresses if (board := _board_at(address, spiders)) is not None)
    if not found and html and "JobPosting" in html:
        return [FoundBoard("job_pages", url)]
    return list(found)


def _board_at(address: str, spiders: Sequence[type[BoardSpider]]) -> FoundBoard | None:
    plain = without_scheme(address)
    if plain is None:
        return None
    for spider in spiders:
        for pattern in spider.addresses:
            # Anchored: a platform's name later in an address, or in another host's, means nothing.
            if found := re.match(pattern, plain):
                token, origin = spider.board_at(found)
                return FoundBoard(spider.name, unquote(token), origin)
    return None


def without_scheme(address: str) -> str | None:
    """Host in lower case, path and query; None for an address that is none of the web."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address.removeprefix('//')}"
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return f"{host}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def _addresses(url: str, html: str) -> Iterator[str]:
    """Every address in a page: of its elements, then those written out in its scripts."""
    page = LexborHTMLParser(html[:LARGEST_PAGE])
    for name, attribute in LINKING.items():
        for element in page.css(f"{name}[{attribute}]"):
            try:
                yield urljoin(url, (element.attributes.get(attribute) or "").strip())
            except ValueError:
                continue
    for script in page.css("script:not([src])"):
        yield from IN_SCRIPT.findall((script.text() or "").replace("\\/", "/"))
