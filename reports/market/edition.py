"""Editions of the market report: whom each is about, and the file that lists them.

An edition is one population of the warehouse (``vacancy_slice``): all openings, those of one role, of one
country, or of a role in a country. ``reports.toml`` in the data directory lists the editions; the shipped one has a
single one, all.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from reports import wording
from reports.market.chart import HEADINGS
from reports.market.modules import Module, read_modules
from reports.market.reading import ask, question

DEFAULT = "market"
"""Name of the edition that lies in the day's folder itself."""

SMALLEST = 100
"""Openings below which no edition is made by ``every``."""

KEYS = {"name", "title", "role", "country", "skill", "modules", "readers", "every", "at_least"}
KINDS = ("role", "country")
TOGETHER = "role_country"
"""The kind of population of a role in a country."""
WORDS = {"role": "role", "country": "country", TOGETHER: "role in a country"}


class BadEditions(ValueError):
    """A list of editions that cannot be used; the message says where and what to write instead."""

    exit_code = 2


class UnknownEdition(ValueError):
    """A role or a country that the published copy does not count."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition."""

    name: str = DEFAULT
    """Its folder beside the day's first page; ``market`` is that page itself."""
    slice: str = "all"
    """The population, as in ``vacancy_slice``."""
    title: str | None = None
    """The population for people; None for all openings."""
    skill: str | None = None
    """The skill drawn over time, by any of its names; None: the clearest change."""
    modules: tuple[Module, ...] = ()
    """What a course teaches; with it the page has the charts on a curriculum."""
    readers: tuple[str, ...] = tuple(HEADINGS)
    """For whom it has charts, as in ``HEADINGS``; those for everyone are on every page."""

    @property
    def folder(self) -> str:
        """Where its files lie in the day's folder: empty, or the name and a slash."""
        return "" if self.name == DEFAULT else f"{self.name}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """The whole list."""

    address: str | None
    """Where the folder of reports is served, for the feed; None: links stay relative."""
    editions: tuple[Edition, ...]
    every: tuple[tuple[str, int], ...] = ()
    """Kinds of population of which each large enough one gets an edition, with the fewest openings."""


def one_edition(*, role: str | None, country: str | None, skill: str | None, modules: Path | None) -> Edition:
    """The edition that a command line names. Raises ``BadEditions`` for a course that cannot be read."""
    return _edition({"role": role, "country": country, "skill": skill}, modules, "the command line")


def read_editions(path: Path | None) -> Editions:
    """The editions of a file, or the shipped ones where there is none. Raises ``BadEditions``."""
    shipped = path is None or not path.exists()
    text = (files("reports.market") / "reports.toml").read_text("utf-8") if shipped else _text(path)  # type: ignore[arg-type]
    where = "the shipped reports.toml" if shipped else str(path)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # not TOML, or nested without end
        raise BadEditions(f"{where}: {error}") from None
    if unknown := sorted(set(table) - {"address", "edition"}):
        raise BadEditions(f"{where}: nothing is known of {', '.join(unknown)}; it holds address and [[edition]]")
    entries = table.get("edition", [])
    if not isinstance(entries, list) or not entries:
        raise BadEditions(f"{where}: no [[edition]] in it; write one, or delete the file to get the shipped one")
    base = None if path is None else path.parent
    single = tuple(_entry(one, base, where) for one in entries if "every" not in one)
    if twice := sorted({one.name for one in single if sum(one.name == other.name for other in single) > 1}):
        raise BadEditions(f"{where}: two editions are named {', '.join(twice)}; give each a name of its own")
    every = tuple(_every(one, where) for one in entries if "every" in one)
    return Editions(address=table.get("address"), editions=single, every=every)


def spread(connection: DuckDBPyConnection, editions: Editions) -> list[Edition]:
    """The editions to write: those listed, and one for each large enough population of the kinds listed."""
    known = {edition.slice for edition in editions.editions}
    found = list(editions.editions)
    for kind, least in editions.every:
        for row in ask(connection, question("populations")):
            if row["slice"].startswith(f"{kind}:") and row["slice"] not in known and row["openings"] >= least:
                name = _folder(row["slice"])
                found.append(Edition(name=name, slice=row["slice"], title=row["label"]))
    return found


def settle(connection: DuckDBPyConnection, edition: Edition) -> Edition:
    """The edition with its population's name for people. Raises ``UnknownEdition``."""
    if edition.slice == "all":
        return edition
    rows = ask(connection, question("populations"))
    kind, wanted = edition.slice.split(":", 1)
    if kind == TOGETHER:
        # Each is told as wrong by itself; a label of the role is turned into its id.
        named = [settle(connection, Edition(slice=f"{one}:{name}")) for one, name in _pair(wanted)]
        wanted = ":".join(one.slice.split(":", 1)[1] for one in named)
    for row in rows:
        if row["slice"].startswith(f"{kind}:") and wanted.casefold() in (
            row["slice"].split(":", 1)[1].casefold(),
            row["label"].casefold(),
        ):
            return replace(edition, slice=row["slice"], title=edition.title or row["label"])
    alike = [row["slice"].split(":", 1)[1] for row in rows if row["slice"].startswith(f"{kind}:")]
    told = WORDS[kind]
    there = f"there are {wording.listed(alike, most=12)}" if alike else f"the published copy counts by no {told}"
    raise UnknownEdition(f"no {told} named {wording.name(wanted)}; {there}")


