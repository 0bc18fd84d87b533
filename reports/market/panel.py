"""The sources behind a line over time: whether too many of them were silent, and when, in words.

The rows are those of a chart by month whose SQL counts the sources of ``source_month`` that were heard in every month
drawn; each row tells who was not.
"""

from reports import wording
from reports.tables import Rows

MOST_SILENT = 0.1
"""Part of the adverts whose sources may fall silent for a month; beyond it the line would show the hole."""


def has_hole(rows: Rows) -> bool:
    """Whether sources with too many of the adverts were silent for a month."""
    return bool(rows) and rows[0]["silent_part"] > MOST_SILENT


def withheld(what: str, rows: Rows) -> str:
    """Why a line with such a hole is not drawn: who was silent and when, and what of."""
    return (
        f"{what} is withheld: {_holes(rows)} {wording.percent(rows[0]['silent_part'])} of the adverts come from "
        "sources with such a hole, so the line would show the hole and not the market. It comes back once a stretch of "
        "months is whole."
    )


def _holes(rows: Rows) -> str:
    silent = [row for row in rows if row["silent_sources"]]
    named = []
    for row in silent[:3]:
        names, number = wording.name(row["silent_names"], 90), row["silent_sources"]
        more = f" and {wording.count(number - 3)} more" if number > 3 else ""
        heard = "nothing" if row["silent_wholly"] else "too little"
        named.append(f"{heard} was heard of {names}{more} in {row['month']:%B %Y}")
    return wording.listed(named) + (f", and there are {len(silent) - 3} more such months." if silent[3:] else ".")
