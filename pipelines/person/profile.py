"""The profile: what a person can do, with the evidence for it, and what they are looking for.

``person.toml`` is plain, commented and meant to be edited by hand.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pipelines.person.keeping import PersonRefused, read_table, write_private
from pipelines.person.wording import say

GRADES = ("work", "project", "course", "shadowed", "listed", "wanted")
"""Evidence, strongest first: used at work; project or volunteering; course or certificate; seen done by somebody;
only listed; not held but wanted."""
HELD = frozenset({"work", "project", "course", "listed"})
"""Grades that count as holding a skill."""
DEMONSTRABLE = frozenset({"work", "project", "course"})
"""Grades that can be shown with a line of one's own."""
REMOTE = ("", "also", "only", "no")
LEVELS = ("", "intern", "entry", "mid", "senior", "lead", "manager", "executive")
DAY = re.compile(r"\d{4}(-\d{2})?|now|")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a skill: its grade, the person's own ``line``, and until when (2023, 2023-05, now or unknown)."""

    grade: str
    line: str = ""
    until: str = ""


def strength(evidence: Evidence) -> tuple[int, str]:
    """What stronger evidence has more of: the grade first, then how recent it is."""
    return -GRADES.index(evidence.grade), "9999" if evidence.until == "now" else evidence.until


@dataclass(frozen=True, slots=True)
class Target:
    """Which openings are looked for. ``roles``: names of roles or words of titles, any of which will do."""

    roles: tuple[str, ...] = ()
    level: str = ""
    place: str = ""
    remote: str = ""

    def describe(self) -> str:
        """The target in words."""
        parts = [say("target.roles", roles=" / ".join(self.roles)) if self.roles else say("target.any_role")]
        if self.level:
            parts.append(say(f"target.level_{self.level}"))
        if self.place:
            parts.append(say("target.place", place=self.place))
        if self.remote:
            parts.append(say(f"target.remote_{self.remote}"))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Profile:
    """One person. ``skills`` maps a skill's id to its evidence."""

    name: str = ""
    target: Target = Target()
    skills: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def held(self) -> frozenset[str]:
        """Skills that count as held."""
        return frozenset(skill for skill, evidence in self.skills.items() if evidence.grade in HELD)


def years_ago(until: str, today: date) -> float | None:
    """Years since a skill was last used; 0 for now, None when unknown."""
    if until == "now":
        return 0.0
    if not until:
        return None
    year, _, month = until.partition("-")
    return max(0.0, today.year + today.month / 12 - int(year) - int(month or 12) / 12)


def ago(until: str, today: date) -> str:
    """The same in words."""
    years = years_ago(until, today)
    if years is None:
        return say("profile.time_unknown")
    if years < 0.5:
        return say("profile.now")
    return say("profile.years_ago", years=round(years)) if years >= 1.5 else say("profile.year_ago")


def read_profile(path: Path) -> Profile:
    """Read ``person.toml``. Raises ``PersonRefused`` where it is missing or wrong, naming the entry."""
    if not path.exists():
        raise PersonRefused(say("profile.missing", path=path))
    table = read_table(path)
    _refuse_unknown(path, "", table, {"name", "target", "skill"})
    return Profile(
        name=str(table.get("name", "")),
        target=_target(path, _table(path, table, "target")),
        skills={name: _evidence(path, name, row) for name, row in _table(path, table, "skill").items()},
    )


def write_profile(path: Path, profile: Profile, labels: Mapping[str, str]) -> None:
    """Write ``person.toml`` with its explanations; ``labels`` are the skills' names for people."""
    target = profile.target
    lines = [
        *(f"# {line}" for line in say("profile.file_head").splitlines()),
        f"name = {quoted(profile.name)}",
        "",
        "[target]",
        f"roles = [{', '.join(quoted(role) for role in target.roles)}]  # {say('profile.file_roles')}",
        f"level = {quoted(target.level)}  # {say('profile.file_level', levels=', '.join(LEVELS[1:]))}",
        f"place = {quoted(target.place)}  # {say('profile.file_place')}",
        f"remote = {quoted(target.remote)}  # {say('profile.file_remote')}",
        "",
        *(f"# {line}" for line in say("profile.file_skills").splitlines()),
    ]
    ranked = sorted(profile.skills.items(), key=lambda item: (GRADES.index(item[1].grade), item[0]))
    for skill, evidence in ranked:
        lines += [
            "",
            f"[skill.{skill}]  # {_comment(labels.get(skill, skill))}",
            f"evidence = {quoted(evidence.grade)}",
            f"line = {quoted(evidence.line)}",
            f"until = {quoted(evidence.until)}",
        ]
    write_private(path, "\n".join(lines) + "\n")


def quoted(text: str) -> str:
    """A TOML string: JSON's form, with the characters escaped that TOML does not allow."""
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return " ".join("".join(one for one in text if one.isprintable()).split())


def _table(path: Path, table: dict[str, Any], name: str) -> dict[str, Any]:
    rows = table.get(name, {})
    if not isinstance(rows, dict):
        raise PersonRefused(say("profile.not_a_table", path=path, name=name))
    return rows


def _target(path: Path, row: dict[str, Any]) -> Target:
    _refuse_unknown(path, "target: ", row, {"roles", "level", "place", "remote"})
    roles = row.get("roles", [])
    roles = [roles] if isinstance(roles, str) else roles
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise PersonRefused(say("profile.bad_roles", path=path))
    _refuse_other(path, "target.level", row.get("level", ""), LEVELS)
    _refuse_other(path, "target.remote", row.get("remote", ""), REMOTE)
    kept = tuple(role.strip() for role in roles if role.strip())
    return Target(kept, row.get("level", ""), str(row.get("place", "")), row.get("remote", ""))


def _evidence(path: Path, name: str, row: Any) -> Evidence:
    if not isinstance(row, dict):
        raise PersonRefused(say("profile.not_a_table", path=path, name=f"skill.{name}"))
    _refuse_unknown(path, f"skill.{name}: ", row, {"evidence", "line", "until"})
    _refuse_other(path, f"skill.{name}.evidence", row.get("evidence"), GRADES)
    until = str(row.get("until", ""))
    if not DAY.fullmatch(until):
        raise PersonRefused(say("profile.bad_until", path=path, name=name, until=until))
    return Evidence(row["evidence"], str(row.get("line", "")), until)


def _refuse_unknown(path: Path, where: str, row: dict[str, Any], known: set[str]) -> None:
    for name in row.keys() - known:
        near = get_close_matches(name, known, 1, 0.5)
        hint = say("profile.meant", near=near[0]) if near else ""
        raise PersonRefused(say("profile.unknown_entry", path=path, where=where, name=name, hint=hint))


def _refuse_other(path: Path, where: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise PersonRefused(
            say("profile.bad_value", path=path, where=where, value=value, known=", ".join(repr(one) for one in known))
        )
