"""Numbers, dates and lists in words: the only place where a report turns a value into text."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
WHISKERS = f"Whiskers: 95{NARROW_SPACE}% interval."
"""The last sentence under each chart with intervals."""


def percent(share: float, digits: int = 0) -> str:
    """A share between 0 and 1 as per cent; never "0 %" for something, nor "100 %" for not quite all."""
    text = f"{share * 100:.{digits}f}"
    smallest = 10.0**-digits
    if share > 0 and float(text) == 0:
        return f"under {smallest:.{digits}f}{NARROW_SPACE}%"
    if share < 1 and float(text) == 100:
        return f"over {100 - smallest:.{digits}f}{NARROW_SPACE}%"
    return f"{text}{NARROW_SPACE}%"


def change(before: float, now: float) -> tuple[str, str]:
    """Two shares as per cent, with a decimal where whole ones would read the same."""
    whole = percent(before), percent(now)
    return whole if whole[0] != whole[1] or before == now else (percent(before, 1), percent(now, 1))


def points(difference: float) -> str:
    """A difference of two shares as signed percentage points with one decimal."""
    text = f"{abs(difference) * 100:.1f}"
    sign = "±" if text == "0.0" else "+" if difference > 0 else MINUS
    return f"{sign}{text}"


def count(number: int) -> str:
    """A whole number with thin spaces between thousands."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 advert", "2 adverts"."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def few(k: int, n: int, what: str = "to say") -> str:
    """What stands in the place of a share that too little is behind: "too few to say (9 of 120)"."""
    return f"too few {what} ({count(k)} of {count(n)})"


def day(value: date | datetime) -> str:
    """A date as "23 November 2026"."""
    return f"{value.day} {value:%B %Y}"


def month(value: date) -> str:
    """A month as "Nov 2026"."""
    return f"{value:%b %Y}"


def months(first: date, last: date) -> str:
    """Two dates as a span of months: "October to December 2023"."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%B %Y}"
    return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"


def period(text: str) -> str:
    """A period of the warehouse, "2023-10 to 2023-12", as "October to December 2023"."""
    first, _, last = text.partition(" to ")
    try:
        return months(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))
    except ValueError:
        return text


def between(first: date, last: date) -> str:
    """Two dates as a span of days."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def listed(items: Sequence[str], most: int = 5, last: str = " and ") -> str:
    """Names as "a, b and c"; beyond ``most`` of them, "a, b and 7 more"."""
    if len(items) > most:
        return f"{', '.join(items[: most - 1])} and {count(len(items) - most + 1)} more"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])}{last}{items[-1]}"


def name(text: object, limit: int = 60) -> str:
    """A stranger's name inside a sentence: one line, no control characters, at most ``limit`` long.

    One with right-to-left letters is isolated, so that it cannot turn the words around it.
    """
    kept = "".join(character for character in str(text) if unicodedata.category(character) not in {"Cf", "Cs", "Co"})
    line = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in kept).split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    if any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in line):
        return f"\N{FIRST STRONG ISOLATE}{line}\N{POP DIRECTIONAL ISOLATE}"
    return line or "(unnamed)"


def capital(text: str) -> str:
    """A sentence that begins with a capital, whatever its first word is."""
    return text[:1].upper() + text[1:]


def number(value: int) -> str:
    """A small number in words, as it begins a sentence; a large one in figures."""
    words = "no one two three four five six seven eight nine ten eleven twelve".split()
    return words[value] if value < len(words) else count(value)


def plain(value: Any) -> Any:
    """A value of the database as JSON knows it: dates in ISO form, NaN as null."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float) and value != value:
        return None
    return value
