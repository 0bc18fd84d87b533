"""The catalogue of skills: small data files by area, checked when they are read.

``[safe.<type>]`` holds skills whose spellings always mean them: id = [label, further spellings].
``[skill.<id>]`` holds a skill with a doubtful spelling (its label) and the rules that settle it:

* ``ambiguity``: ``case`` (counts in its own case, or in a list of skills), ``context`` (counts beside a cue, or
  in a list of skills), ``never_alone`` (only its aliases count);
* ``aliases``: spellings that always mean it; ``cues``: words that make the doubtful spelling sure when they
  stand in the same line; ``except``: phrases in which it means something else;
* ``examples`` and ``counter_examples``: its tests;
* ``same_as``: the doubtful spelling belongs to another entry.
"""

import functools
import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa

TYPES = frozenset(
    "language framework database tool platform practice knowledge certificate degree soft_skill spoken_language".split()
)
AMBIGUITIES = frozenset("safe case context never_alone".split())
FIELDS = frozenset(
    "label type aliases ambiguity cues except examples counter_examples same_as implies esco onet".split()
)
IDENTITY = re.compile(r"[a-z][a-z0-9_]*")
SHORT = 2


class CatalogueError(ValueError):
    """An entry that cannot be used; the message names the file, the entry and the mend."""

    exit_code = 1


