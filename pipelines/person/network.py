"""Whom to ask: contacts joined with employers who ask for one's skills, and the week's five. Pure.

Whom one has talked to stands in ``contacts.jsonl``; the cadence starts again at the last contact.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from pipelines.cleaning.employers import employer_key, name_rules
from pipelines.person.own_exports import Contact
from pipelines.person.wording import counted, say

CADENCE = 30
"""Days between two contacts with a person one wants to keep, where none are set."""
FIVE = 5
FIRM, LIKELY = "firm", "likely"
ALIKE = 0.88
SHORTEST_START = 4
"""Letters that two names must begin with alike, to be near for their first words."""
SHORTEST_SPELLING = 6
"""Letters below which another spelling is another name."""
GENERIC = frozenset(
    "group services solutions technologies technology systems labs consulting international global health the".split()
)


@dataclass(frozen=True, slots=True)
class HiringEmployer:
    """An employer of the target: its openings and which of one's skills they ask for."""

    key: str
    name: str
    openings: int
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A contact at a hiring employer, firm or likely, with the reason."""

    contact: Contact
    employer: HiringEmployer
    strength: str
    why: str


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as it stands: the last contact, and what came of all records."""

    contact: Contact
    last: date | None
    gave: str
    asked: str
    every: int
    support: bool
    stopped: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One of the week's five: who and why; ``kind`` is one of overdue, hiring, support, keep."""

    person: Person
    kind: str
    why: str
    match: Match | None


def join(contacts: Iterable[Contact], employers: Mapping[str, HiringEmployer]) -> list[Match]:
    """Contacts at hiring employers: firm where the names are the same but for legal form, likely where near."""
    matches = []
    near_names = _NearNames(employers)
    for contact in contacts:
        key = employer_key(contact.company)
        if not key:
            continue
        if key in employers:
            matches.append(Match(contact, employers[key], FIRM, say("network.same_name")))
        elif near := near_names.find(contact.company):
            why = say("network.near_name", theirs=contact.company, ours=employers[near].name)
            matches.append(Match(contact, employers[near], LIKELY, why))
    return matches


class _NearNames:
    """Employers' names, to find one that is nearly another: the same words and more, or hardly another spelling."""

    def __init__(self, employers: Mapping[str, HiringEmployer]) -> None:
        # Thousands of contacts meet thousands of employers: only names that can be near are compared.
        self.by_word: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self.by_letter: dict[tuple[str, int], list[str]] = defaultdict(list)
        self.whole: dict[str, str] = {}
        for key, employer in employers.items():
            if words := _telling(employer.name):
                self.by_word[words[0]].append((words, key))
                spelling = " ".join(words)
                self.whole.setdefault(spelling, key)
                self.by_letter[spelling[0], len(spelling)].append(spelling)

    def find(self, name: str) -> str | None:
        """The key of the nearest name; None where none is near enough."""
        words = _telling(name)
        if not words:
            return None
        for others, other in self.by_word[words[0]]:
            shorter, longer = sorted((words, others), key=len)
            if longer[: len(shorter)] == shorter and sum(map(len, shorter)) >= SHORTEST_START:
                return other
        spelling = " ".join(words)
        if len(spelling) < SHORTEST_SPELLING:
            return None
        like = [other for more in range(-2, 3) for other in self.by_letter[spelling[0], len(spelling) + more]]
        # Another number is another name, however like the rest: "Unit 12" is not "Unit 13".
        like = [other for other in like if re.findall(r"\d+", other) == re.findall(r"\d+", spelling)]
        found = get_close_matches(spelling, like, 1, ALIKE)
        return self.whole[found[0]] if found else None


