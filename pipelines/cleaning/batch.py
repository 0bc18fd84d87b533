"""Cleans a batch of postings: Arrow in, Arrow out, one row for each; the columns of ``store.cleaned``."""

import logging
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa

from pipelines.cleaning.characters import one_line
from pipelines.cleaning.dates import day, posted_date
from pipelines.cleaning.degree import degree_asked
from pipelines.cleaning.employers import employer_key, employer_name
from pipelines.cleaning.employment import employment_type
from pipelines.cleaning.experience import years_asked
from pipelines.cleaning.html_text import Body, body_text
from pipelines.cleaning.language import languages_of
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

Columns = dict[str, list[Any]]
"""Values by name of the column, one for each posting."""

STATED_PAY = ("salary_raw", "salary_min", "salary_max", "salary_currency", "salary_period")
READ = (
    *("posting_id", "version_hash", "source", "platform", "title", "company", "description_html"),
    *("description_text", "locations", "remote_raw", "employment_type_raw", "posted_at", "posted_at_basis"),
    *("language_raw", "first_seen", "updated_at", "level_raw"),
    *STATED_PAY,
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
TOGETHER = 500
"""Postings that are cleaned at once: enough to go field by field, few enough for their texts to take little memory."""
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
    raw = raw.select(READ)
    parts, failures = [CLEANED.empty_table()], _Failures(raw.num_rows)
    for first in range(0, raw.num_rows, TOGETHER):
        part: Columns = raw.slice(first, TOGETHER).to_pydict()
        try:
            cleaned = _cleaned(part)
        except Exception as error:
            before = failures.count
            cleaned = _one_by_one(part, failures)
            if failures.count == before:
                # No posting is to blame: a fault of ours that nobody would see, but for the time it takes.
                logger.exception("postings that can be cleaned one by one could not be together: %r", error)
        known = {name: part[name] for name in ("posting_id", "version_hash")}
        known["rules"] = [rules_version()] * len(part["posting_id"])
        parts.append(pa.Table.from_pydict(known | cleaned, schema=CLEANED))
    return pa.concat_tables(parts)


class _Failures:
    """Counts the postings of a batch that could not be cleaned."""

    def __init__(self, rows: int) -> None:
        self._rows, self.count = rows, 0

    def add(self, posting: Columns, error: Exception) -> None:
        self.count += 1
        which = (*posting["posting_id"], *posting["source"])
        # One trace shows a fault of the rules; hundreds of the same would hide everything else.
        trace = error if self.count == 1 else None
        logger.error("posting %s of %s could not be cleaned: %r", *which, error, exc_info=trace)
        if self.count >= FAILURES_OF_THE_RULES and self.count > self._rows / 2:
            raise CleaningBroken(self.count, self._rows) from error


def _one_by_one(raw: Columns, failures: _Failures) -> Columns:
    """The same as ``_cleaned``, with the postings marked that cannot be cleaned."""
    rows = []
    for values in zip(*raw.values(), strict=True):
        posting: Columns = {name: [value] for name, value in zip(raw, values, strict=True)}
        try:
            rows.append(_cleaned(posting))
        except Exception as error:
            failures.add(posting, error)
            rows.append(_uncleaned(*posting["first_seen"]))
    return {name: [value for row in rows for value in row[name]] for name in rows[0]}


def _cleaned(raw: Columns) -> Columns:
    """The columns of cleaned postings. Field by field, so that the processor keeps a field's expressions at hand.

    Posting by posting takes a third longer.
    """
    bodies = list(map(body_text, raw["description_html"], raw["description_text"]))
    texts = [masked(body.text) for body in bodies]
    titles = [_field(title or "")[:LONGEST_TITLE].rstrip() for title in raw["title"]]
    names = map(employer_name, raw["company"], raw["source"], raw["platform"])
    companies = [masked(name) if name else None for name in names]
    languages = languages_of(texts, raw["language_raw"])
    posted = list(map(posted_date, raw["posted_at"], raw["posted_at_basis"], raw["first_seen"]))
    places = list(map(_places, raw["locations"], titles, texts))
    passages = list(map(passages_of, texts))
    return {
        "title": titles,
        "company": companies,
        "company_key": list(map(employer_key, companies)),
        "title_key": list(map(title_key, titles)),
        "text": texts,
        "text_key": list(map(text_key, texts)),
        "language": languages,
        "posted_on": [each.posted_on for each in posted],
        "date_basis": [each.basis for each in posted],
        "date_flag": [each.flag for each in posted],
        "updated_on": [day(stamp) if stamp else None for stamp in raw["updated_at"]],
        "unreadable": list(map(_unreadable, bodies, texts, languages)),
        "places": [list(map(_record, each)) for each in places],
        **_work(raw, titles, passages, places),
        "pay": [list(map(_record, each)) for each in _pays(raw, titles, passages, places, languages)],
    }


def _work(raw: Columns, titles: list[str], passages: list[Passages], places: list[tuple[Place, ...]]) -> Columns:
    """What kind of work it is, where it is done, and what it asks for."""
    headers = [_header(each.text) for each in passages]
    shown = list(map(_shown, raw["locations"]))
    stated = (raw["remote_raw"], raw["platform"], [each or "" for each in shown])
    remote = list(map(remote_of, *stated, titles, headers, passages, places))
    employment = list(map(employment_type, raw["employment_type_raw"], titles, headers))
    years, degrees = list(map(years_asked, passages)), list(map(degree_asked, passages))
    fewest = [each.low for each in years]
    return {
        "location_raw": shown,
        "remote": [each.state for each in remote],
        "remote_basis": [each.basis for each in remote],
        "remote_conflict": [each.conflict for each in remote],
        "remote_scope": [each.scope for each in remote],
        "employment_type": employment,
        "role": list(map(role_of, titles)),
        "level": list(map(level_of, titles, raw["level_raw"], employment, fewest)),
        "years_min": fewest,
        "years_max": [each.high for each in years],
        "degree": [each.level for each in degrees],
        "degree_requirement": [each.requirement for each in degrees],
    }


def _pays(
    raw: Columns,
    titles: list[str],
    passages: list[Passages],
    places: list[tuple[Place, ...]],
    languages: list[str | None],
) -> Iterator[tuple[Pay, ...]]:
    stated = (dict(zip(STATED_PAY, values, strict=True)) for values in zip(*map(raw.get, STATED_PAY), strict=True))
    countries = ([place.country for place in each if place.country] for each in places)
    return map(pays_of, stated, titles, passages, countries, languages)


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


def _uncleaned(first_seen: datetime | None) -> Columns:
    """The columns of one posting that could not be cleaned."""
    unknown: dict[str, Any] = {
        **dict.fromkeys(("company", "company_key", "text_key", "language", "location_raw", "date_flag", "updated_on")),
        **dict.fromkeys(("remote_basis", "remote_scope", "years_min", "years_max", "degree", "degree_requirement")),
        **dict.fromkeys(("remote", "employment_type", "role", "level"), "unknown"),
        **dict.fromkeys(("title", "title_key", "text"), ""),
        "places": [],
        "pay": [],
        "remote_conflict": False,
        "posted_on": first_seen.date() if first_seen else None,
        "date_basis": "first_seen",
        "unreadable": "cleaning_failed",
    }
    return {name: [value] for name, value in unknown.items()}


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
        if stated := _field(stated):
            shown.append(stated)
    return " | ".join(dict.fromkeys(shown)) or None


@lru_cache(maxsize=100_000)
def _field(text: str) -> str:
    """A title or place on one line, with what points to a person masked; most places and many titles recur."""
    return masked(one_line(text))


def _header(text: str) -> str:
    """The first line, if it is a header as hiring threads have it: ``Company | Role | Place | REMOTE``."""
    first = text.split("\n", 1)[0]
    return first if first.count("|") >= 2 else ""
