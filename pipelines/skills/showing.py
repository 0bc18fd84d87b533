"""Explains one skill of the catalogue: how it is found, what it is not, how often it was, how often wrongly."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.skills.catalogue import CLASSES, Catalogue, Skill, broader
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.measured import measured
from warehouse.asking_skills import counts_of_skill


def as_record(name: str, published: Path | None = None, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """The entry as plain data, with the entries that count as it, its counts and the measured errors of its group.

    Counts are None without a published copy. Raises ``UnknownSkill``.
    """
    catalogue = catalogue or load_catalogue()
    skill = catalogue.find(name)
    return {
        **asdict(skill),
        "also": [asdict(other) for other in catalogue.also(skill)],
        "broader": sorted(broader(catalogue.skills, skill.skill)),
        "found": counts_of_skill(published, skill.skill) if published and published.exists() else None,
        "measured": measured().get("groups", {}),
    }


def describe(name: str, published: Path | None = None, catalogue: Catalogue | None = None) -> str:
    """The entry in words. Raises ``UnknownSkill``."""
    catalogue = catalogue or load_catalogue()
    skill = catalogue.find(name)
    entries = [skill, *catalogue.also(skill)]
    lines = [f"{skill.label}  ({skill.skill}, {skill.type}, in {skill.area}.toml)"]
    if sure := [spelling for entry in entries for spelling in entry.aliases]:
        lines.append(f"always means it:  {', '.join(sure)}")
    for entry in entries:
        lines += _doubtful(entry)
    if wider := broader(catalogue.skills, skill.skill):
        lines.append(f"rolls up to:      {', '.join(sorted(wider))}")
    if skill.esco:
        lines.append(f"ESCO code:        {skill.esco}")
    lines.append(f"how often:        {_how_often(published, skill.skill)}")
    lines += _errors()
    return "\n".join(lines)


def _doubtful(entry: Skill) -> list[str]:
    if entry.ambiguity == "safe":
        return []
    lines = [f"doubtful:         {', '.join(entry.doubtful) or entry.label}: {CLASSES[entry.ambiguity]}"]
    for title, words in (("cues", entry.cues), ("but not in", entry.exceptions)):
        if words:
            lines.append(f"  {title + ':':15} {', '.join(words)}")
    lines += [f"  found in:       {example}" for example in entry.examples]
    return [*lines, *(f"  not found in:   {example}" for example in entry.counter_examples)]


def _how_often(published: Path | None, skill: str) -> str:
    if published is None or not published.exists():
        return "nothing is published yet"
    counts = counts_of_skill(published, skill)
    return (
        f"in {counts['openings']:,} of {counts['readable']:,} readable openings "
        f"({counts['must']:,} must, {counts['nice']:,} nice, {counts['unstated']:,} unstated); "
        f"{counts['negated']:,} places say it is not needed, {counts['template']:,} are an employer's template"
    )


def _errors() -> list[str]:
    groups = measured().get("groups", {})
    return [
        f"error estimate:   {name}: precision {_interval(group, 'precision')}, recall {_interval(group, 'recall')} "
        f"on {group['adverts']} marked adverts"
        for name, group in sorted(groups.items())
    ]


def _interval(group: dict[str, Any], name: str) -> str:
    return f"{group[name]} % ({group[f'{name}_low']}-{group[f'{name}_high']})"
