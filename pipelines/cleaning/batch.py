"""Cleans a batch of postings: Arrow in, Arrow out, one row for each; the columns of ``store.cleaned``."""

import logging
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import pyarrow as pa

from pipelines.cleaning.characters import one_line
from pipelines.cleaning.dates import day, posted_date
from pipelines.cleaning.degree import degree_asked
from pipelines.cleaning.employers import employer_key, employer_name
from pipelines.cleaning.employment import employment_type
from pipelines.cleaning.experience import years_asked
from pipelines.cleaning.html_text import Body, body_text
from pipelines.cleaning.language import language_of
from pipelines.cleaning.level import level_of
from pipelines.cleaning.passages import Passages, passages_of
from pipelines.cleaning.pay import pays_of
from pipelines.cleaning.personal_data import masked
from pipelines.cleaning.places import Place, body_places, headline_places, places_of, settled
from pipelines.cleaning.remote import remote_of
from pipelines.cleaning.role import role_of
from pipelines.cleaning.rules import rules_version
from pipelines.cleaning.yearly_pay import Pay
from pipelines.linking.keys import text_key, title_key
from pipelines.skills.languages import COVERED

logger = logging.getLogger(__name__)

READ = (
    *("posting_id", "version_hash", "source", "platform", "title", "company", "description_html"),
    *("description_text", "locations", "remote_raw", "employment_type_raw", "posted_at", "posted_at_basis"),
    *("language_raw", "first_seen", "updated_at", "level_raw"),
    *("salary_raw", "salary_min", "salary_max", "salary_currency", "salary_period"),
)
PLACE = pa.struct(
    [
        *((name, pa.string()) for name in ("text", "kind", "city", "region", "region_code", "country", "zone")),
        *((name, pa.float64()) for name in ("latitude", "longitude")),
        *(("geoname_id", pa.int64()), ("known", pa.bool_()), ("certain", pa.bool_())),
    ]
)
PAY = pa.struct(
    [
        *(("low", pa.float64()), ("high", pa.float64())),
        *((name, pa.string()) for name in ("currency", "period", "tax", "basis")),
        *(("start", pa.int32()), ("end", pa.int32()), ("flags", pa.list_(pa.string()))),
        *(
            ("annual_low", pa.float64()),
            ("annual_high", pa.float64()),
            ("assumption", pa.string()),
            ("order_eur", pa.float64()),
            ("rates_on", pa.string()),
        ),
    ]
)
CLEANED = pa.schema(
    [
        pa.field("posting_id", pa.int64(), nullable=False),
        pa.field("version_hash", pa.string()),
        pa.field("rules", pa.string()),
        pa.field("title", pa.string()),
        pa.field("company", pa.string()),
        pa.field("company_key", pa.string()),
        pa.field("title_key", pa.string()),
        pa.field("text", pa.string()),
        pa.field("text_key", pa.string()),
        pa.field("language", pa.string()),
        pa.field("posted_on", pa.date32()),
        pa.field("date_basis", pa.string()),
        pa.field("location_raw", pa.string()),
        pa.field("places", pa.list_(PLACE)),
        pa.field("remote", pa.string()),
        pa.field("remote_basis", pa.string()),
        pa.field("remote_conflict", pa.bool_()),
        pa.field("remote_scope", pa.string()),
        pa.field("employment_type", pa.string()),
        pa.field("pay", pa.list_(PAY)),
        pa.field("role", pa.string()),
        pa.field("level", pa.string()),
        pa.field("years_min", pa.int32()),
        pa.field("years_max", pa.int32()),
        pa.field("degree", pa.string()),
        pa.field("degree_requirement", pa.string()),
        pa.field("updated_on", pa.date32()),
        pa.field("unreadable", pa.string()),
        pa.field("date_flag", pa.string()),
    ]
)
PLACE_FIELDS = tuple(field.name for field in fields(Place))
PAY_FIELDS = tuple(field.name for field in fields(Pay))
SHORTEST_TEXT = 400
"""Characters below which an advert cannot be expected to name what it asks for."""
LONGEST_TITLE = 300
FAILURES_OF_THE_RULES = 20
"""So many failures that are also most of a batch are a fault of ours, not of the postings."""


class CleaningBroken(RuntimeError):
    """Most of a batch could not be cleaned: to go on would publish an empty market as news."""

    exit_code = 1

    def __init__(self, failed: int, rows: int) -> None:
        super().__init__(
            f"cleaning failed on {failed} of {rows} postings, so the cleaning rules are at fault; nothing of "
            "this batch was kept. The first error stands in the log above."
        )


def clean_batch(raw: pa.Table) -> pa.Table:
    """One cleaned row per raw posting, in the same order; columns and types of ``CLEANED``.

    A row that cannot be cleaned comes out marked ``cleaning_failed`` and is logged; the others go on.
    Raises ``CleaningBroken`` if that is most of a batch.
    Raises ``KeyError`` naming the column if a column of ``READ`` is missing.
    """
    rules = rules_version()
    columns = [raw.column(name).to_pylist() for name in READ]
    cleaned = []
    failed = 0
    for values in zip(*columns, strict=True):
        posting = dict(zip(READ, values, strict=True))
        row = {"posting_id": posting["posting_id"], "version_hash": posting["version_hash"], "rules": rules}
        try:
            row |= _cleaned(posting)
        except Exception as error:
            failed += 1
            which = (posting["posting_id"], posting["source"])
            # One trace shows a fault of the rules; hundreds of the same would hide everything else.
            logger.error("posting %s of %s could not be cleaned: %r", *which, error, exc_info=failed == 1)
            row |= _uncleaned(posting["first_seen"])
            if failed >= FAILURES_OF_THE_RULES and failed > raw.num_rows / 2:
                raise CleaningBroken(failed, raw.num_rows) from error
        cleaned.append(row)
    return pa.Table.from_pylist(cleaned, schema=CLEANED)