def _telling(name: str) -> list[str]:
    """The words of a name that tell it from others, without accents and legal forms."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    unimportant = GENERIC | name_rules().legal_forms
    return [word for word in re.findall(r"\w+", plain) if word not in unimportant]


def people(contacts: Iterable[Contact], records: Sequence[Mapping[str, Any]]) -> list[Person]:
    """Each contact with what its records say; people who stand in records alone are there too."""
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        by_name.setdefault(str(record.get("name", "")).casefold(), []).append(record)
    known: list[Person] = []
    seen: set[str] = set()
    for contact in contacts:
        known.append(_person(contact, by_name.get(contact.name.casefold(), [])))
        seen.add(contact.name.casefold())
    for name, rows in by_name.items():
        if name not in seen:
            known.append(_person(Contact(rows[-1].get("name", ""), rows[-1].get("company", ""), "", None), rows))
    return known


def _person(contact: Contact, records: Sequence[Mapping[str, Any]]) -> Person:
    ordered = sorted(records, key=lambda record: str(record["day"]))
    touches = [record for record in ordered if not record.get("setting")]

    def last(name: str, default: Any, rows: Sequence[Mapping[str, Any]] = ordered) -> Any:
        return next((row[name] for row in reversed(rows) if row.get(name) not in (None, "")), default)

    return Person(
        contact=contact,
        last=date.fromisoformat(touches[-1]["day"]) if touches else None,
        gave=last("gave", ""),
        asked=last("asked", ""),
        every=last("every", CADENCE),
        support=last("support", False),
        stopped=last("stop", False),
    )


def week(everybody: Sequence[Person], matches: Sequence[Match], today: date) -> list[Suggestion]:
    """The week's five: one for moral support, then those overdue, at hiring employers first, then hiring employers'
    people never written to, then the newest contacts.
    """
    by_contact = {match.contact: match for match in matches}
    monday = today - timedelta(days=today.weekday())
    free = [one for one in everybody if not one.stopped and (one.last is None or one.last < monday)]
    chosen = [_support(one) for one in sorted((one for one in free if one.support), key=_longest_ago)[:1]]
    taken = {suggestion.person.contact for suggestion in chosen}
    ranked = []
    for one in free:
        suggestion = _suggest(one, by_contact.get(one.contact), today)
        if suggestion and one.contact not in taken:
            ranked.append((_rank(suggestion, today), suggestion))
    ranked.sort(key=lambda item: item[0])
    return [*(suggestion for _, suggestion in ranked[: FIVE - len(chosen)]), *chosen]


def _support(one: Person) -> Suggestion:
    return Suggestion(one, "support", say("network.support"), None)


def _longest_ago(one: Person) -> tuple[date, str]:
    return one.last or date.min, one.contact.name


def _suggest(one: Person, match: Match | None, today: date) -> Suggestion | None:
    if one.last is not None:
        due = one.last + timedelta(days=one.every)
        if due > today:
            return None
        return Suggestion(one, "overdue", say("network.overdue", days=(today - one.last).days, every=one.every), match)
    if match is not None:
        return Suggestion(
            one, "hiring", say("network.hiring", openings=counted(match.employer.openings, "opening")), match
        )
    return Suggestion(one, "keep", say("network.keep"), None)


def _rank(suggestion: Suggestion, today: date) -> tuple[int, int, int, str]:
    """Overdue before never written to, hiring employers' people first among each; ties by name."""
    kind = {"overdue": 0, "hiring": 1, "keep": 2}[suggestion.kind]
    strength = {FIRM: 0, LIKELY: 1}[suggestion.match.strength] if suggestion.match else 2
    one = suggestion.person
    waited = -(today - one.last).days if one.last else 0
    fresh = -(one.contact.connected or date.min).toordinal()
    openings = -suggestion.match.employer.openings if suggestion.match else 0
    return kind, strength, waited or openings or fresh, one.contact.name


def weeks_in_touch(records: Sequence[Mapping[str, Any]], today: date) -> int:
    """Weeks in a row with at least one contact, up to this or the last one."""
    mondays = {_monday(date.fromisoformat(record["day"])) for record in records if not record.get("setting")}
    week_start = _monday(today)
    if week_start not in mondays:
        week_start -= timedelta(days=7)
    weeks = 0
    while week_start in mondays:
        weeks += 1
        week_start -= timedelta(days=7)
    return weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
