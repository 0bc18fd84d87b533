"""Cleans a batch: postings as landed in, columns that can be counted out."""

import functools
import hashlib
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.cleaning.dates import posted_date
from pipelines.cleaning.html_text import text_from_html, tidy
from pipelines.cleaning.language import detect_language
from pipelines.cleaning.personal_data import masked
from pipelines.cleaning.workplace import employment_type, remote_status
from pipelines.linking.keys import company_key, text_key, title_key

logger = logging.getLogger(__name__)

SHORTEST = 400
"""Characters below which a body says too little to count what it does not name."""
COVERED = frozenset({"en"})
"""Languages whose adverts the skill rules read."""
SCHEMA = pa.schema(
    [
        ("posting_id", pa.int64()),
        ("version_hash", pa.string()),
        ("rules", pa.string()),
        ("title", pa.string()),
        ("company", pa.string()),
        ("company_key", pa.string()),
        ("title_key", pa.string()),
        ("text", pa.string()),
        ("text_key", pa.string()),
        ("language", pa.string()),
        ("posted_on", pa.date32()),
        ("date_basis", pa.string()),
        ("date_flag", pa.string()),
        ("location_raw", pa.string()),
        ("remote", pa.string()),
        ("employment_type", pa.string()),
        ("unreadable", pa.string()),
    ]
)


@functools.cache
def rules_version() -> str:
    """A hash of this code: any change of the rules cleans everything again."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for folder in (here, here.parent / "linking"):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def clean_batch(raw: pa.Table) -> pa.Table:
    """One cleaned row (``SCHEMA``) per row of ``raw`` (columns of ``store.posting_version``), in order.

    A row that breaks a rule comes out with ``unreadable = cleaning_failed``; the rest goes on.
    """
    return pa.Table.from_pylist([_clean(row) for row in raw.to_pylist()], schema=SCHEMA)


def _clean(row: dict[str, Any]) -> dict[str, Any]:
    identity = {
        "posting_id": row["posting_id"],
        "version_hash": row["version_hash"],
        "rules": rules_version(),
    }
    try:
        return {**identity, **_columns(row)}
    except Exception:
        # The one place where a stranger's text may break a rule of ours: it is named, and shown as left out.
        logger.exception("posting %s (%s) could not be cleaned", row["posting_id"], row.get("native_id"))
        return {**identity, "title": row["title"], "unreadable": "cleaning_failed"}


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    title = masked(tidy(row["title"]).replace("\n", " "))
    company = tidy(row["company"] or "") or None
    markup = row["description_html"]
    text = masked(text_from_html(markup) if markup else tidy(row["description_text"] or ""))
    posted = posted_date(row["posted_at"], row["posted_at_basis"], row["first_seen"])
    language = detect_language(text)
    places = location_text(row["locations"])
    return {
        "title": title,
        "company": company,
        "company_key": company_key(company),
        "title_key": title_key(title),
        "text": text,
        "text_key": text_key(text),
        "language": language,
        "posted_on": stated_day(posted.day, posted.basis),
        "date_basis": posted.basis,
        "date_flag": posted.flag,
        "location_raw": places,
        "remote": remote_status(row["remote_raw"], places, title),
        "employment_type": employment_type(row["employment_type_raw"], title),
        "unreadable": unreadable(text, language),
    }


def stated_day(day: date, basis: str) -> date | None:
    """The posted day, where the source stated one."""
    return None if basis == "first_seen" else day


def location_text(places: list[dict[str, Any]] | None) -> str | None:
    """All places as stated, each once, in order, separated by " | "."""
    texts = []
    for place in places or []:
        parts = [place["city"], place["region"], place["country"]]
        text = tidy(place["text"] or ", ".join(part for part in parts if part)).replace("\n", " ")
        if text and text not in texts:
            texts.append(text)
    return " | ".join(texts) or None


def unreadable(text: str, language: str | None) -> str | None:
    """Why an advert cannot be in a denominator; None when it can."""
    if not text:
        return "no_text"
    if len(text) < SHORTEST:
        return "short_text"
    if language not in COVERED:
        return "uncovered_language"
    return None