class UnknownSkill(ValueError):
    """A name that the catalogue does not hold."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill. ``doubtful`` are the spellings that ``ambiguity`` is about; ``aliases`` always mean it."""

    skill: str
    label: str
    type: str
    area: str
    ambiguity: str = "safe"
    aliases: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    same_as: str | None = None

    @property
    def counts_as(self) -> str:
        """The id under which it is counted."""
        return self.same_as or self.skill


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All skills by id; ``version`` changes with any entry and with any rule that reads them."""

    skills: dict[str, Skill]
    version: str
    spellings: dict[str, Skill] = field(repr=False)
    """Every spelling in normal form, with the entry that owns it."""

    def find(self, name: str) -> Skill:
        """The entry of an id, label or spelling. Raises ``UnknownSkill``."""
        found = self.skills.get(name) or self.spellings.get(normal(name))
        if found is None:
            near = [skill.skill for skill in self.skills.values() if name.casefold() in skill.label.casefold()][:5]
            hint = f"; similar: {', '.join(near)}" if near else ""
            raise UnknownSkill(f"no skill named {name!r} in the catalogue of {len(self.skills)}{hint}")
        return self.skills[found.counts_as]

    def skill_table(self) -> pa.Table:
        """skill, label, type, area, ambiguity: what ``warehouse.batches.store_catalogue`` takes."""
        own = [skill for skill in self.skills.values() if not skill.same_as]
        return pa.Table.from_pylist(
            [{name: getattr(skill, name) for name in ("skill", "label", "type", "area", "ambiguity")} for skill in own]
        )

    def alias_table(self) -> pa.Table:
        """alias, skill."""
        pairs = {
            (spelling, skill.counts_as)
            for skill in self.skills.values()
            for spelling in (*skill.aliases, *skill.doubtful)
        }
        return pa.Table.from_pylist([{"alias": alias, "skill": skill} for alias, skill in sorted(pairs)])


@functools.cache
def load_catalogue() -> Catalogue:
    """The shipped catalogue, read and checked once per process."""
    folder = Path(str(files("pipelines.skills") / "catalogue"))
    return read_catalogue(sorted(folder.glob("*.toml")))


def read_catalogue(paths: list[Path]) -> Catalogue:
    """Read and check data files. Raises ``CatalogueError`` at the first entry that is wrong."""
    digest = hashlib.sha256()
    for code in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(code.read_bytes())
    skills: dict[str, Skill] = {}
    for path in paths:
        content = path.read_bytes()
        digest.update(content)
        for skill in _read_file(path, content):
            if skill.skill in skills:
                raise CatalogueError(f"{path.name}: {skill.skill}: stands in {skills[skill.skill].area}.toml too")
            skills[skill.skill] = skill
    for skill in skills.values():
        if skill.same_as and skill.same_as not in skills:
            raise CatalogueError(f"{skill.area}.toml: {skill.skill}: same_as names {skill.same_as!r}, which is nowhere")
    return Catalogue(skills, digest.hexdigest()[:16], _owned_spellings(skills))


def normal(spelling: str) -> str:
    """A spelling as it is compared: lower case, one space for any of space, hyphen, dot and underscore inside."""
    inner = re.sub(r"(?<=\w)[\s\-._]+(?=\w)", " ", spelling.casefold())
    return re.sub(r"\s+", " ", inner).strip()


def _read_file(path: Path, content: bytes) -> list[Skill]:
    try:
        table = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: not valid TOML: {error}") from None
    skills = []
    for kind, rows in table.pop("safe", {}).items():
        for name, spellings in rows.items():
            if not isinstance(spellings, list) or not spellings:
                raise CatalogueError(f'{path.name}: {name}: write {name} = ["Label", "further spelling"]')
            row = {"label": spellings[0], "type": kind, "aliases": spellings[1:]}
            skills.append(_skill(path, name, row))
    for name, row in table.pop("skill", {}).items():
        skills.append(_skill(path, name, row))
    if table:
        raise CatalogueError(f"{path.name}: unknown table [{min(table)}]; known: safe, skill")
    return skills


def _skill(path: Path, name: str, row: dict[str, Any]) -> Skill:
    def wrong(what: str) -> CatalogueError:
        return CatalogueError(f"{path.name}: {name}: {what}")

    if not IDENTITY.fullmatch(name):
        raise wrong("an id holds lower-case letters, digits and _ only")
    if unknown := row.keys() - FIELDS:
        raise wrong(f"unknown key {min(unknown)!r}; known: {', '.join(sorted(FIELDS))}")
    if not row.get("label") or row.get("type") not in TYPES:
        raise wrong(f"label and type are needed; type is one of {', '.join(sorted(TYPES))}")
    ambiguity = row.get("ambiguity", "safe")
    if ambiguity not in AMBIGUITIES:
        raise wrong(f"ambiguity is one of {', '.join(sorted(AMBIGUITIES))}")
    if ambiguity == "context" and not row.get("cues"):
        raise wrong("ambiguity context needs cues")
    if ambiguity != "safe" and not (row.get("examples") and row.get("counter_examples")):
        raise wrong("a doubtful skill proves itself: give examples and counter_examples")
    if len(row["label"]) <= SHORT and ambiguity == "safe" and row["label"].isalpha() and row["label"].islower():
        raise wrong("a short name cannot be safe")
    label, aliases = row["label"], tuple(row.get("aliases", ()))
    safe = ambiguity == "safe"
    return Skill(
        skill=name,
        label=label,
        type=row["type"],
        area=path.stem,
        ambiguity=ambiguity,
        aliases=(label, *aliases) if safe else aliases,
        doubtful=() if safe or ambiguity == "never_alone" else (_spelling(label),),
        cues=tuple(row.get("cues", ())),
        exceptions=tuple(row.get("except", ())),
        examples=tuple(row.get("examples", ())),
        counter_examples=tuple(row.get("counter_examples", ())),
        same_as=row.get("same_as"),
    )


def _spelling(label: str) -> str:
    """The label without an explanation in brackets, such as "Chef (configuration)"."""
    return re.sub(r"\s*\(.*\)$", "", label)


def _owned_spellings(skills: dict[str, Skill]) -> dict[str, Skill]:
    owners: dict[str, Skill] = {}
    for skill in skills.values():
        for spelling in (*skill.aliases, *skill.doubtful):
            owner = owners.setdefault(normal(spelling), skill)
            if owner.counts_as != skill.counts_as:
                raise CatalogueError(
                    f"{skill.area}.toml: {skill.skill}: the spelling {spelling!r} belongs to {owner.skill} already"
                )
    return owners