def _cleaned(posting: dict[str, Any]) -> dict[str, Any]:
    body = body_text(posting["description_html"], posting["description_text"])
    text = masked(body.text)
    title = masked(one_line(posting["title"] or ""))[:LONGEST_TITLE].rstrip()
    company = employer_name(posting["company"], posting["source"], posting["platform"])
    company = masked(company) if company else None
    language = language_of(text, posting["language_raw"])
    posted = posted_date(posting["posted_at"], posting["posted_at_basis"], posting["first_seen"])
    passages = passages_of(text)
    places = _places(posting["locations"], title, text)
    return {
        "title": title,
        "company": company,
        "company_key": employer_key(company),
        "title_key": title_key(title),
        "text": text,
        "text_key": text_key(text),
        "language": language,
        "posted_on": posted.posted_on,
        "date_basis": posted.basis,
        "date_flag": posted.flag,
        "updated_on": day(posting["updated_at"]) if posting["updated_at"] else None,
        "unreadable": _unreadable(body, text, language),
        "places": [_record(place) for place in places],
        **_work(posting, title, passages, places),
        "pay": [_record(pay) for pay in _pay(posting, title, passages, places, language)],
    }


def _work(posting: dict[str, Any], title: str, passages: Passages, places: Sequence[Place]) -> dict[str, Any]:
    """What kind of work it is, where it is done, and what it asks for."""
    header = _header(passages.text)
    shown = _shown(posting["locations"])
    remote = remote_of(posting["remote_raw"], posting["platform"], shown or "", title, header, passages, places)
    employment = employment_type(posting["employment_type_raw"], title, header)
    years, degree = years_asked(passages), degree_asked(passages)
    return {
        "location_raw": shown,
        "remote": remote.state,
        "remote_basis": remote.basis,
        "remote_conflict": remote.conflict,
        "remote_scope": remote.scope,
        "employment_type": employment,
        "role": role_of(title),
        "level": level_of(title, posting["level_raw"], employment, years.low),
        "years_min": years.low,
        "years_max": years.high,
        "degree": degree.level,
        "degree_requirement": degree.requirement,
    }


def _pay(
    posting: dict[str, Any], title: str, passages: Passages, places: Sequence[Place], language: str | None
) -> tuple[Pay, ...]:
    countries = [place.country for place in places if place.country]
    return pays_of(posting, title, passages, countries, language)


def _places(locations: list[dict[str, Any]] | None, title: str, text: str) -> tuple[Place, ...]:
    """From the source's locations; where it gives none, from the headline, else from a line of the text."""
    found = places_of(locations)
    if not found and not _shown(locations):
        headlines = (title, *text.split("\n", 2)[:2])
        found = next((named for line in headlines if (named := headline_places(line))), ()) or body_places(text)
    return settled(found, text)


def _record(value: Place | Pay) -> dict[str, Any]:
    names = PLACE_FIELDS if isinstance(value, Place) else PAY_FIELDS
    return {name: getattr(value, name) for name in names}


def _uncleaned(first_seen: datetime | None) -> dict[str, Any]:
    return {
        **dict.fromkeys(("company", "company_key", "text_key", "language", "location_raw", "date_flag")),
        **dict.fromkeys(("remote_basis", "remote_scope", "years_min", "years_max", "degree", "degree_requirement")),
        **{
            "places": [],
            "pay": [],
            "role": "unknown",
            "level": "unknown",
            "remote_conflict": False,
            "updated_on": None,
        },
        **dict.fromkeys(("title", "title_key", "text"), ""),
        "posted_on": first_seen.date() if first_seen else None,
        "date_basis": "first_seen",
        "remote": "unknown",
        "employment_type": "unknown",
        "unreadable": "cleaning_failed",
    }


def _unreadable(body: Body, text: str, language: str | None) -> str | None:
    """Why a posting cannot count in a share of those that ask for a skill; None if it can."""
    if not text:
        return "no_text"
    if body.cut:
        return "huge_text"
    if len(text) < SHORTEST_TEXT:
        return "short_text"
    if language is not None and language not in COVERED:
        return "uncovered_language"
    return None


def _shown(locations: list[dict[str, str | None]] | None) -> str | None:
    """The display strings of all places, each once, in the source's order, joined by " | "."""
    shown = []
    for place in locations or []:
        stated = place["text"] or ", ".join(filter(None, (place["city"], place["region"], place["country"])))
        if stated := masked(one_line(stated)):
            shown.append(stated)
    return " | ".join(dict.fromkeys(shown)) or None


def _header(text: str) -> str:
    """The first line, if it is a header as hiring threads have it: ``Company | Role | Place | REMOTE``."""
    first = text.split("\n", 1)[0]
    return first if first.count("|") >= 2 else ""
