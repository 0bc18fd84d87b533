"""Checks every posting before it is written: what cannot be used is dropped and counted by reason.

Only what makes a posting unusable is decided here. What it means (a place, a date, a level) is cleaning's.
"""

import re
from collections import Counter
from hashlib import md5
from operator import attrgetter
from urllib.parse import urlsplit

from spiders.items import Location, Posting
from spiders.tally import MOST_NAMES, Tally

LONGEST_TITLE = 500
LONGEST_TEXT = 1_000_000
"""Characters of a description; the longest real ones seen hold about 60,000."""
LONGEST_VALUE = 5_000
MOST_ENTRIES = 500
MOST_DAYS = 10_000
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
LISTS = {"locations", "tags"}
BODIES = {"description_html", "description_text"}
REQUIRED = ("source", "platform", "native_id", "title")
TEXTS = tuple(name for name in Posting.__dataclass_fields__ if name not in LISTS | BODIES)
TEXTS_OF = attrgetter(*TEXTS)
PLAIN = {str, type(None)}
PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#]|$)", re.ASCII)
"""Begins nearly every address, and is never a flaw; the others are taken apart."""


class PostingChecks:
    """The checks of one board's crawl; holds the identities seen, so that a repeated advert is dropped."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._seen: set[str] = set()

    def accepts(self, posting: Posting) -> bool:
        """Whether the posting can be kept; a refusal is counted by reason."""
        reason = flaw(posting)
        if reason is None and posting.native_id in self._seen:
            reason = "duplicate"
        if reason is not None:
            self._tally.drop(reason)
            return False
        self._seen.add(posting.native_id)
        self._count_filled(posting)
        return True

    def _count_filled(self, posting: Posting) -> None:
        tally = self._tally
        tally.items += 1
        filled = tally.filled
        if posting.description_html or posting.description_text:
            filled["description"] += 1
        if posting.posted_at:
            filled["posted_at"] += 1
        if posting.locations:
            filled["locations"] += 1
        if posting.salary_raw or posting.salary_min or posting.salary_max:
            filled["salary"] += 1
        self._count_seen(posting)

    def _count_seen(self, posting: Posting) -> None:
        tally = self._tally
        if posting.company:
            _count(tally.employers, posting.company[:120].strip().lower())
        if posting.url:
            _count(tally.sites, "/".join(posting.url[:200].lower().split("/", 4)[2:4]))
        if posting.posted_at and DAY.match(posting.posted_at) and len(tally.days) < MOST_DAYS:
            tally.days.add(posting.posted_at[:10])
        text = posting.description_html or posting.description_text or ""
        tally.contents.add(hash((posting.title, text)))
        # With the title, since some platforms number the adverts of every board from 1.
        told = f"{posting.native_id}\x1f{posting.title}".encode("utf-8", "replace")
        tally.identities ^= int.from_bytes(md5(told, usedforsecurity=False).digest())


def _count(counter: Counter[str], name: str) -> None:
    """Count a name, unless a feed has so many that the first ones tell enough."""
    if name in counter or len(counter) < MOST_NAMES:
        counter[name] += 1


def flaw(posting: Posting) -> str | None:
    """Why the posting cannot be used, as the name of a counter; None when it can."""
    for name in REQUIRED:
        if not getattr(posting, name):
            return f"no_{name}"
    return _flaw_of_texts(posting) or _flaw_of_shape(posting) or _flaw_of_address(posting)


def _flaw_of_texts(posting: Posting) -> str | None:
    values = TEXTS_OF(posting)
    # All at once first, since hardly any posting has a flaw here.
    if PLAIN.issuperset(map(type, values)) and max(map(len, filter(None, values))) <= LONGEST_VALUE:
        return None
    for name, value in zip(TEXTS, values, strict=True):
        if value is not None and (not isinstance(value, str) or len(value) > LONGEST_VALUE):
            return "wrong_type" if not isinstance(value, str) else f"oversize_{name}"
    return None


def _flaw_of_shape(posting: Posting) -> str | None:
    if len(posting.title) > LONGEST_TITLE:
        return "oversize_title"
    for name in BODIES:
        body = getattr(posting, name)
        if body is not None and (not isinstance(body, str) or len(body) > LONGEST_TEXT):
            return "wrong_type" if not isinstance(body, str) else "oversize_description"
    if posting.description_html and posting.description_text:
        return "two_descriptions"
    if len(posting.locations) > MOST_ENTRIES or len(posting.tags) > MOST_ENTRIES:
        return "too_many_entries"
    if not all(isinstance(place, Location) for place in posting.locations):
        return "wrong_type"
    return None


def _flaw_of_address(posting: Posting) -> str | None:
    for address in (posting.url, posting.apply_url):
        if address is None or PLAIN_ADDRESS.match(address):
            continue
        try:
            parts = urlsplit(address)
        except ValueError:
            return "bad_url"
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            return "bad_url"
    return None