def _pair(wanted: str) -> list[tuple[str, str]]:
    role, country = wanted.rsplit(":", 1)
    return [("role", role), ("country", country)]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadEditions(f"{path}: cannot be read ({error})") from None


def _entry(entry: Mapping[str, Any], base: Path | None, where: str) -> Edition:
    if unknown := sorted(set(entry) - KEYS):
        raise BadEditions(f"{where}: nothing is known of {', '.join(unknown)} in an [[edition]]")
    texts = {key: value for key, value in entry.items() if key != "readers"}
    if wrong := sorted(key for key, value in texts.items() if not isinstance(value, str) or not value.strip()):
        raise BadEditions(f"{where}: {', '.join(wrong)} in an [[edition]] must be a text")
    modules = None
    if "modules" in entry:
        modules = Path(entry["modules"]).expanduser()
        modules = modules if modules.is_absolute() or base is None else base / modules
    return _edition(entry, modules, where)


def _edition(entry: Mapping[str, Any], modules: Path | None, where: str) -> Edition:
    given = [(kind, entry[kind]) for kind in KINDS if entry.get(kind)]
    kind = TOGETHER if len(given) == len(KINDS) else given[0][0] if given else None
    population = ":".join([kind, *(name for _, name in given)]) if kind else "all"
    name = entry.get("name") or (_folder(population) if given else DEFAULT)
    if name != _folder(name) or not name or name[0].isdigit():
        raise BadEditions(f"{where}: {name!r} cannot be an edition's name; use small letters, figures and dashes")
    return Edition(
        name=name,
        slice=population,
        title=entry.get("title"),
        skill=entry.get("skill"),
        modules=read_modules(modules) if modules else (),
        readers=_readers(entry.get("readers"), where),
    )


def _readers(given: object, where: str) -> tuple[str, ...]:
    if given is None:
        return tuple(HEADINGS)
    if not isinstance(given, list) or not all(name in HEADINGS for name in given):
        raise BadEditions(f"{where}: readers is a list of {wording.listed(list(HEADINGS), last=' or ')}")
    return tuple(name for name in HEADINGS if name == "everyone" or name in given)


def _every(entry: Mapping[str, Any], where: str) -> tuple[str, int]:
    kind, least = entry["every"], entry.get("at_least", SMALLEST)
    if kind not in WORDS or not isinstance(least, int) or set(entry) - {"every", "at_least"}:
        kinds = wording.listed([f'"{one}"' for one in WORDS], last=" or ")
        raise BadEditions(f"{where}: write every = {kinds}, and at_least = a number, and nothing else")
    return kind, least


def _folder(text: str) -> str:
    """A population's or a name's letters and figures, the rest as dashes."""
    kept: Sequence[str] = "".join(one if one.isascii() and one.isalnum() else " " for one in text.casefold()).split()
    return "-".join(kept)
