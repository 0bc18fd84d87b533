"""Measures the extractor on adverts marked by hand: which skills an advert asks for, as a set.

The marks hold ids and requirements only, with the id that the source gave the advert; the texts stay where they
came from. Figures come by group of adverts, with 95 % Wilson intervals (Wilson 1927) over skills.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.cleaning.html_text import body_text
from pipelines.skills.estimates import MISSED, RIGHT, WRONG
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.intervals import wilson
from pipelines.skills.measured import counts_file, measured_file

UNMARKED = frozenset({"soft_skill"})
"""Types that the readers did not mark."""
KINDS = ("must", "nice", "unstated")
MOST_FREQUENT = 10


class NotMarked(ValueError):
    """Marks or texts that cannot be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Marked:
    """One advert: its group and the requirement of each skill that it asks for, as the readers took it down.

    ``pooled`` are skills that neither reader had named, that an extractor found and that a reader then judged to be
    asked for: how they are asked for is not marked. ``unlisted`` counts what the catalogue had no entry for.
    """

    group: str
    skills: dict[str, str]
    pooled: frozenset[str] = frozenset()
    unlisted: int = 0


def read_marks(path: Path) -> dict[str, Marked]:
    """Marks by the source's id of the advert. Raises ``NotMarked`` where they are none, or name an unknown skill."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("advert")
    except (OSError, ValueError, RecursionError) as error:  # not UTF-8, not TOML, or nested without end
        raise NotMarked(f"{path}: no marks: {error!r}") from None
    if not rows or not isinstance(rows, list):
        raise NotMarked(f"{path}: no marks: write [[advert]] with id, group and the ids of skills for each advert")
    marks = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not (row.get("id") and row.get("group") and isinstance(row["group"], str)):
            raise NotMarked(f'{path}: advert {number}: give it an id and a group, such as id = "a1" and group = "tech"')
        marks[str(row["id"])] = _marked(f"{path}: {row['id']}", row)
    return marks


def _marked(where: str, row: dict[str, Any]) -> Marked:
    for kind in (*KINDS, "pooled"):
        names = row.get(kind, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise NotMarked(f"{where}: {kind} must be a list of ids of skills")
    skills = {name: kind for kind in KINDS for name in row.get(kind, ())}
    pooled, unlisted = frozenset(row.get("pooled", ())), row.get("unlisted", 0)
    if unknown := (skills.keys() | pooled) - shipped_extractor().catalogue.skills.keys():
        raise NotMarked(f"{where}: the catalogue has no {', '.join(sorted(unknown))}")
    if not isinstance(unlisted, int) or unlisted < 0:
        raise NotMarked(f"{where}: unlisted must be a number of skills")
    return Marked(row["group"], skills, pooled, unlisted)


def read_texts(path: Path) -> dict[str, dict[str, Any]]:
    """Texts by id, as the warehouse would hold them: lines {id, title, text, company}."""
    texts = {}
    try:
        for line in path.read_bytes().splitlines():
            if line.strip():
                row = json.loads(line)
                texts[str(row["id"])] = {**row, "text": body_text(None, row["text"]).text}
    # Not UTF-8, not JSON, nested without end, no object, or one without an id and a text.
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise NotMarked(f"{path}: not lines {{id, title, text, company}}: {error!r}") from None
    return texts


def compare(marks: dict[str, Marked], texts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Figures by group, and the most frequent errors of each kind. Raises ``NotMarked`` where a text is missing."""
    if missing := marks.keys() - texts.keys():
        raise NotMarked(f"no text for {len(missing)} marked adverts, first {min(missing)}")
    groups = {marked.group: _Tally() for marked in marks.values()}
    strict = {marked.group: _Tally() for marked in marks.values() if marked.pooled}
    by_skill: dict[str, list[int]] = {}
    for name, marked in marks.items():
        found = _found(texts[name])
        asked = marked.skills.keys() | marked.pooled
        groups[marked.group].add(found, asked, marked)
        if marked.group in strict:
            strict[marked.group].add(found, marked.skills.keys(), marked)
        for skill in found.keys() | asked:
            place = WRONG if skill not in asked else RIGHT if skill in found else MISSED
            by_skill.setdefault(skill, [0, 0, 0])[place] += 1
    return {
        "groups": {group: groups[group].figures() for group in sorted(groups)},
        "readers_alone": {group: strict[group].figures() for group in sorted(strict)},
        "wrong": {group: _most_frequent(groups[group].wrong) for group in sorted(groups)},
        "missed": {group: _most_frequent(groups[group].missed) for group in sorted(groups)},
        "skills": dict(sorted(by_skill.items())),
    }


