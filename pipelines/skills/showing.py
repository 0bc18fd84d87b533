"""Explains one skill of the catalogue: how it is found, and what it is not."""

from dataclasses import asdict
from typing import Any

from pipelines.skills.catalogue import Catalogue, Skill, load_catalogue

CLASSES = {
    "safe": "every spelling always means it",
    "case": "counts in its own case, or in a list of skills",
    "context": "counts beside one of its cues, or in a list of skills",
    "never_alone": "only its longer spellings count",
}


def as_record(name: str, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """The entry as plain data, with the entries that count as it. Raises ``UnknownSkill``."""
    catalogue = catalogue or load_catalogue()
    skill = catalogue.find(name)
    return {**asdict(skill), "also": [asdict(other) for other in _others(catalogue, skill)]}


def describe(name: str, catalogue: Catalogue | None = None) -> str:
    """The entry in words. Raises ``UnknownSkill``."""
    catalogue = catalogue or load_catalogue()
    skill = catalogue.find(name)
    entries = [skill, *_others(catalogue, skill)]
    lines = [f"{skill.label}  ({skill.skill}, {skill.type}, in {skill.area}.toml)"]
    if sure := [spelling for entry in entries for spelling in entry.aliases]:
        lines.append(f"always means it:  {', '.join(sure)}")
    for entry in entries:
        if entry.ambiguity == "safe":
            continue
        lines.append(f"doubtful:         {', '.join(entry.doubtful) or entry.label}: {CLASSES[entry.ambiguity]}")
        for title, words in (("cues", entry.cues), ("but not in", entry.exceptions)):
            if words:
                lines.append(f"  {title + ':':15} {', '.join(words)}")
        lines += [f"  found in:       {example}" for example in entry.examples]
        lines += [f"  not found in:   {example}" for example in entry.counter_examples]
    return "\n".join(lines)


def _others(catalogue: Catalogue, skill: Skill) -> list[Skill]:
    return [other for other in catalogue.skills.values() if other.same_as == skill.skill]
