"""One advert as a platform sees it at a moment: the advert, its board and its text, ready to be put on the wire."""

from dataclasses import dataclass
from datetime import UTC, datetime

from demo.chance import hexadecimal, uuid
from demo.reading import Source
from demo.vacancies import SHORT, USUAL, Advert
from demo.writing import Part


@dataclass(frozen=True, slots=True)
class Listing:
    """What a wire format needs; ``parts`` is empty for a thread, which has ``thread_text``."""

    seed: int
    source: Source
    advert: Advert
    parts: tuple[Part, ...]
    thread_text: str = ""
    edited: bool = False

    @property
    def uuid(self) -> str:
        """The advert's identity on platforms that give UUIDs."""
        return uuid(self.seed, "advert", self.source.key, self.advert.serial)

    @property
    def number(self) -> int:
        """The same on platforms that give ten-digit numbers, growing with time."""
        block = int(hexadecimal(self.seed, "block", self.source.key, digits=4), 16)
        return 4_000_000_000 + block * 20_000 + self.advert.serial * 3

    @property
    def requisition(self) -> str:
        """The employer's own number of the opening, which reposts and cities share."""
        return f"{self.source.key[:3].upper()}-{self.advert.vacancy.number + 10_000}"

    @property
    def language(self) -> str:
        form = self.advert.vacancy.form
        return "en" if form in (USUAL, SHORT) else form

    @property
    def commitment(self) -> str:
        """The employer's own word for the working hours; most adverts carry its first one."""
        words = self.source.commitments
        return words[self.advert.vacancy.number % len(words)] if self.advert.vacancy.number % 5 == 0 else words[0]

    @property
    def updated_at(self) -> datetime:
        return self.advert.edited_at or self.advert.posted_at if self.edited else self.advert.posted_at


def milliseconds(moment: datetime) -> int:
    """Since 1970."""
    return int(moment.astimezone(UTC).timestamp()) * 1000