def _found(row: dict[str, Any]) -> dict[str, str]:
    """The skills found in an advert, of the types that readers mark, with the strongest requirement of each."""
    extractor = shipped_extractor()
    hits = extractor.extract(row.get("title") or "", row["text"], row.get("company"))
    found = strongest({hit.skill: [] for hit in hits}, hits)
    return {skill: how for skill, how in found.items() if extractor.catalogue.skills[skill].type not in UNMARKED}


@dataclass(slots=True)
class _Tally:
    """What was found in a group of adverts, against what they ask for."""

    adverts: int = 0
    right: int = 0
    compared: int = 0
    same: int = 0
    unlisted: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, found: dict[str, str], asked: Set[str], marked: Marked) -> None:
        """Count one more advert."""
        self.unlisted += marked.unlisted
        self.adverts += 1
        self.right += len(found.keys() & asked)
        both = found.keys() & marked.skills.keys()
        self.compared += len(both)
        self.same += sum(found[skill] == marked.skills[skill] for skill in both)
        self.wrong.update(found.keys() - asked)
        self.missed.update(asked - found.keys())

    def figures(self) -> dict[str, float]:
        """Counts, and precision and recall in percent with their intervals."""
        right, wrong, missed = self.right, self.wrong.total(), self.missed.total() + self.unlisted
        figures: dict[str, float] = {
            "adverts": self.adverts, "marked": right + missed, "found": right + wrong, "right": right,
        }  # fmt: skip
        for name, whole in (("precision", right + wrong), ("recall", right + missed)):
            low, high = wilson(right, whole)
            figures[name] = _percent(right / whole if whole else 0.0)
            figures[f"{name}_low"], figures[f"{name}_high"] = _percent(low), _percent(high)
        figures["requirement_same"] = _percent(self.same / self.compared if self.compared else 0.0)
        return figures


def strongest(by_skill: dict[str, list[str]], hits: list[Any]) -> dict[str, str]:
    """The strongest requirement of each skill; what is only negated is left out."""
    for hit in hits:
        by_skill[hit.skill].append(hit.requirement)
    return {
        skill: next(kind for kind in KINDS if kind in said)
        for skill, said in by_skill.items()
        if any(kind in KINDS for kind in said)
    }


def _percent(share: float) -> float:
    return round(100 * share, 1)


def as_text(answer: dict[str, Any]) -> str:
    """The comparison in words."""
    lines = []
    for group, alone in answer["readers_alone"].items():
        lines.append(
            f"{group}, by what the readers named alone: precision {alone['precision']} %, recall {alone['recall']} %"
        )
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
    for group, figures in answer["readers_alone"].items():
        lines += ["", f"[groups.{group}_by_readers_alone]", *(f"{name} = {value}" for name, value in figures.items())]
    counts = [
        "# By skill, as written with measured.toml: marked adverts in which it was found rightly, wrongly, missed."
    ]
    counts += [f"{skill} = {row}" for skill, row in answer["skills"].items()]
    counts_file().write_text("\n".join(counts) + "\n", encoding="utf-8")
    path = measured_file()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _most_frequent(errors: Counter[str]) -> dict[str, int]:
    return dict(sorted(errors.items(), key=lambda error: (-error[1], error[0]))[:MOST_FREQUENT])
