"""Whom the numbers of now are about: how many adverts of how many employers, from when, read where."""

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from reports import wording
from reports.market.reading import ask, only, question


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The adverts behind the shares of now."""

    label: str | None
    """The population for people; None: all openings."""
    basis: str | None
    """``new``: first advertised in the days below; ``live``: open at the last crawl; None: nothing is counted."""
    adverts: int
    employers: int
    sources: int
    first_day: date | None
    last_day: date | None

    def sentence(self) -> str:
        """All of it, as the paragraph under the title."""
        if not self.adverts:
            return (
                "No advert has been counted yet. Crawl boards or import postings, then build, publish and report "
                "again; the boxes below say what was found so far."
            )
        return (
            f"{wording.counted(self.adverts, 'advert')} of {wording.counted(self.employers, 'employer')}, "
            f"{self.when()}, read from {wording.counted(self.sources, 'source')}. Each opening counts once, "
            f"however often and wherever it was advertised.{self._only()}"
        )

    def suffix(self) -> str:
        """The same, short, to follow the number of adverts in a subtitle."""
        return (
            f", from {wording.counted(self.employers, 'employer')}, {self.when()}, "
            f"read from {wording.counted(self.sources, 'source')}"
        )

    def when(self) -> str:
        """The days, as part of a sentence."""
        if self.first_day is None or self.last_day is None:
            return "on no known day"
        days = wording.between(self.first_day, self.last_day)
        if self.basis == "new":
            return f"first advertised {days}"
        return f"open when last looked at, {days}"

    def title(self) -> str:
        """The title of the page."""
        if self.first_day is None or self.last_day is None or not self.adverts:
            return self._whom("Nothing to count yet")
        if self.basis == "new":
            return f"{self._whom('What employers asked for')}, {wording.months(self.first_day, self.last_day)}"
        return f"{self._whom('What employers ask for')}, {wording.months(self.last_day, self.last_day)}"

    def _whom(self, text: str) -> str:
        """The words of the title, after the population's name where it is not all openings."""
        return text if self.label is None else f"{wording.capital(self.label)}: {text[:1].lower()}{text[1:]}"

    def _only(self) -> str:
        return "" if self.label is None else f" This edition counts {self.label} only."


def read_population(connection: DuckDBPyConnection, slice: str, label: str | None) -> Population:
    """The population of one slice of the published copy."""
    row = only(ask(connection, question("population"), {"slice": slice}))
    return Population(
        label=None if label is None else wording.name(label),
        basis=row["basis"],
        adverts=row["adverts"],
        employers=row["employers"],
        sources=row["sources"],
        first_day=row["first_day"],
        last_day=row["last_day"],
    )
