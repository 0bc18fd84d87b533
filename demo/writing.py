"""Writes what adverts say: parts with headings, as boards have them, and the running text of a hiring thread.

Every sentence comes from the data files; which one is drawn for the vacancy, so all its adverts say the same.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from demo.chance import Chance
from demo.reading import PlantedSkills, Source, read_families, read_table
from demo.vacancies import SHORT, USUAL, Vacancy

NEWCOMERS_SPELL = 0.3
"""How often an advert uses a skill's less usual spelling."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an advert; ``kind`` is ``about``, ``role``, ``duties``, ``must``, ``nice``, ``benefits``, ``legal``."""

    kind: str
    heading: str
    lines: tuple[str, ...]
    listed: bool = True
    """Whether the lines are entries of a list; otherwise they are paragraphs."""


class Writer:
    """Writes the texts of one market."""

    def __init__(self, seed: int, sources: dict[str, Source], skills: PlantedSkills) -> None:
        self._seed = seed
        self._sources = sources
        self._skills = skills
        self._families = read_families()

    def parts(self, vacancy: Vacancy, edited: bool = False) -> list[Part]:
        """The advert's parts in order; an edited advert has one more line."""
        chance = Chance(self._seed, "text", vacancy.number)
        if vacancy.form == SHORT:
            found = [Part("about", "", (chance.one_of(_phrases()["short"]),), listed=False)]
        elif vacancy.form == USUAL:
            found = self._usual(vacancy, chance)
        else:
            found = self._in_other_language(vacancy, chance)
        if edited:
            found.append(Part("about", "", (_phrases()["added_line"],), listed=False))
        return found

    def thread_text(self, vacancy: Vacancy) -> str:
        """The text of a post in a hiring thread, as HTML in the thread's manner: ``<p>`` between paragraphs."""
        chance, phrases = Chance(self._seed, "text", vacancy.number), _phrases()
        family, employer = self._families[vacancy.family], vacancy.employer
        domain = f"{employer.name.lower()}.example"
        about = {"employer": employer.name, "about": employer.about, "size": chance.whole(6, 60)}
        paragraphs = [
            " | ".join(headline(vacancy).values()),
            chance.one_of(phrases["thread_opening"]).format(**about),
            " ".join(line.format(area=chance.one_of(family.areas)) for line in chance.some(family.duties, 2)),
        ]
        wanted = self._spelled(vacancy.must, chance)
        years = chance.whole(2, 7)
        paragraphs.append(
            f"Requirements: {_together(wanted)}, and about {years} years of practice."
            if wanted
            else f"Requirements: about {years} years of practice."
        )
        if vacancy.nice:
            paragraphs.append(f"Nice to have: {_together(self._spelled(vacancy.nice, chance))}.")
        if vacancy.negated:
            paragraphs.append(self._not_needed(vacancy.negated, chance))
        paragraphs.append(chance.one_of(phrases["thread_closing"]).format(domain=domain))
        address = thread_escaped(f"https://{domain}/jobs")
        text = "<p>".join(map(thread_escaped, paragraphs))
        return text.replace(address, f'<a href="{address}" rel="nofollow">{address}</a>')

    def _usual(self, vacancy: Vacancy, chance: Chance) -> list[Part]:
        phrases, family, employer = _phrases(), self._families[vacancy.family], vacancy.employer
        area = chance.one_of(family.areas)
        about = [employer.about]
        if skill := self._sources[vacancy.source].boilerplate:
            spelled = self._skills.spellings[skill][0]
            about.append(phrases["boilerplate"].format(employer=employer.name, skill=spelled))
        role = chance.one_of(phrases["role"]).format(title=vacancy.title, area=area, size=chance.whole(4, 19))
        duties = [line.format(area=area) for line in chance.some(family.duties, chance.whole(3, 5))]
        money = f"{chance.whole(5, 20) * 100:,}"
        benefits = [
            line.format(days=chance.whole(26, 32), money=money)
            for line in chance.some(phrases["benefits"], chance.whole(3, 5))
        ]
        legal = chance.one_of(phrases["legal"]).format(employer=employer.name)
        found = [
            Part("about", f"About {employer.name}", tuple(about), listed=False),
            Part("role", chance.one_of(phrases["role_headings"]), (role,), listed=False),
            Part("duties", chance.one_of(phrases["duties_headings"]), tuple(duties)),
            Part("must", chance.one_of(phrases["must_headings"]), tuple(self._wanted(vacancy, chance))),
        ]
        if vacancy.nice:
            nice = [
                chance.one_of(phrases["nice"]).format(skills=_together(group))
                for group in _grouped(self._spelled(vacancy.nice, chance), chance)
            ]
            found.append(Part("nice", chance.one_of(phrases["nice_headings"]), tuple(nice)))
        found.append(Part("benefits", chance.one_of(phrases["benefits_headings"]), tuple(benefits)))
        found.append(Part("legal", chance.one_of(phrases["legal_headings"]), (legal,), listed=False))
        return found

    def _wanted(self, vacancy: Vacancy, chance: Chance) -> list[str]:
        phrases = _phrases()
        lines = [chance.one_of(phrases["years"]).format(years=chance.whole(2, 8))]
        for group in _grouped(self._spelled(vacancy.must, chance), chance):
            line = chance.one_of(phrases["must"])
            lines.append(line.format(skills=_together(group), years=chance.whole(2, 6)))
        lines += chance.some(self._families[vacancy.family].habits, 2)
        lines = chance.shuffled(lines)
        if vacancy.negated:
            lines.append(self._not_needed(vacancy.negated, chance))
        return lines if vacancy.must else [*lines, phrases["nothing_more"]]

    def _in_other_language(self, vacancy: Vacancy, chance: Chance) -> list[Part]:
        row = next(
            row
            for row in read_table("other_languages")["advert"]
            if row["language"] == vacancy.form and vacancy.family in row["families"]
        )
        profile = chance.some(row["profile"], 3)
        if skills := [*vacancy.must, *vacancy.nice]:
            profile.append(row["skills"].format(skills=", ".join(self._spelled(skills, chance))))
        duties, wanted, offer = row["headings"]
        return [
            Part("about", vacancy.employer.name, (row["about"],), listed=False),
            Part("duties", duties, tuple(chance.some(row["duties"], 3))),
            Part("must", wanted, tuple(profile)),
            Part("benefits", offer, tuple(chance.some(row["offer"], 2))),
        ]

    def _not_needed(self, skill: str, chance: Chance) -> str:
        line: str = chance.one_of(_phrases()["negated"])
        return line.format(skill=self._spelled([skill], chance)[0])

    def _spelled(self, skills: Iterable[str], chance: Chance) -> list[str]:
        return [
            forms[-1] if chance.happens(NEWCOMERS_SPELL) else forms[0]
            for forms in (self._skills.spellings[skill] for skill in skills)
        ]


