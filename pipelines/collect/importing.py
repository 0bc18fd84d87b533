"""Brings foreign files in as landing: our own JSON lines, and any CSV, Parquet or JSON lines by a mapping.

A row becomes a ``Posting`` with the same checks as a crawled one; what cannot be used is counted by reason,
never silently dropped. Files in a board's own wire format are read by its spider instead (``--format``).
"""

import hashlib
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson

from pipelines.collect.foreign_rows import ImportRefused, read_rows
from pipelines.collect.landing import CrawlRecord, file_digest, keep, moment, read_records
from spiders.boards import NAME
from spiders.items import Location, Posting

LONGEST_TITLE = 300
COLUMNS = tuple(field.name for field in fields(Posting) if field.name not in {"source", "platform"})
TARGETS = (*(name for name in COLUMNS if name != "locations"), "location")
PLACE = {field.name for field in fields(Location)}
LISTS = {"tags"}
MILLISECONDS_FROM = 100_000_000_000
"""A number of seconds this large would lie after the year 5000: it counts milliseconds."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file: its record (None if it was there already) and the rows left out, by reason."""

    path: Path
    record: CrawlRecord | None
    left_out: Mapping[str, int]


def parse_mapping(texts: Sequence[str]) -> dict[str, list[str]]:
    """``["title=roles|text", "native_id=id,url=link"]`` → columns to try for each field, in order.

    Raises ``ImportRefused`` on a field that postings do not have.
    """
    mapping: dict[str, list[str]] = {}
    for part in (part for text in texts for part in text.split(",") if part.strip()):
        target, _, columns = part.partition("=")
        if target.strip() not in TARGETS or not columns.strip():
            raise ImportRefused(
                f"--map {part!r}: write field=column, where field is one of {', '.join(sorted(TARGETS))}"
            )
        mapping[target.strip()] = [column.strip() for column in columns.split("|")]
    return mapping


def import_file(
    path: Path,
    source: str,
    landing: Path,
    *,
    mapping: Mapping[str, Sequence[str]] | None,
    read_at: datetime,
    snapshot_at: datetime | None,
) -> Imported:
    """Import one file of one source.

    With ``snapshot_at`` the file lists what was open at that moment; without, it is history (an archive),
    and each advert's own date places it. Without a mapping the file must hold our own postings.
    """
    _refuse_unusable(path, source)
    left_out: Counter[str] = Counter()
    rows = read_rows(path, left_out)
    postings = from_mapping(rows, source, mapping, left_out) if mapping else from_own(rows, source, left_out)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "postings.jsonl"
        kept = _write(lines, postings)
        return _land(path, source, landing, lines, kept, left_out, read_at, snapshot_at)


def import_recorded(
    path: Path, source: str, platform: str, landing: Path, *, read_at: datetime, snapshot_at: datetime | None
) -> Imported:
    """Import a recorded answer of a platform, or a thread of Hacker News, read by that platform's own spider."""
    _refuse_unusable(path, source)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "postings.jsonl"
        command = [
            sys.executable,
            "-m",
            "spiders",
            "read",
            platform,
            str(path),
            "--source",
            source,
            "--out",
            str(lines),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["the spider gave no reason"]
            raise ImportRefused(last[0].removeprefix("spiders: "))
        stats = orjson.loads(done.stdout)
        left_out = Counter(stats["dropped"])
        return _land(path, source, landing, lines, stats["items"], left_out, read_at, snapshot_at)


def _refuse_unusable(path: Path, source: str) -> None:
    if not NAME.fullmatch(source):
        raise ImportRefused(f"--source {source!r}: a name holds lower-case letters, digits, - and _ only")
    if not path.is_file():
        raise ImportRefused(f"{path}: no such file")


def _land(
    path: Path,
    source: str,
    landing: Path,
    lines: Path,
    kept: int,
    left_out: Counter[str],
    read_at: datetime,
    snapshot_at: datetime | None,
) -> Imported:
    if not kept:
        raise ImportRefused(f"{path}: no usable row ({_said(left_out) or 'the file is empty'})")
    content = file_digest(lines)
    earlier = read_records(landing, source)
    if snapshot_at is None and any(old.archive and old.stats.get("content") == content for old in earlier):
        return Imported(path, None, left_out)
    observed_at = snapshot_at or read_at
    record = CrawlRecord(
        source=source,
        platform="import",
        kind="import",
        observed_at=moment(observed_at),
        verdict="accepted",
        postings=kept,
        archive=snapshot_at is None,
        stats={"file": path.name, "content": content, "dropped": dict(left_out)},
    )
    return Imported(path, keep(landing, record, lines, observed_at), left_out)


def from_own(rows: Iterable[dict[str, Any]], source: str, left_out: Counter[str]) -> Iterator[Posting]:
    """Postings in our own landing form; unknown keys are refused as a wrong format would be."""
    known = {field.name for field in fields(Posting)}
    for row in rows:
        if unknown := row.keys() - known:
            raise ImportRefused(
                f"not our own posting lines (unknown key {_shown(sorted(unknown, key=str)[:1])}); "
                "say which columns hold what with --map"
            )
        if not _is_ours(row):
            left_out["wrong_kind"] += 1
            continue
        if not _text(row.get("title")):
            left_out["no_title"] += 1
            continue
        if not _text(row.get("native_id")):
            left_out["no_native_id"] += 1
            continue
        places = [Location(**place) for place in row.get("locations") or []]
        yield Posting(**{**row, "source": source, "locations": places, "platform": row.get("platform") or "import"})


def _is_ours(row: Mapping[str, Any]) -> bool:
    """Whether each value is of the kind that a posting has: text, lists of texts, and places of texts."""
    places, tags = row.get("locations") or [], row.get("tags") or []
    if not (isinstance(places, list) and isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)):
        return False
    if not all(isinstance(place, dict) and place.keys() <= PLACE for place in places):
        return False
    plain = [value for name, value in row.items() if name not in {"locations", "tags"}]
    return all(value is None or isinstance(value, str) for value in chain(plain, *(place.values() for place in places)))


