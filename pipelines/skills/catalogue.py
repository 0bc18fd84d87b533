"""The catalogue of skills: small data files by area, checked when they are read.

``[safe.<type>]`` holds skills whose spellings always mean them: id = [label, further spellings]. ``[case.<type>]``,
``[asked.<type>]`` and ``[spoken.<type>]`` have the same shape for spellings that are ordinary words too; what settles
them is the same for all words of a class. ``[skill.<id>]`` holds a skill with a doubtful spelling (its label) and
rules of its own:

* ``ambiguity``: ``case`` (counts in its own case, or in a list of skills), ``context`` (counts beside a cue, or
  in a list of skills), ``never_alone`` (only its aliases count);
* ``aliases``: spellings that always mean it; ``cues``: words that make the doubtful spelling sure when they
  stand in the same line; ``except``: phrases in which it means something else;
* ``examples`` and ``counter_examples``: its tests;
* ``same_as``: the doubtful spelling belongs to another entry.

``[alias]`` gives further spellings to entries of any file (other languages), ``[except]`` further phrases in which any
spelling of a skill means something else, ``[implies]`` names the broader skills that a rollup may count too, ``[esco]``
the matching code of the European classification. ``[umbrella]`` lists skills so broad that most adverts of a trade name
them: they count, and a ranking or a ladder of skills may leave them out.
"""

import functools
import hashlib
import re
import string
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import letters, lexicon
from pipelines.skills.folding import folded

TYPES = frozenset(
    "language framework database tool platform practice knowledge certificate degree soft_skill spoken_language".split()
)
CLASSES = {
    "safe": "every spelling always means it",
    "case": "counts in its own case, or in a list of skills",
    "context": "counts beside one of its cues, or in a list of skills",
    "asked": "an ordinary word: counts where the sentence asks for it (knowledge of …, a degree in …), or in a list",
    "spoken": "counts with words for a level or for speaking, or in a list of languages",
    "never_alone": "only its longer spellings count",
}
"""The classes of ambiguity, in words."""
FIELDS = frozenset("label type aliases ambiguity cues except examples counter_examples same_as".split())
ADDITIONS = ("alias", "except", "implies", "esco", "umbrella")
"""Tables that say more about entries of any file."""
LISTS = ("alias", "except", "implies")
"""Those that say it with a list of texts."""
OTHER_LANGUAGES = "in_"
"""How the names of files begin that hold spellings of other languages."""
BY_LIST = ("safe", "case", "asked", "spoken")
"""Classes whose entries are lists of spellings: nothing else is to be said about each of them."""
IDENTITY = re.compile(r"[a-z][a-z0-9_]*")
SHORT = 2
"""Letters and digits of a spelling that is too short to be safe without a counter-example."""


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
    implies: tuple[str, ...] = ()
    esco: str | None = None
    umbrella: bool = False
    foreign: tuple[str, ...] = ()
    """The aliases of other languages than English."""

    @property
    def counts_as(self) -> str:
        """The id under which it is counted."""
        return self.same_as or self.skill

    @property
    def spellings(self) -> tuple[str, ...]:
        """All of them, sure and doubtful."""
        return (*self.aliases, *self.doubtful)


