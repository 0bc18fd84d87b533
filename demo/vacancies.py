"""What the market consists of: vacancies (openings) and the adverts that show them, as plain objects."""

from dataclasses import dataclass
from datetime import date, datetime

from demo.days import month_name
from demo.reading import Employer, Place

USUAL, SHORT = "usual", "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """One opening at one employer, whatever number of adverts it has."""

    number: int
    source: str
    """The board on which it appeared first."""
    employer: Employer
    population: str
    """``panel``, or ``joining`` for the source that was not there from the start."""
    family: str
    title: str
    department: str
    posted_at: datetime
    live_days: int
    places: tuple[Place, ...]
    working: str
    """``remote``, ``hybrid`` or ``onsite``."""
    pay: tuple[int, int, str] | None
    """Lowest, highest, currency code; a year's."""
    form: str = USUAL
    """``usual``, ``short`` (hardly any text), or the language where that is not English."""
    must: tuple[str, ...] = ()
    nice: tuple[str, ...] = ()
    negated: str | None = None
    """A skill that the advert says is not needed."""

    @property
    def month(self) -> str:
        return month_name(self.posted_at)

    @property
    def countable(self) -> bool:
        """Whether its advert can be read for skills: English, and long enough."""
        return self.form == USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Advert:
    """One advert on one board. ``role`` says why it is there."""

    vacancy: Vacancy
    source: str
    serial: int
    """Number within its source, in the order of posting."""
    role: str
    """``first``, ``repost``, ``city`` (one of many places), ``copy`` (from another board), ``evergreen``."""
    title: str
    posted_at: datetime
    closes_at: datetime
    places: tuple[Place, ...]
    edited_at: datetime | None = None
    """From here on its text has one more line."""
    away_on: date | None = None
    """A day on which the board forgot to list it."""

    def is_open(self, moment: datetime) -> bool:
        """Whether the board lists it."""
        return self.posted_at <= moment < self.closes_at and self.away_on != moment.date()

    def is_edited(self, moment: datetime) -> bool:
        return self.edited_at is not None and self.edited_at <= moment
