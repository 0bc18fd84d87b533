"""Whether the addresses of the ways to learn still answer: the one part of the room that goes online, when asked to."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.person.keeping import PersonRefused
from pipelines.person.learning_catalogue import Way
from pipelines.person.wording import say

REFUSES_PROGRAMS = frozenset({401, 403, 405, 429, 501, 999})
"""Answers that say nothing about the page: somebody is there, and does not talk to programs."""
MOST_UNREACHABLE = 3
"""First addresses that nobody reaches, after which it is the connection that is missing and not the pages."""


class NoConnection(PersonRefused):
    """Nothing could be reached at all."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """What an address answered: ``trouble`` is empty where it is there; ``moved`` says where it sends one now."""

    way: Way
    trouble: str
    moved: str = ""


def check_links(
    ways: Iterable[Way], *, contact: str, pause: float = 1.0, seconds: float = 20.0
) -> Iterator[CheckedLink]:
    """Ask each address once, with a ``pause`` in seconds between; an answer may take ``seconds``.

    Raises ``NoConnection`` where the first addresses are all out of reach.
    """
    reached, out_of_reach = False, 0
    for way in {way.address: way for way in ways}.values():
        if reached or out_of_reach:
            time.sleep(pause)
        try:
            checked = _check(way, contact, seconds)
            reached = True
        except (OSError, http.client.HTTPException, ValueError) as error:
            out_of_reach += 1
            if not reached and out_of_reach == MOST_UNREACHABLE:
                raise NoConnection(say("learning.offline", error=_reason(error))) from None
            checked = CheckedLink(way, say("learning.unreachable", error=_reason(error)))
        yield checked


def _check(way: Way, contact: str, seconds: float) -> CheckedLink:
    try:
        return _ask(way, "HEAD", contact, seconds)
    except urllib.error.HTTPError as error:
        error.close()
    # Some servers know only GET.
    try:
        return _ask(way, "GET", contact, seconds)
    except urllib.error.HTTPError as error:
        error.close()
        trouble = "" if error.code in REFUSES_PROGRAMS else say("learning.answered", code=error.code)
        return CheckedLink(way, trouble)


def _ask(way: Way, method: str, contact: str, seconds: float) -> CheckedLink:
    agent = {"User-Agent": f"skilltide ({contact})"}
    request = urllib.request.Request(way.address, method=method, headers=agent)  # noqa: S310
    with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310 - https alone, as checked when read
        address = str(answer.url)
    return CheckedLink(way, "", address if _plain(address) != _plain(way.address) else "")


def _plain(address: str) -> str:
    return address.partition("#")[0].rstrip("/").casefold()


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return str(reason) or type(error).__name__
