"""Every sentence that this room says to people, from one data file per language; English first.

A translation is a copy of ``words/en.toml`` with the same keys and the same names in braces.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

SMALL = frozenset({"knowledge", "practice", "soft_skill"})
"""Types whose names are words of the language, mostly."""
LOWERABLE = re.compile(r"[A-Z][a-z]+(?:[-/][a-z]+)*")
ENDINGS = ("ing", "tion", "ics", "ogy", "ment", "istry", "ance", "cy", "work", "care")
PROPER = frozenset("Bayesian Linux Windows Android Aruba Western Clio Zachman Kanban Montessori Solana".split())


@cache
def sentences(language: str = "en") -> dict[str, str]:
    """All sentences of a language by key, ``section.name``."""
    table = tomllib.loads((files(__package__) / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, rows in table.items() for name, text in rows.items()}


def say(key: str, **values: Any) -> str:
    """The sentence of a key with its values filled in."""
    return sentences()[key].format(**values)


def counted(number: int, noun: str) -> str:
    """A number with its noun, "1 opening" or "2 openings"; the nouns stand in the section ``noun``."""
    one, _, many = sentences()[f"noun.{noun}"].partition("|")
    return f"{number:,} {one if number == 1 else many}"


def in_sentence(label: str, kind: str) -> str:
    """A skill's name as it stands within a sentence: fields of knowledge small, proper names as they are."""
    first, *rest = label.split()
    is_plain = LOWERABLE.fullmatch(first) and all(word.islower() for word in rest) and first not in PROPER
    if kind not in SMALL or not is_plain or not (rest or first.endswith(ENDINGS)):
        return label
    return label[0].lower() + label[1:]


def listed(items: list[str], most: int = 6) -> str:
    """Names as "a, b and c"; beyond ``most`` of them, "a, b and 7 more"."""
    if len(items) > most:
        return say("list.more", first=", ".join(items[: most - 1]), more=len(items) - most + 1)
    return say("list.last", first=", ".join(items[:-1]), last=items[-1]) if len(items) > 1 else "".join(items)
