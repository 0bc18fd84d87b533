"""Reads and checks a board table (``boards.toml``): which boards there are and what to expect of each."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class BoardTableError(ValueError):
    """A board table that cannot be used; the message names the file, the board and the mend."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One board: four lines of the table.

    ``expect_min`` and ``expect_max`` bound the number of postings of a healthy crawl; fewer or more is
    suspicious. ``origin`` replaces the platform's own API address (a regional host, or a test server).
    """

    name: str
    platform: str
    token: str
    company: str | None = None
    expect_min: int = 1
    expect_max: int | None = None
    origin: str | None = None
    most_requests: int | None = None
    """Requests a day, where the usual budget does not do (``spiders.budget``)."""
    most_bytes: int | None = None
    """Bytes a day, likewise."""
    verified: bool = False
    """Whether a crawl of it has ever succeeded; shipped boards start unverified."""
    note: str | None = None
    """How the board was learned of."""
    enabled: bool | None = None
    """True: crawl it although its platform is off by default (``BoardSpider.default_off``). False: only by name."""
    country: str | None = None
    """The employer's home, or whose labour market a feed shows: two capital letters of ISO 3166-1."""
    trade: str | None = None
    """What the employer lives from, in one or two words, such as ``hospital`` or ``retail``."""


FIELDS = {
    "platform", "token", "company", "expect", "origin", "budget", "verified", "note", "enabled", "country", "trade",
}  # fmt: skip
COUNTRY = re.compile(r"[A-Z]{2}")


def shipped_table() -> Path:
    """The table that comes with the package."""
    return Path(str(files("spiders") / "boards.toml"))


def read_boards(path: Path | None = None) -> dict[str, Board]:
    """Boards by name, in the order of the file. Raises ``BoardTableError`` on the first row that is wrong."""
    path = path or shipped_table()
    return parse_boards(path, read_table(path))


def read_table(path: Path) -> str:
    """The text of a table. Raises ``BoardTableError``."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BoardTableError(f"{path}: no such board table; name one with --boards") from None
    except OSError as error:
        raise BoardTableError(f"{path}: cannot be read ({error.strerror}); name a table with --boards") from None
    except UnicodeDecodeError as error:
        raise BoardTableError(f"{path}: not valid TOML: {error}") from None


def parse_boards(path: Path, text: str) -> dict[str, Board]:
    """The same of a table's text; ``path`` is for messages.

    A table that says ``extends = "shipped"`` has the shipped boards too, but for those that it has itself or names
    under ``without``.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is no TOML error
        raise BoardTableError(f"{path}: not valid TOML: {error}") from None
    extends, without = table.pop("extends", None), table.pop("without", [])
    if extends not in (None, "shipped"):
        raise BoardTableError(f'{path}: extends takes only "shipped", not {extends!r}')
    if not isinstance(without, list) or not all(isinstance(name, str) for name in without):
        raise BoardTableError(f'{path}: without takes a list of names, such as without = ["acme"]')
    boards = read_boards() if extends and path != shipped_table() else {}
    boards |= {name: _board(path, name, row) for name, row in table.items()}
    return {name: board for name, board in boards.items() if name not in without}


def _board(path: Path, name: str, row: Any) -> Board:
    def wrong(what: str) -> BoardTableError:
        return BoardTableError(f"{path}: board {name!r}: {what}")

    if not NAME.fullmatch(name):
        raise wrong("a name holds lower-case letters, digits, - and _ only")
    if not isinstance(row, dict):
        raise wrong("expected a table such as [name] with platform and token")
    if unknown := sorted(row.keys() - FIELDS):
        raise wrong(f"unknown key {unknown[0]!r}; known: {', '.join(sorted(FIELDS))}")
    for key in ("platform", "token"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise wrong(f"{key} is missing")
    low, high = _expected(row, wrong)
    budget = _budget(row, wrong)
    origin = row.get("origin")
    if origin is not None and not is_address(origin):
        raise wrong(f"origin {origin!r} is not an http address")
    _check_kinds(row, wrong)
    return Board(
        name=name,
        platform=row["platform"],
        token=row["token"],
        company=row.get("company"),
        expect_min=low,
        expect_max=high,
        origin=origin.rstrip("/") if origin else None,
        most_requests=budget.get("requests"),
        most_bytes=budget.get("bytes"),
        verified=bool(row.get("verified", False)),
        note=row.get("note"),
        enabled=row.get("enabled"),
        country=row.get("country"),
        trade=row.get("trade"),
    )


def _expected(row: dict[str, Any], wrong: Callable[[str], BoardTableError]) -> tuple[int, int | None]:
    """Fewest and most postings of a healthy crawl."""
    expect = row.get("expect", {})
    if not isinstance(expect, dict) or not expect.keys() <= {"min", "max"}:
        raise wrong("expect takes min and max, such as expect = {min = 5, max = 200}")
    low, high = expect.get("min", 1), expect.get("max")
    if not isinstance(low, int) or low < 0 or (high is not None and (not isinstance(high, int) or high < low)):
        raise wrong("expect needs whole numbers with 0 <= min <= max")
    return low, high


def _budget(row: dict[str, Any], wrong: Callable[[str], BoardTableError]) -> dict[str, int]:
    """Requests and bytes a day, where the row gives them."""
    budget = row.get("budget", {})
    if not isinstance(budget, dict) or not budget.keys() <= {"requests", "bytes"}:
        raise wrong("budget takes requests and bytes a day, such as budget = {requests = 500, bytes = 50_000_000}")
    if any(not isinstance(most, int) or most < 1 for most in budget.values()):
        raise wrong("budget needs whole numbers of at least 1")
    return budget


def _check_kinds(row: dict[str, Any], wrong: Callable[[str], BoardTableError]) -> None:
    country = row.get("country", "DE")
    if not (isinstance(country, str) and COUNTRY.fullmatch(country)):
        raise wrong(f"country {country!r} is not two capital letters, such as DE")
    for key, kind, said in (("enabled", bool, "true or false"), ("trade", str, "text"), ("company", str, "text")):
        if not isinstance(row.get(key, kind()), kind):
            raise wrong(f"{key} is {said}")


def is_address(origin: Any) -> bool:
    """Whether a board's origin can be one: http or https, and a host."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return isinstance(origin, str) and parts.scheme in {"http", "https"} and bool(parts.netloc)
