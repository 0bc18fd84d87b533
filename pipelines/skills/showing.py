"""Explains one skill of the catalogue: how it is found, what it is not, how often it was, how often wrongly."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.skills.catalogue import CLASSES, Catalogue, Skill, broader
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.estimates import PRIOR, estimate
from pipelines.skills.measured import counts_by_skill
from warehouse.asking_skills import counts_of_skill


def as_record(name: str, published: Path | None = None, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """The entry as plain data, with the entries that count as it, its counts and its error estimate.

    Counts are None without a published copy. Raises ``UnknownSkill``.
    """
    catalogue = catalogue or load_catalogue()
    skill = catalogue.find(name)
    return {
        **asdict(skill),
        "also": [asdict(other) for other in catalogue.also(skill)],
        "broader": sorted(broader(catalogue.skills, skill.skill)),
        "found": counts_of_skill(published, skill.skill) if published and published.exists() else None,
        "error": asdict(judged) if (judged := estimate(skill, catalogue.skills, counts_by_skill())) else None,
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
    if skill.umbrella:
        lines.append("umbrella:         broad; rankings and ladders may leave it out")
    if skill.esco:
        lines.append(f"ESCO code:        {skill.esco}")
    lines.append(f"how often:        {_how_often(published, skill.skill)}")
    lines += _errors(skill, catalogue)
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


def _errors(skill: Skill, catalogue: Catalogue) -> list[str]:
    counts = counts_by_skill()
    judged = estimate(skill, catalogue.skills, counts)
    if judged is None:
        return ["error estimate:   none: no skill of its class was marked"]
    right, wrong, missed = counts.get(skill.skill, (0, 0, 0))
    wrongly = _of_100(judged.wrong, judged.wrong_low, judged.wrong_high)
    overlooked = _of_100(judged.missed, judged.missed_low, judged.missed_high)
    return [
        f"error estimate:   of 100 adverts that it is found in, {wrongly} do not ask for it;",
        f"                  of 100 that ask for it, {overlooked} are missed",
        f"  by:             {judged.own} marked adverts of its own ({right} right, {wrong} wrong, {missed} missed)",
        f"                  and, weighed as {PRIOR} more, those of its class: {judged.of_class} "
        f"({judged.class_adverts} marks)",
    ]


def _of_100(share: float, low: float, high: float) -> str:
    return f"{100 * share:.0f} ({100 * low:.0f}-{100 * high:.0f})"