COLUMNS = tuple(entry.name for entry in fields(Skill))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All skills by id; ``version`` changes with any entry and with any rule that reads them."""

    skills: dict[str, Skill]
    version: str
    spellings: dict[str, str] = field(repr=False)
    """Every spelling in normal form, with the id of the entry that owns it."""

    def find(self, name: str) -> Skill:
        """The entry of an id, label or spelling. Raises ``UnknownSkill``."""
        found = self.skills.get(name) or self.skills.get(self.spellings.get(normal(name), ""))
        if found is None:
            counted = list(self.counted())
            near = [skill.skill for skill in counted if name.casefold() in skill.label.casefold()][:5]
            hint = f"; similar: {', '.join(near)}" if near else ""
            raise UnknownSkill(f"no skill named {name!r} in the catalogue of {len(counted)}{hint}")
        return self.skills[found.counts_as]

    def owner(self, spelling: str) -> Skill | None:
        """The entry that owns a spelling, if any does."""
        return self.skills.get(self.spellings.get(normal(spelling), ""))

    def counted(self) -> Iterator[Skill]:
        """The entries that are skills of their own."""
        return (skill for skill in self.skills.values() if not skill.same_as)

    def also(self, skill: Skill) -> list[Skill]:
        """The entries whose doubtful spelling counts as this skill."""
        return [other for other in self.skills.values() if other.same_as == skill.skill]

    def skill_table(self) -> pa.Table:
        """skill, label, type, area, ambiguity: what ``warehouse.batches.store_catalogue`` takes."""
        rows = [{name: getattr(skill, name) for name in SKILL_COLUMNS} for skill in self.counted()]
        return pa.Table.from_pylist(rows)

    def alias_table(self) -> pa.Table:
        """alias, skill."""
        pairs = {(spelling, skill.counts_as) for skill in self.skills.values() for spelling in skill.spellings}
        return pa.Table.from_pylist([{"alias": alias, "skill": skill} for alias, skill in sorted(pairs)])


SKILL_COLUMNS = ("skill", "label", "type", "area", "ambiguity")


def catalogue_files() -> list[Path]:
    """The shipped data files, in the order in which they are read."""
    return sorted(Path(str(files("pipelines.skills") / "catalogue")).glob("*.toml"))


@functools.cache
def rules_digest() -> str:
    """A hash of the code, the wording, the weights and the classes of words: each changes what is found."""
    digest, folder = hashlib.sha256(), Path(__file__).parent
    used = [Path(str(module.__file__)) for module in (letters, lexicon)]
    learned = [folder / "weights.toml", folder / "word_classes.tsv"]
    for part in (*used, *sorted([*folder.glob("*.py"), *folder.glob("wording/*.toml"), *learned])):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def content_version(paths: Iterable[Path]) -> str:
    """The version of a catalogue: a hash of its data and of the rules."""
    digest = hashlib.sha256(rules_digest().encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_catalogue(paths: list[Path]) -> Catalogue:
    """Read and check data files. Raises ``CatalogueError`` at the first entry that is wrong."""
    tables = [(path, _parsed(path)) for path in paths]
    skills: dict[str, Skill] = {}
    for path, table in tables:
        for skill in _entries(path, table):
            if skill.skill in skills:
                raise CatalogueError(f"{path.name}: {skill.skill}: stands in {skills[skill.skill].area}.toml too")
            skills[skill.skill] = skill
    for path, table in tables:
        _ordinary_words(path, table, skills)
    for path, table in tables:
        _additions(path, table, skills)
    _check_names(skills)
    return Catalogue(skills, content_version(paths), owned_spellings(skills.values()))


def normal(spelling: str) -> str:
    """A spelling as it is compared: lower case, one space for any of space, hyphen, dot and underscore inside."""
    inner = re.sub(r"(?<=\w)[\s\-._]+(?=\w)", " ", spelling.casefold())
    return re.sub(r"\s+", " ", inner).strip()


def owned_spellings(skills: Iterable[Skill]) -> dict[str, str]:
    """Each spelling in normal form with its owner's id. Raises ``CatalogueError`` where two skills claim one."""
    owners: dict[str, Skill] = {}
    for skill in skills:
        for spelling in skill.spellings:
            owner = owners.setdefault(normal(spelling), skill)
            if owner.counts_as != skill.counts_as:
                raise CatalogueError(
                    f"{skill.area}.toml: {skill.skill}: the spelling {spelling!r} belongs to {owner.skill} already"
                )
    return {spelling: skill.skill for spelling, skill in owners.items()}


