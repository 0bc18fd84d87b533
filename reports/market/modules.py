"""What a course teaches: the file with its modules and the skills of each."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path


class BadModules(ValueError):
    """A list of modules that cannot be used; the message says where and what to write instead."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Module:
    """One module of a course."""

    name: str
    skills: tuple[str, ...]
    """Any names of skills of the catalogue."""


def read_modules(path: Path) -> tuple[Module, ...]:
    """The modules of a TOML file of ``[[module]]`` tables, each with ``name`` and ``skills``.

    Raises ``BadModules``. Whether the catalogue knows each skill is seen when the chart is made.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # not there, not UTF-8, not TOML, nested without end
        raise BadModules(f"{path}: cannot be read ({error})") from None
    entries = table.get("module")
    if not isinstance(entries, list) or not entries:
        raise BadModules(f'{path}: no [[module]] in it; write name = "…" and skills = ["…", "…"] under each')
    return tuple(_module(entry, number, path) for number, entry in enumerate(entries, 1))


def as_parameter(modules: tuple[Module, ...]) -> str | None:
    """The modules as the JSON text that the charts' SQL reads; None where there are none."""
    if not modules:
        return None
    return json.dumps([{"name": one.name, "skills": list(one.skills)} for one in modules], ensure_ascii=False)


def _module(entry: object, number: int, path: Path) -> Module:
    if isinstance(entry, dict):
        name, skills = entry.get("name"), entry.get("skills")
        if isinstance(name, str) and name.strip() and isinstance(skills, list):
            texts = tuple(skill for skill in skills if isinstance(skill, str) and skill.strip())
            if texts and len(texts) == len(skills):
                return Module(name, texts)
    raise BadModules(f"{path}: module {number} needs a name and a list of skills, each a text")
