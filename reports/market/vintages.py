"""Vintages: the numbers of each published report, kept, and what the next report makes of them.

A vintage is a small JSON file under ``vintages/<edition>/`` in the data directory. The report step writes it and
nothing ever rebuilds it: a number that was read by people stays on record even when all data are replayed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from reports import tables, wording
from reports.market.reading import ask, question
from reports.tables import Column, Row, Rows
from reports.writing import write_whole

NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.(\d+))?\.json")
QUARTER = timedelta(days=80)
"""Days after which a report stands for another quarter."""
VISIBLE = 0.0005
"""Difference of a share from which its printed number changes."""
MOVED = ("rising", "falling")

COLUMNS = (
    Column("label", "Skill"),
    Column("share_then", "Share, as said then", "share"),
    Column("share_now", "The same share, as counted now", "share"),
    Column("revision", "Revised by (points)", "points"),
    Column("verdict_then", "Verdict then"),
    Column("verdict_now", "Verdict now"),
)


@dataclass(frozen=True, slots=True)
class Vintage:
    """The numbers of one published report."""

    day: date
    record: Mapping[str, Any]

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each tested skill."""
        return {row["skill"]: row["verdict"] for row in self.record["changes"]}


@dataclass(frozen=True, slots=True)
class Revisions:
    """What became of the last report's numbers and verdicts."""

    headline: str
    sentence: str
    columns: tuple[Column, ...]
    rows: Rows


class BadVintage(ValueError):
    """A kept vintage that cannot be read; the message says which file."""

    exit_code = 1


def read_vintages(folder: Path, before: date) -> list[Vintage]:
    """The vintages of an edition from days before ``before``, the newest first. Raises ``BadVintage``."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        if (name := NAME.fullmatch(path.name)) and (day := date.fromisoformat(name[1])) < before:
            found.append((day, int(name[2] or 1), path))
    return [Vintage(day, _read(path)) for day, _, path in sorted(found, reverse=True)]


def vintage_of(connection: DuckDBPyConnection, *, slice: str, today: date, edition: str) -> dict[str, Any]:
    """The record to keep of a report of this day."""
    parameters = {"slice": slice}
    shares = ask(connection, question("kept_shares"), parameters)
    return {
        "day": today.isoformat(),
        "edition": edition,
        "slice": slice,
        "basis": shares[0]["basis"] if shares else None,
        "period": shares[0]["period"] if shares else None,
        "shares": [_plain(row, leave_out=("basis", "period")) for row in shares],
        "changes": [_plain(row) for row in ask(connection, question("kept_changes"), parameters)],
    }


def keep(folder: Path, record: Mapping[str, Any]) -> Path:
    """Write a vintage beside the others. The same numbers again change nothing; other numbers of the same day get a
    file of their own, as both have been published."""
    text = tables.as_json(record)
    number = 1
    while True:
        path = folder / (f"{record['day']}.json" if number == 1 else f"{record['day']}.{number}.json")
        if not path.exists():
            write_whole(path, text)
            return path
        if path.read_text(encoding="utf-8") == text:
            return path
        number += 1


def earlier_falling(vintages: list[Vintage], today: date) -> str | None:
    """The skills that were falling a quarter ago, as the JSON that the sunset chart reads; None without a vintage."""
    old = next((one for one in vintages if one.day <= today - QUARTER), None)
    if old is None:
        return None
    falling = sorted(skill for skill, verdict in old.verdicts.items() if verdict == "falling")
    return json.dumps({"day": old.day.isoformat(), "skills": falling})


def compare(connection: DuckDBPyConnection, vintages: list[Vintage], now: Mapping[str, Any]) -> Revisions:
    """What the last report said, and what the copy says now of the same period and of the same skills."""
    if not vintages:
        return Revisions("This is the first issue", _first(), COLUMNS, ())
    last = vintages[0]
    asked = {"slice": now["slice"], "period": last.record["period"]}
    counted = {row["skill"]: row["share"] for row in ask(connection, question("shares_of_period"), asked)}
    verdicts = {row["skill"]: row["verdict"] for row in now["changes"]}
    labels = {row["skill"]: row["label"] for row in [*last.record["changes"], *last.record["shares"]]}
    shares = {row["skill"]: row["share"] for row in last.record["shares"]}
    rows = [
        _compared(skill, labels[skill], shares.get(skill), counted.get(skill), last.verdicts.get(skill), verdicts)
        for skill in sorted(labels)
    ]
    told = [row for row in rows if row["verdict_then"] in MOVED or abs(row["revision"] or 0) >= VISIBLE]
    told.sort(key=lambda row: (row["verdict_then"] not in MOVED, -abs(row["revision"] or 0), row["skill"]))
    return Revisions(_headline(last, rows), _sentence(last, rows), COLUMNS, told)


def _compared(
    skill: str, label: str, then: float | None, now: float | None, verdict: str | None, verdicts: Mapping[str, str]
) -> Row:
    return {
        "skill": skill,
        "label": label,
        "share_then": then,
        "share_now": now,
        "revision": None if then is None or now is None else now - then,
        "verdict_then": verdict or "not tested",
        "verdict_now": verdicts.get(skill, "too few to say"),
    }


def _headline(last: Vintage, rows: Rows) -> str:
    moved = [row for row in rows if row["verdict_then"] in MOVED]
    if not moved:
        return f"The report of {wording.day(last.day)} had no verdict of change to look back on"
    stand = [row for row in moved if row["verdict_now"] == row["verdict_then"]]
    verdicts = wording.counted(len(moved), "verdict")
    return f"Of {verdicts} of change given on {wording.day(last.day)}, {wording.number(len(stand))} still stand"


def _sentence(last: Vintage, rows: Rows) -> str:
    fates = [
        f"{wording.name(row['label'])} was {row['verdict_then']} and is now: {row['verdict_now']}"
        for row in rows
        if row["verdict_then"] in MOVED and row["verdict_now"] != row["verdict_then"]
    ]
    held = [row for row in rows if row["revision"] is not None]
    revised = [row for row in held if abs(row["revision"]) >= VISIBLE]
    text = f"{wording.capital(wording.listed(fates, most=4))}. " if fates else ""
    period = wording.period(last.record["period"] or "an unknown period")
    if not held:
        return text + f"This copy no longer counts {period} for these adverts, so no share can be compared."
    if not revised:
        return text + f"None of its {wording.counted(len(held), 'share')} of {period} has been revised."
    most = max(revised, key=lambda row: (abs(row["revision"]), row["skill"]))
    return text + (
        f"{wording.capital(wording.number(len(revised)))} of its {wording.counted(len(held), 'share')} of {period} "
        f"{'reads' if len(revised) == 1 else 'read'} differently now, {wording.name(most['label'])} by most: "
        f"{wording.percent(most['share_then'], 1)} then, {wording.percent(most['share_now'], 1)} now. Late adverts, "
        "better linking and a new catalogue of skills revise numbers; docs and the list of changes say which."
    )


def _first() -> str:
    return "Its numbers are kept; the next report will say which of them were revised and what became of its verdicts."


def _plain(row: Row, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    return {key: wording.plain(value) for key, value in row.items() if key not in leave_out}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if {"period", "shares", "changes"} <= set(record):
            return dict(record)
    except (OSError, ValueError, TypeError):
        pass
    raise BadVintage(f"{path}: this kept vintage cannot be read; restore it from a copy, or move it away to go on")