def _parsed(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or nested without end
        raise CatalogueError(f"{path.name}: not valid TOML: {error}") from None
    if unknown := table.keys() - {*BY_LIST, *ADDITIONS, "skill"}:
        raise CatalogueError(
            f"{path.name}: unknown table [{min(unknown)}]; known: {', '.join((*BY_LIST, 'skill', *ADDITIONS))}"
        )
    return table


def _entries(path: Path, table: dict[str, Any]) -> Iterator[Skill]:
    """Entries that stand alone: the safe ones and those with rules of their own."""
    for kind, name, spellings in _lists(path, table, "safe"):
        yield _skill(path, name, {"label": spellings[0], "type": kind, "aliases": spellings[1:]})
    for name, row in table.get("skill", {}).items():
        yield _skill(path, name, row)


def _lists(path: Path, table: dict[str, Any], ambiguity: str) -> Iterator[tuple[str, str, list[str]]]:
    for kind, rows in table.get(ambiguity, {}).items():
        for name, spellings in rows.items():
            if not isinstance(spellings, list) or not spellings:
                raise CatalogueError(f'{path.name}: {name}: write {name} = ["Label", "further spelling"]')
            yield kind, name, spellings


def _ordinary_words(path: Path, table: dict[str, Any], skills: dict[str, Skill]) -> None:
    """Add the entries of the classes whose words need no rules of their own.

    Where the id is known already they become doubtful spellings of that skill.
    """
    for ambiguity in BY_LIST[1:]:
        for kind, name, spellings in _lists(path, table, ambiguity):
            known = skills.get(name)
            key = f"{name}__{ambiguity}" if known else name
            while key in skills:
                key += "_"
            if not IDENTITY.fullmatch(name) or kind not in TYPES:
                raise CatalogueError(f"{path.name}: {name}: not an id, or {kind} is not a type")
            label = known.label if known else spellings[0]
            same_as = known.counts_as if known else None
            skills[key] = Skill(key, label, kind, path.stem, ambiguity, doubtful=tuple(spellings), same_as=same_as)


def _additions(path: Path, table: dict[str, Any], skills: dict[str, Skill]) -> None:
    """Spellings, exceptions, broader skills, codes and breadth for entries that may stand in other files."""
    additions: list[tuple[str, str, Any]] = [
        (what, name, value) for what in ADDITIONS[:-1] for name, value in table.get(what, {}).items()
    ]
    additions += [("umbrella", name, True) for name in table.get("umbrella", {}).get("skills", ())]
    entries = defaultdict(list)
    for key, skill in skills.items():
        entries[skill.counts_as].append(key)
    for what, name, value in additions:
        if name not in skills:
            raise CatalogueError(f"{path.name}: [{what}] names {name!r}, which is nowhere")
        if what in LISTS and not (isinstance(value, list) and all(isinstance(text, str) for text in value)):
            raise CatalogueError(f'{path.name}: [{what}] {name}: write {name} = ["…"]')
        skill = skills[name]
        if what == "alias":
            foreign = value if path.stem.startswith(OTHER_LANGUAGES) else ()
            skills[name] = replace(skill, aliases=(*skill.aliases, *value), foreign=(*skill.foreign, *foreign))
        elif what == "except":
            for key in entries[skill.counts_as]:
                skills[key] = replace(skills[key], exceptions=(*skills[key].exceptions, *value))
        elif what == "implies":
            skills[name] = replace(skill, implies=(*skill.implies, *value))
        elif what == "umbrella":
            skills[name] = replace(skill, umbrella=True)
        else:
            skills[name] = replace(skill, esco=value)


def _check_names(skills: dict[str, Skill]) -> None:
    """Every name that an entry uses must be an entry, no skill implies itself, and every phrase can be looked for."""
    for skill in skills.values():
        for what, names in (("same_as", (skill.same_as,) if skill.same_as else ()), ("implies", skill.implies)):
            for name in names:
                if name not in skills or skills[name].same_as:
                    raise CatalogueError(f"{skill.area}.toml: {skill.skill}: {what} names {name!r}, which is no skill")
        if skill.skill in broader(skills, skill.skill):
            raise CatalogueError(f"{skill.area}.toml: {skill.skill}: implies itself by way of {skill.implies}")
        _check_phrases(skill)


def _check_phrases(skill: Skill) -> None:
    for text in (*skill.aliases, *skill.doubtful, *skill.cues, *skill.exceptions):
        if not folded(text).strip():
            raise CatalogueError(f"{skill.area}.toml: {skill.skill}: {text!r} holds no Latin letter and no digit")
    for text in skill.exceptions:
        # Every number that begins so counts, so only the words before it are looked for.
        words = folded(text.rstrip(string.digits))
        if len(words) < len(text) and not (words.strip() and words.endswith(b" ")):
            raise CatalogueError(
                f"{skill.area}.toml: {skill.skill}: {text!r} needs a word and a blank before its number"
            )


def broader(skills: dict[str, Skill], name: str) -> set[str]:
    """Every skill that this one implies, directly or through others."""
    found: set[str] = set()
    open_names = list(skills[name].implies)
    while open_names:
        if (other := open_names.pop()) not in found and other in skills:
            found.add(other)
            open_names += skills[other].implies
    return found


def _skill(path: Path, name: str, row: dict[str, Any]) -> Skill:
    ambiguity = row.get("ambiguity", "safe")
    if problem := _problem(name, row, ambiguity):
        raise CatalogueError(f"{path.name}: {name}: {problem}")
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


def _problem(name: str, row: dict[str, Any], ambiguity: str) -> str | None:
    """What is wrong with an entry, or None."""
    if not IDENTITY.fullmatch(name):
        return "an id holds lower-case letters, digits and _ only"
    if unknown := row.keys() - FIELDS:
        return f"unknown key {min(unknown)!r}; known: {', '.join(sorted(FIELDS))}"
    if not row.get("label") or row.get("type") not in TYPES:
        return f"label and type are needed; type is one of {', '.join(sorted(TYPES))}"
    if ambiguity not in CLASSES:
        return f"ambiguity is one of {', '.join(CLASSES)}"
    if ambiguity == "context" and not row.get("cues"):
        return "ambiguity context needs cues"
    if ambiguity != "safe" and not (row.get("examples") and row.get("counter_examples")):
        return "a doubtful skill proves itself: give examples and counter_examples"
    short = [text for text in (row["label"], *row.get("aliases", ())) if _too_short(text)]
    if short and not row.get("counter_examples"):
        return f"the short name {short[0]!r} needs a counter-example: write it as [skill.{name}]"
    return None


def _too_short(spelling: str) -> bool:
    """Whether nothing but one or two letters tells the spelling from other words; C# and S3 tell themselves."""
    return len(spelling) <= SHORT and spelling.isalpha()


def _spelling(label: str) -> str:
    """The label without an explanation in brackets, such as "Chef (configuration)"."""
    return re.sub(r"\s*\(.*\)$", "", label)
