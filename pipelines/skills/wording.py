"""How adverts are worded, by language: headings of their parts and cues of asking, from ``wording/*.toml``.

All languages are read at once: an advert may mix them, and their phrases do not contradict each other.
"""

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

PARTS = ("requirements", "nice_to_have", "duties", "benefits", "legal", "about")
CUES = ("nice", "must", "excluded", "negators", "you", "we", "company", "hiring")
ASKING = ("nouns", "links", "fillers")
ENDINGS = {"asking": "requirements", "wishing": "nice_to_have", "working": "duties"}


class WordingError(ValueError):
    """A wording file that lacks a table or holds an unknown one."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases in lower case with a straight apostrophe."""

    languages: frozenset[str]
    headings: dict[str, str]
    """Phrase with which a heading begins, and the part of the advert that it opens."""
    endings: dict[str, str]
    """Phrase with which a heading ends."""
    modifiers: frozenset[str]
    """Words that may stand before such a phrase."""
    cues: dict[str, list[str]]
    asking: list[str]
    """Nouns with their links, such as "knowledge of": what follows is asked for."""
    fillers: frozenset[str]
    """Words that may stand between such a phrase and what it asks for."""
    first_words: frozenset[str]
    """With which headings and modifiers begin."""


@functools.cache
def load_wording() -> Wording:
    """The shipped wording of all languages."""
    return read_wording(sorted(Path(str(files("pipelines.skills") / "wording")).glob("*.toml")))


def read_wording(paths: list[Path]) -> Wording:
    """Read wording files. Raises ``WordingError``; of two languages that claim a heading the first read keeps it."""
    headings: dict[str, str] = {}
    endings: dict[str, str] = {}
    modifiers: set[str] = set()
    cues: dict[str, list[str]] = {kind: [] for kind in CUES}
    languages = set()
    asking: list[str] = []
    fillers: set[str] = set()
    # English first: where languages share a heading ("profil", "mission"), they agree or it is the commonest.
    for path in sorted(paths, key=lambda path: path.stem != "english"):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or nested without end
            raise WordingError(f"{path.name}: not valid TOML: {error}") from None
        _check(path, table)
        languages.add(table["language"])
        modifiers |= set(table["headings"]["modifiers"])
        for part in PARTS:
            for phrase in table["headings"][part]:
                headings.setdefault(phrase, part)
        for ending, part in ENDINGS.items():
            for phrase in table["headings"][ending]:
                endings.setdefault(phrase, part)
        for kind in CUES:
            cues[kind] += table["cues"][kind]
        asking += [f"{noun} {link}" for noun in table["asking"]["nouns"] for link in table["asking"]["links"]]
        fillers |= set(table["asking"]["fillers"])
    first_words = frozenset(phrase.split(" ", 1)[0] for phrase in (*headings, *modifiers))
    return Wording(
        frozenset(languages), headings, endings, frozenset(modifiers), cues, asking, frozenset(fillers), first_words
    )


def _check(path: Path, table: dict[str, Any]) -> None:
    wanted = {"headings": {*PARTS, *ENDINGS, "modifiers"}, "cues": {*CUES}, "asking": {*ASKING}}
    for name, keys in wanted.items():
        if (found := set(table.get(name, {}))) != keys:
            raise WordingError(f"{path.name}: [{name}]: missing or unknown {', '.join(sorted(found ^ keys))}")
    if not table.get("language"):
        raise WordingError(f'{path.name}: language = "xx" is missing')
