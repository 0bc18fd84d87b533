"""Which openings of a copy a target means: populations where it has them, else words of titles; and what to say of it.

A role is looked for as (1) a population of that name; (2) the family that the house's list of roles puts the words in,
narrowed to openings that ask for a skill which the words name ("Ruby developer"); (3) words of titles. ``title:WORDS``
asks for the last one alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipelines.person.keeping import PersonRefused
from pipelines.person.profile import Target
from pipelines.person.wording import listed, say

LEVEL_TITLES = {
    "intern": r"(?i)\b(?:intern|internship|trainee|apprentice)\b",
    "entry": r"(?i)\b(?:junior|jr|graduate|entry|associate|trainee|new grad)\b",
    "senior": r"(?i)\b(?:senior|sr|experienced)\b",
    "lead": r"(?i)\b(?:lead|principal|staff)\b",
    "manager": r"(?i)\b(?:manager|head)\b",
    "executive": r"(?i)\b(?:director|vp|chief|c[teof]o)\b",
}
"""Words of titles for copies of the warehouse that do not know levels; mid has none."""
TITLE_ALONE = "title:"
MAKERS = (
    "software_engineer",
    "backend_engineer",
    "frontend_engineer",
    "fullstack_engineer",
    "mobile_engineer",
    "embedded_engineer",
)
"""Families of people who program: "Ruby developer" may stand in any of them."""
NAMING = frozenset({"language", "framework", "database", "platform", "tool"})
"""Types of the skills that jobs are named after."""
LONGEST_NAME = 3
"""Words of a skill's name within a role's."""


@dataclass(slots=True)
class _Roles:
    """What the roles of a target mean: populations, populations that ask for one of ``skills``, words of titles."""

    whole: list[str] = field(default_factory=list)
    asking: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def search_for(
    target: Target, slices: Sequence[Mapping[str, Any]], population: Mapping[str, Any], months: int
) -> tuple[dict[str, Any], list[str]]:
    """The parameters of ``openings.sql`` for a target, and what is to be said about how it was found.

    ``slices``: the populations of the copy with their labels. ``population``: what the copy can say about now.
    """
    roles = _roles(target.roles, slices)
    notes = list(roles.notes)
    levels = named(slices, "level", target.level) if target.level else []
    level_title = "" if levels else LEVEL_TITLES.get(target.level, "")
    if target.level and not levels:
        notes.append(say("market.level_by_title" if level_title else "market.level_unknown", level=target.level))
    places = (
        [name for kind in ("country", "region") for name in named(slices, kind, target.place)] if target.place else []
    )
    place = "" if places or not target.place else rf"(?i)\b{re.escape(target.place)}\b"
    if place:
        notes.append(say("market.place_by_text", place=target.place))
    since, until = _months_back(population["last_month"], months)
    parameters = {
        "basis": "open" if population["open"] else "new",
        "since": since,
        "until": until,
        "roles": roles.whole,
        "asking_roles": roles.asking,
        "asking_skills": roles.skills,
        "title": title_pattern(roles.titles) if roles.titles else "",
        "levels": levels,
        "level_title": level_title,
        "places": places,
        "place": place,
        "remote": target.remote,
    }
    return parameters, notes


def _roles(names: Iterable[str], slices: Sequence[Mapping[str, Any]]) -> _Roles:
    from pipelines.cleaning.role import role_of

    labels = {str(row["slice"]): str(row["label"] or row["slice"]) for row in slices}
    found = _Roles()
    for name in names:
        if not any(letter.isalnum() for letter in name.removeprefix(TITLE_ALONE)):
            raise PersonRefused(say("market.no_role", role=name))
        family, skill = f"role:{role_of(name)}", _skill_named(name)
        if name.startswith(TITLE_ALONE):
            found.titles.append(name.removeprefix(TITLE_ALONE).strip())
            found.notes.append(say("market.by_title", words=found.titles[-1]))
        elif populations := named(slices, "role", name):
            found.whole += populations
        elif skill and family in labels:
            group = [one for one in (f"role:{maker}" for maker in MAKERS) if one in labels]
            found.asking += group if family in group else [family]
            found.skills += _with_narrower(skill)
            found.titles.append(name)
            found.notes.append(say("market.by_skill", role=name, skill=_label(skill)))
        elif family in labels:
            found.whole.append(family)
            found.notes.append(say("market.by_family", role=name, family=labels[family]))
        else:
            found.titles.append(name)
            found.notes.append(say("market.by_title", words=name))
    return found


def _skill_named(role: str) -> str | None:
    """The skill that a role is named after: "Ruby on Rails developer"."""
    from pipelines.skills.compiled import load_catalogue

    words = role.split()
    for length in range(min(LONGEST_NAME, len(words) - 1), 0, -1):
        for start in range(len(words) - length):
            skill = load_catalogue().owner(" ".join(words[start : start + length]))
            if skill and skill.type in NAMING:
                return skill.counts_as
    return None


def _with_narrower(skill: str) -> list[str]:
    """A skill and those that imply it: who asks for Rails asks for Ruby."""
    from pipelines.skills.catalogue import broader
    from pipelines.skills.compiled import load_catalogue

    known = load_catalogue().skills
    return [skill, *sorted(name for name in known if skill in broader(known, name))]


def _label(skill: str) -> str:
    from pipelines.skills.compiled import load_catalogue

    return load_catalogue().skills[skill].label


def title_pattern(roles: Sequence[str]) -> str:
    """A pattern for titles that hold one of the names, in any case, with any mark between words, plural or not."""
    names = [r"\W+".join(re.escape(word) for word in re.findall(r"[\w+#.&]+", role)) for role in roles]
    return r"(?i)(?:^|\W)(?:" + "|".join(name for name in names if name) + r")s?(?:\W|$)"


def named(slices: Sequence[Mapping[str, Any]], kind: str, name: str) -> list[str]:
    """The populations of a kind whose value or label is the name."""
    wanted = _plain(name)
    of_kind = [row for row in slices if row["slice"].startswith(f"{kind}:")]
    return [
        row["slice"]
        for row in of_kind
        if wanted in {_plain(row["slice"].partition(":")[2]), _plain(row["label"] or "")}
    ]


def largest_roles(slices: Sequence[Mapping[str, Any]], most: int = 4) -> str:
    """The roles that a copy holds most of, in words; empty where it knows none."""
    rows = [row for row in slices if row["slice"].startswith("role:")]
    rows.sort(key=lambda row: (-row["openings"], row["slice"]))
    return listed([f"{row['label']} ({row['openings']:,})" for row in rows[:most]])


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def _months_back(last: date | None, months: int) -> tuple[date, date]:
    """First and last day of the ``months`` months that end with the month of ``last``."""
    if last is None:
        return date(1, 1, 1), date(1, 1, 1)
    count = last.year * 12 + last.month - months
    after = last.year * 12 + last.month
    first = date(count // 12, count % 12 + 1, 1)
    end = date.fromordinal(date(after // 12, after % 12 + 1, 1).toordinal() - 1)
    return first, end
