"""The data-health box: which sources cannot be believed now, since when, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from reports import wording
from reports.tables import Row, Rows

ILL = ("broken", "stale", "thin")
"""Statuses of a source that cannot be relied on, the worst first."""

MOST_NAMED = 4
"""Ill sources that get a line each, and lines of the box; more are told together by what went wrong."""

MEANINGS = {
    "broken": "Broken: the last answer could not be believed.",
    "stale": "Stale: not heard of for a week.",
    "thin": "Thin: fewer adverts or emptier ones than usual.",
}


@dataclass(frozen=True, slots=True)
class Ailment:
    """One line of the box."""

    status: str
    source: str
    words: str


@dataclass(frozen=True, slots=True)
class Health:
    """The box."""

    headline: str
    explanation: str
    ailments: tuple[Ailment, ...]

    @property
    def is_ill(self) -> bool:
        """Whether any source cannot be relied on."""
        return bool(self.ailments)


def examine(sources: Rows) -> Health:
    """The box from the rows of questions/health.sql."""
    ill = [row for row in sources if row["status"] in ILL]
    return Health(headline(sources), _explanation(sources, ill), tuple(_ailments(ill)))


def headline(sources: Rows) -> str:
    """How many sources can be relied on."""
    read = [row for row in sources if row["status"] != "archive"]
    ill = [row for row in read if row["status"] in ILL]
    if not sources:
        return "No source has been read yet"
    if not read:
        return f"All data are imported history, from {wording.counted(len(sources), 'source')}"
    if not ill:
        return "The one source is well" if len(read) == 1 else f"All {wording.count(len(read))} sources are well"
    kinds = [(status, sum(1 for row in ill if row["status"] == status)) for status in ILL]
    told = wording.listed([f"{wording.count(number)} {status}" for status, number in kinds if number])
    if 1 < len(ill) == max(number for _, number in kinds):
        told = f"all {ill[0]['status']}"
    return f"{wording.count(len(ill))} of {wording.counted(len(read), 'source')} cannot be relied on now: {told}"


def _explanation(sources: Rows, ill: Rows) -> str:
    if not sources:
        return "Crawl boards with `skilltide crawl`, or bring in files with `skilltide import`."
    sentences = []
    if ill:
        there = {row["status"] for row in ill}
        sentences.append(
            "What they showed earlier stays counted; their silence is not taken for adverts withdrawn. "
            + " ".join(meaning for status, meaning in MEANINGS.items() if status in there)
        )
    if new := sum(1 for row in sources if row["status"] == "new"):
        sentences.append(
            f"{wording.counted(new, 'source is', 'sources are')} new: read fewer than three times, so what is usual "
            "there is not known yet."
        )
    archives = sum(1 for row in sources if row["status"] == "archive")
    if archives and archives == len(sources):
        sentences.append("Each advert is placed by its own date, and no crawl is expected.")
    elif archives:
        sentences.append(
            f"{wording.counted(archives, 'source is', 'sources are')} imported history: each advert is placed by its "
            "own date, and no crawl is expected."
        )
    return " ".join(sentences) or "The last answer of each could be believed."


def _ailments(ill: Rows) -> Iterator[Ailment]:
    if len(ill) <= MOST_NAMED:
        for row in ill:
            yield Ailment(row["status"], wording.name(row["source"]), _told(row))
        return
    alike = sorted(ill, key=lambda row: (ILL.index(row["status"]), row["failure"] or "", row["source"]))
    groups = [list(group) for _, group in groupby(alike, key=lambda row: (row["status"], row["failure"] or ""))]
    for rows in groups if len(groups) <= MOST_NAMED else groups[: MOST_NAMED - 1]:
        if len(rows) == 1:
            yield Ailment(rows[0]["status"], wording.name(rows[0]["source"]), _told(rows[0]))
            continue
        yield Ailment(rows[0]["status"], _names(rows), _told(rows[0], since=False))
    if len(groups) > MOST_NAMED:
        rest = [row for rows in groups[MOST_NAMED - 1 :] for row in rows]
        yield Ailment(rest[0]["status"], _names(rest), "for other reasons; the table of the sources tells each.")


def _names(rows: Rows) -> str:
    return wording.listed([wording.name(row["source"], 30) for row in rows], most=4)


def _told(row: Row, *, since: bool = True) -> str:
    why = wording.name(row["meaning"] or "not heard of for a week", 80)
    when = f", since {wording.day(row['failing_since'])}" if since and row["failing_since"] else ""
    return f"{why}{when}. What to do: {_what_to_do(row)}."


def _what_to_do(row: Row) -> str:
    return wording.name(row["what_to_do"], 160)
