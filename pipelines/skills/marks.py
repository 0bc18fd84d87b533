"""Measures the extractor on adverts marked by hand: which skills an advert asks for, as a set.

The marks hold ids and requirements only, with the id that the source gave the advert; the texts stay where they
came from. Figures come by group of adverts, with 95 % Wilson intervals (Wilson 1927) over skills.
"""

import json
import math
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.cleaning.html_text import body_text
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.measured import measured_file

UNMARKED = frozenset({"soft_skill"})
"""Types that the readers did not mark."""
MOST_FREQUENT = 10
Z = 1.959964


class NotMarked(ValueError):
    """Marks or texts that cannot be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Marked:
    """One advert: its group and the requirement of each skill that it asks for."""

    group: str
    skills: dict[str, str]


def read_marks(path: Path) -> dict[str, Marked]:
    """Marks by the source's id of the advert. Raises ``NotMarked`` on an id that the catalogue lacks."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["advert"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise NotMarked(f"{path}: no marks: {error!r}") from None
    known = shipped_extractor().catalogue.skills
    marks = {}
    for row in rows:
        skills = {name: kind for kind in ("must", "nice", "unstated") for name in row.get(kind, ())}
        if unknown := skills.keys() - known.keys():
            raise NotMarked(f"{path}: {row['id']}: the catalogue has no {', '.join(sorted(unknown))}")
        marks[str(row["id"])] = Marked(row["group"], skills)
    return marks


def read_texts(path: Path) -> dict[str, dict[str, Any]]:
    """Texts by id, as the warehouse would hold them: lines {id, title, text, company}."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return {str(row["id"]): {**row, "text": body_text(None, row["text"]).text} for row in rows}
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise NotMarked(f"{path}: not lines {{id, title, text, company}}: {error!r}") from None


def compare(marks: dict[str, Marked], texts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Figures by group, and the most frequent errors of each kind. Raises ``NotMarked`` where a text is missing."""
    if missing := marks.keys() - texts.keys():
        raise NotMarked(f"no text for {len(missing)} marked adverts, first {min(missing)}")
    extractor = shipped_extractor()
    skills = extractor.catalogue.skills
    right: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {}
    missed: dict[str, Counter[str]] = {}
    adverts: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for name, marked in marks.items():
        row = texts[name]
        hits = extractor.extract(row.get("title") or "", row["text"], row.get("company"))
        found = strongest({hit.skill: [] for hit in hits}, hits)
        found = {skill: how for skill, how in found.items() if skills[skill].type not in UNMARKED}
        group = marked.group
        adverts[group] += 1
        both = found.keys() & marked.skills.keys()
        right[group] += len(both)
        same[group] += sum(found[skill] == marked.skills[skill] for skill in both)
        wrong.setdefault(group, Counter()).update(found.keys() - marked.skills.keys())
        missed.setdefault(group, Counter()).update(marked.skills.keys() - found.keys())
    return {
        "groups": {
            group: _figures(adverts[group], right[group], wrong[group].total(), missed[group].total(), same[group])
            for group in sorted(adverts)
        },
        "wrong": {group: dict(wrong[group].most_common(MOST_FREQUENT)) for group in sorted(wrong)},
        "missed": {group: dict(missed[group].most_common(MOST_FREQUENT)) for group in sorted(missed)},
    }


def strongest(by_skill: dict[str, list[str]], hits: list[Any]) -> dict[str, str]:
    """The strongest requirement of each skill; what is only negated is left out."""
    for hit in hits:
        by_skill[hit.skill].append(hit.requirement)
    order = ("must", "nice", "unstated")
    return {
        skill: next(kind for kind in order if kind in said)
        for skill, said in by_skill.items()
        if any(kind in order for kind in said)
    }


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share k/n, as fractions; (0, 1) where n is 0."""
    if not n:
        return 0.0, 1.0
    middle = (k + Z * Z / 2) / (n + Z * Z)
    half = Z * math.sqrt(k * (n - k) / n + Z * Z / 4) / (n + Z * Z)
    return max(0.0, middle - half), min(1.0, middle + half)


def _figures(adverts: int, right: int, wrong: int, missed: int, same: int) -> dict[str, float]:
    figures: dict[str, float] = {"adverts": adverts, "marked": right + missed, "found": right + wrong, "right": right}
    for name, whole in (("precision", right + wrong), ("recall", right + missed)):
        low, high = wilson(right, whole)
        figures[name] = _percent(right / whole if whole else 0.0)
        figures[f"{name}_low"], figures[f"{name}_high"] = _percent(low), _percent(high)
    figures["requirement_same"] = _percent(same / right if right else 0.0)
    return figures


def _percent(share: float) -> float:
    return round(100 * share, 1)


def as_text(answer: dict[str, Any]) -> str:
    """The comparison in words."""
    lines = []
    for group, figures in answer["groups"].items():
        lines.append(
            f"{group}: {figures['adverts']} adverts; precision {figures['precision']} % "
            f"({figures['precision_low']}-{figures['precision_high']}), recall {figures['recall']} % "
            f"({figures['recall_low']}-{figures['recall_high']}), requirement as marked {figures['requirement_same']} %"
        )
        for kind in ("wrong", "missed"):
            lines.append(f"  most often {kind}: " + ", ".join(f"{s} {n}" for s, n in answer[kind][group].items()))
    return "\n".join(lines)


def write_measured(answer: dict[str, Any]) -> Path:
    """Keep the figures in the package for the reports; returns the file."""
    lines = ["# Written by `skilltide skills evaluate --marked … --write`; reports print these figures as they stand."]
    for group, figures in answer["groups"].items():
        lines += ["", f"[groups.{group}]", *(f"{name} = {value}" for name, value in figures.items())]
        for kind in ("wrong", "missed"):
            lines += ["", f"[{kind}.{group}]", *(f"{skill} = {count}" for skill, count in answer[kind][group].items())]
    path = measured_file()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
