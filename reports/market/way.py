"""The way from raw postings to what is counted, step by step, and the sentence on what the numbers cover."""

from dataclasses import dataclass

from reports import wording
from reports.tables import Column, Row, Rows

COLUMNS = (
    Column("meaning", "Why it was left out"),
    Column("postings", "Postings", "count"),
    Column("share", "Of all postings", "share"),
)

NOTE = (
    "Each bar is what the one above left over. A posting is left out at the first reason that applies to it, so "
    "the reasons add up to the difference between the first bar and the last."
)


@dataclass(frozen=True, slots=True)
class Step:
    """One bar."""

    label: str
    number: int
    width: str
    """Per cent of the first bar, as CSS writes it."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Way:
    """The waterfall."""

    headline: str
    note: str
    steps: tuple[Step, ...]
    columns: tuple[Column, ...]
    excluded: Rows


def follow(counts: Row, excluded: Rows) -> Way:
    """The waterfall from the rows of questions/way.sql and questions/excluded.sql."""
    postings = counts["postings"]
    if not postings:
        return Way("No posting has been read yet", NOTE, (), COLUMNS, ())
    steps = (
        _step("Postings read", postings, postings, "every advert on every source"),
        _step("Readable", counts["readable"], postings, "with enough text, in a language the rules cover"),
        _step("Different openings", counts["openings"], postings, "the same opening elsewhere or again counts once"),
        _step("New demand", counts["counted"], postings, "first advertised while we watched; this is what is counted"),
    )
    headline = (
        f"Of {wording.counted(postings, 'posting')}, {wording.count(counts['counted'])} count as new demand"
        if counts["counted"]
        else f"Of {wording.counted(postings, 'posting')}, none counts as new demand yet"
    )
    return Way(headline, NOTE, steps, COLUMNS, excluded)


def scope(platforms: Rows, employers: Row) -> str:
    """What the numbers cover, and that it is not the whole market."""
    if not platforms:
        return "There is no source yet, so these pages say nothing about any market."
    boards = [row for row in platforms if not row["archive"]]
    archives = [row for row in platforms if row["archive"]]
    parts = []
    if boards:
        kinds = [f"{_platform(row)} {wording.count(row['sources'])}" for row in boards]
        number = sum(row["sources"] for row in boards)
        parts.append(f"{wording.counted(number, 'job board or feed', 'job boards and feeds')} ({', '.join(kinds)})")
    if archives:
        number = sum(row["sources"] for row in archives)
        which = f" ({wording.name(archives[0]['a_source'])})" if number == 1 else ""
        parts.append(f"{wording.counted(number, 'source')} of imported history{which}")
    known = employers["employers"]
    of_employers = f"; {wording.counted(known, 'employer')} advertised there" if known else ""
    return (
        f"What is counted here was read from {wording.listed(parts)}{of_employers}. It is not the whole market: "
        "employers who advertise elsewhere, or not at all, are missing, and so are adverts in languages that the "
        "rules do not cover. Read every share as a share of these adverts."
    )


def _platform(row: Row) -> str:
    return wording.capital(wording.name(row["platform"]).replace("_", " "))


def _step(label: str, number: int, of: int, meaning: str) -> Step:
    return Step(label, number, f"{100 * number / of:.2f}", meaning)