def from_mapping(
    rows: Iterable[dict[str, Any]], source: str, mapping: Mapping[str, Sequence[str]], left_out: Counter[str]
) -> Iterator[Posting]:
    """Postings from foreign rows; a field is the first of its columns that holds anything."""
    checked = False
    for row in rows:
        if not checked:
            _refuse_absent_columns(row, mapping)
            checked = True
        values: dict[str, Any] = {}
        for target, columns in mapping.items():
            found = next((row[column] for column in columns if _text(row.get(column))), None)
            values[target] = _list(found) if target in LISTS else _text(found)
        title = (values.pop("title", None) or "").split("\n", 1)[0][:LONGEST_TITLE].strip()
        if not title:
            left_out["no_title"] += 1
            continue
        location = values.pop("location", None)
        when = values.get("posted_at")
        posting = Posting(
            **{
                **values,
                "source": source,
                "platform": "import",
                "title": title,
                "native_id": values.get("native_id") or _identity(values, title),
                "locations": [Location(text=location)] if location else [],
                "posted_at": iso_moment(when) if when else None,
                "posted_at_raw": when,
                "posted_at_basis": "published" if when else None,
                "tags": values.get("tags") or [],
            }
        )
        yield posting


def iso_moment(text: str) -> str:
    """Epoch seconds or milliseconds as ISO 8601, anything else as it stands (cleaning knows more forms)."""
    try:
        number = float(text)
        seconds = number / 1000 if number >= MILLISECONDS_FROM else number
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return text


def _refuse_absent_columns(row: Mapping[str, Any], mapping: Mapping[str, Sequence[str]]) -> None:
    for target, columns in mapping.items():
        if not any(column in row for column in columns):
            raise ImportRefused(
                f"--map {target}={'|'.join(columns)}: the first row has no such column; it has {_shown(row)}"
            )


def _shown(names: Iterable[object]) -> str:
    """The first names of columns, cut and without what a terminal would obey: a picture's bytes may be among them."""
    first = [text[:40] if (text := str(name)).isprintable() else ascii(text)[:40] for name in islice(names, 21)]
    return ", ".join(first[:20]) + (" …" if len(first) > 20 else "")


def _write(lines: Path, postings: Iterable[Posting]) -> int:
    kept = 0
    with lines.open("wb") as handle:
        for posting in postings:
            handle.write(orjson.dumps(asdict(posting)) + b"\n")
            kept += 1
    return kept


def _text(value: Any) -> str | None:
    """A cell as text; lists are joined, whole floats lose their ``.0``, NaN and blanks are absent."""
    if value is None or value != value:
        return None
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value))) or None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.isoformat()
    text = str(value).replace("\x00", "").strip()
    return text or None


def _list(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for text in map(_text, value) if text]
    return [part.strip() for part in (_text(value) or "").split(",") if part.strip()]


def _identity(values: Mapping[str, Any], title: str) -> str:
    """A stable identity for a row that brings none: its address, else its content."""
    parts = (
        [values["url"]]
        if values.get("url")
        else [
            values.get("company"),
            title,
            values.get("description_text"),
            values.get("description_html"),
            values.get("posted_at"),
        ]
    )
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:24]


def _said(left_out: Mapping[str, int]) -> str:
    return ", ".join(f"{reason}: {number}" for reason, number in sorted(left_out.items()))
