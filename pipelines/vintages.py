"""Kept vintages and measured errors as tables: what the marts set beside today's numbers."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from reports.market.vintages import BadVintage, Vintage, read_vintages

logger = logging.getLogger(__name__)

VINTAGES = pa.schema(
    [("edition", pa.string()), ("day", pa.date32()), ("issue", pa.int32())]
    + [(name, pa.string()) for name in ("slice", "skill", "label", "basis", "period")]
    + [(name, pa.int64()) for name in ("k", "n")]
    + [(name, pa.float64()) for name in ("share", "low", "high")]
    + [(name, pa.string()) for name in ("verdict", "later_period", "earlier_period")]
    + [(name, pa.float64()) for name in ("difference", "difference_low", "difference_high", "q_value")]
)
"""The columns of the relation ``vintage``."""

FIGURES = ("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high")
MEASURES = pa.schema(
    [("trade", pa.string())]
    + [(name, pa.int32()) for name in ("adverts", "marked", "found", "correct")]
    + [(name, pa.float64()) for name in FIGURES]
)
"""The columns of the relation ``extraction_measure``."""


def kept_vintages(folder: Path) -> pa.Table:
    """The vintages of all editions, one row per report and skill (``VINTAGES``).

    An edition with a file that cannot be read is left out, with a warning: the report stops at it and says what to do.
    """
    rows: list[dict[str, Any]] = []
    for edition in sorted(path for path in folder.glob("*") if path.is_dir()):
        try:
            kept = read_vintages(edition, date.max)
        except BadVintage as error:
            logger.warning("%s; no vintage of this edition is compared", error)
            continue
        issues: dict[date, int] = {}
        for vintage in reversed(kept):
            issues[vintage.day] = issues.get(vintage.day, 0) + 1
            rows += _rows(edition.name, vintage, issues[vintage.day])
    return pa.Table.from_pylist(rows, VINTAGES)


def _rows(edition: str, vintage: Vintage, issue: int) -> Iterator[dict[str, Any]]:
    record = vintage.record
    shares = {row["skill"]: row for row in record["shares"]}
    changes = {row["skill"]: row for row in record["changes"]}
    for skill in sorted({*shares, *changes}):
        share, change = shares.get(skill, {}), changes.get(skill, {})
        printed = {"basis": record.get("basis"), "period": record["period"]} if share else {}
        yield {
            "edition": edition,
            "day": vintage.day,
            "issue": issue,
            "slice": record.get("slice", "all"),
            "skill": skill,
            "label": share.get("label") or change.get("label") or skill,
            **printed,
            **{name: share.get(name) for name in ("k", "n", "share", "low", "high")},
            **{name: change.get(name) for name in ("verdict", "earlier_period", "difference", "q_value")},
            "later_period": change.get("period"),
            "difference_low": change.get("low"),
            "difference_high": change.get("high"),
        }


def measured_errors(measured: Mapping[str, Any]) -> pa.Table:
    """What was measured of the reading of skills, per cent as fractions (``MEASURES``); no row without measurements."""
    return pa.Table.from_pylist(
        [
            {
                "trade": trade,
                **{name: figures[name] for name in ("adverts", "marked", "found")},
                "correct": figures["right"],
                **{name: figures[name] / 100 for name in FIGURES},
            }
            for trade, figures in sorted(measured.get("groups", {}).items())
        ],
        MEASURES,
    )