def headline(vacancy: Vacancy) -> dict[str, str]:
    """The parts of a thread post's first line, in order, by what they say."""
    words = {"remote": "REMOTE", "hybrid": "Hybrid", "onsite": "ONSITE"}
    found = {
        "company": vacancy.employer.name,
        "title": vacancy.title,
        "location": " / ".join(place.text for place in vacancy.places),
        "remote": words[vacancy.working],
        "employment": "Full-time",
    }
    if vacancy.pay and vacancy.pay[2] != "SEK":
        low, high, currency = vacancy.pay
        found["pay"] = f"{currency} {low:,} - {high:,}"
    return found


def as_html(parts: Iterable[Part], bold: bool = False) -> str:
    """The parts as a board's HTML; ``bold`` writes headings as bold paragraphs, as many employers do."""
    return "\n".join(f"{_heading(part.heading, bold)}{_inside(part)}" for part in parts)


def as_plain(parts: Iterable[Part]) -> str:
    """The parts as plain text."""
    return "\n\n".join("\n".join(filter(None, (part.heading, *part.lines))) for part in parts)


def list_entries(part: Part) -> str:
    """A part's lines as entries of a list, without the list."""
    return "".join(f"<li>{_escaped(line)}</li>" for line in part.lines)


def thread_escaped(text: str) -> str:
    """Escaped as Hacker News does it: slashes and apostrophes, too."""
    return html.escape(text).replace("/", "&#x2F;")


def _heading(heading: str, bold: bool) -> str:
    if not heading:
        return ""
    text = _escaped(heading)
    return f"<p><strong>{text}</strong></p>\n" if bold else f"<h3>{text}</h3>\n"


def _inside(part: Part) -> str:
    if part.listed:
        return f"<ul>{list_entries(part)}</ul>"
    return "\n".join(f"<p>{_escaped(line)}</p>" for line in part.lines)


def _escaped(line: str) -> str:
    return html.escape(line, quote=False) if "&" in line or "<" in line or ">" in line else line


def _grouped(names: Sequence[str], chance: Chance) -> list[list[str]]:
    """The names in groups of one to three: what an advert asks for in one line."""
    groups, start = [], 0
    while start < len(names):
        size = chance.whole(1, 3)
        groups.append(list(names[start : start + size]))
        start += size
    return groups


def _together(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@cache
def _phrases() -> dict[str, Any]:
    return read_table("phrases")
