"""Landing files as a crawl leaves them: postings as JSON lines, packed, and the record of the crawl beside.

The form is the observatory's, written here once more on purpose: the market imports nothing of it, and a test
holds the two equal. A posting is a plain mapping with the keys of ``FIELDS``.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from isal import isal_zlib

from demo.reading import Place

Posting = dict[str, Any]

FIELDS = (
    *("source", "platform", "native_id", "url", "apply_url", "title", "company", "description_html"),
    *("description_text", "locations", "remote_raw", "employment_type_raw", "department", "team", "level_raw"),
    *("language_raw", "tags", "requisition_id", "posted_at", "posted_at_raw", "posted_at_basis", "updated_at"),
    *("valid_through", "salary_raw", "salary_min", "salary_max", "salary_currency", "salary_period"),
)
LOCATION_FIELDS = ("text", "city", "region", "country", "postal_code", "latitude", "longitude")


def posting(**known: Any) -> Posting:
    """A posting with every key, in order; what is not known is null, or an empty list."""
    if unknown := known.keys() - set(FIELDS):
        raise KeyError(f"a posting has no {sorted(unknown)}")
    return {name: known.get(name, [] if name in ("locations", "tags") else None) for name in FIELDS}


def location(**known: str | None) -> dict[str, str | None]:
    """A place with every key, in order."""
    return {name: known.get(name) for name in LOCATION_FIELDS}


def full_location(place: Place, *, text: str, exact: bool) -> dict[str, str | None]:
    """A place in its parts; ``exact`` says whether postal code and coordinates are among them."""
    parts = {"city": place.city, "region": place.region, "country": place.country}
    if exact:
        parts |= {"postal_code": place.postal_code, "latitude": place.latitude, "longitude": place.longitude}
    return location(text=text, **parts)


def write_crawl(
    folder: Path, source: str, platform: str, observed_at: datetime, lines: Sequence[bytes], filled: dict[str, int]
) -> None:
    """Write one accepted crawl of one board. ``filled`` counts the postings that carry each field."""
    content = b"".join(lines)
    packer = isal_zlib.compressobj(3, wbits=31)
    data = packer.compress(content) + packer.flush()
    digest = hashlib.sha256(data).hexdigest()
    stem = f"{observed_at:%Y-%m-%dT%H%M%SZ}-{digest[:8]}"
    record = {
        "source": source,
        "platform": platform,
        "kind": "crawl",
        "observed_at": f"{observed_at:%Y-%m-%dT%H:%M:%SZ}",
        "verdict": "accepted",
        "failure": None,
        "reason": None,
        "file": f"{stem}.jsonl.gz",
        "sha256": digest,
        "postings": len(lines),
        "expect_min": 1,
        "expect_max": None,
        "archive": False,
        "stats": _stats(filled, len(content)),
    }
    folder = folder / source
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}.jsonl.gz").write_bytes(data)
    (folder / f"{stem}.crawl.json").write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2))


def _stats(filled: dict[str, int], size: int) -> dict[str, Any]:
    """The statistics of a crawl without any trouble; ``size`` is in bytes."""
    return {
        "error_kind": None,
        "requests": 1,
        "responses": {"200": 1},
        "bytes": size,
        "retries": 0,
        "exceptions": {},
        "spider_errors": 0,
        "dropped": {},
        "unknown_fields": {},
        "filled": filled,
        "seen": {},
        "notes": {},
        "gone": [],
        "partial": False,
        "first_error": None,
        "finish_reason": "finished",
        "elapsed_seconds": 1.0,
    }
