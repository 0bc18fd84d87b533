"""Whether a spelling can mean its skill where it stands at all.

It cannot inside a phrase that means something else, inside a longer compound, as the name of the employer or of other
companies, or where people are meant that one works with.
"""

import re
import string
from collections.abc import Sequence

import numpy as np

from pipelines.skills import frames
from pipelines.skills.beginnings import MayBegin
from pipelines.skills.catalogue import Skill
from pipelines.skills.cues import LISTING
from pipelines.skills.pages import AMBIGUITIES, CAPITAL, WORD, Column, Mask, Matches, Page, Spelled, any_within
from pipelines.skills.phrases_of_skills import PhrasesOfSkills

COLLEAGUES_WITHIN, WORKING_WITHIN, COMPANIES_WITHIN = 60, 110, 90
"""Characters behind and before a spelling in which people may be named that one works with, or other companies."""
EXCEPTION_WITHIN = 24
MADE_BY_COMPANIES = frozenset({"tool", "platform", "database", "framework"})
"""Types whose names are often those of employers, customers and partners too."""
NAMED = MADE_BY_COMPANIES | {"language"}
"""Types of things that have a name; the others are fields of work."""
FIELDS = frozenset({"knowledge", "practice"})
ASKED = AMBIGUITIES.index("asked")


class Possible:
    """The rules for the spellings of these skills."""

    def __init__(self, skills: Sequence[Skill]) -> None:
        self._named = np.array([skill.type in NAMED for skill in skills])
        self._made_by_companies = np.array([skill.type in MADE_BY_COMPANIES for skill in skills])
        self._fields = np.array([skill.type in FIELDS for skill in skills])
        self._currencies = np.array([not frames.CURRENCIES.isdisjoint(skill.spellings) for skill in skills])
        self._exceptions = PhrasesOfSkills([skill.exceptions for skill in skills])
        self._hiring = MayBegin([*map(frames.beginning, frames.HIRING), *(f"s {word}" for word in frames.OWN)])
        self._incorporated = MayBegin(["Inc"])

    @property
    def exceptions(self) -> list[str]:
        """Phrases in which spellings do not mean their skill, as they are looked for: a number may go on."""
        return [phrase.rstrip(string.digits) for phrase in self._exceptions.phrases]

    def stand(self, page: Page, matches: Matches) -> Mask:
        """Which of the spellings can mean their skill."""
        spelled = matches.spelled
        impossible = ~self._named[spelled.skill] & _in_compounds(page, spelled)
        impossible |= self._in_exceptions(page, matches)
        rows = np.flatnonzero(self._currencies[spelled.skill])
        impossible[rows] |= _are_amounts(page, spelled.where(rows))
        rows = np.flatnonzero(self._fields[spelled.skill] & ~impossible)
        impossible[rows] = _are_people(page, matches, spelled.where(rows))
        rows = np.flatnonzero(self._made_by_companies[spelled.skill] & ~impossible)
        impossible[rows] = self._are_companies(page, matches, spelled.where(rows))
        return ~impossible

    def _in_exceptions(self, page: Page, matches: Matches) -> Mask:
        """Whether each spelling stands in a phrase in which it does not mean its skill: "Spring 2026"."""
        found, spelled, text = np.zeros(len(matches.spelled.line), bool), matches.spelled, page.text
        phrase, place, rows = self._exceptions.around(matches.phrases["exceptions"], spelled)
        columns = (phrase, place, rows, spelled.start[rows], spelled.end[rows])
        for number, first, row, start, end in zip(*(column.tolist() for column in columns), strict=True):
            words = self._exceptions.phrases[number]
            last = first + len(words)
            near = start - EXCEPTION_WITHIN <= first and end <= last <= end + EXCEPTION_WITHIN
            if near and text.startswith(words, first) and _stands_free(text, first, last, words[-1].isdigit()):
                found[row] = True
        return found

    def _are_companies(self, page: Page, matches: Matches, spelled: Spelled) -> Mask:
        """The employer's own name outside a list; names in praise or news, such as "at Oracle"."""
        start, end = spelled.start, spelled.end
        capital = page.has(CAPITAL, start)
        praised = page.among(start - 1, " ") & any_within(np.sort(matches.phrases["praise"].end), start - 1, start)
        companies: Mask = capital & praised
        hiring = page.among(end, " '\u2019") & self._hiring.behind(page, end)
        incorporated = page.among(end, " ,") & self._incorporated.behind(page, end + page.among(end, ","))
        may = capital & ~praised & (hiring | incorporated | _may_be_linked(page, matches, start))
        rows, named = np.flatnonzero(may), matches.phrases["companies"].start
        first = np.maximum(page.starts[spelled.line[rows]], start[rows] - COMPANIES_WITHIN)
        near = zip(np.searchsorted(named, first).tolist(), np.searchsorted(named, start[rows]).tolist(), strict=True)
        for row, between in zip(rows.tolist(), near, strict=True):
            line = spelled.line[row]
            begin, before = page.starts[line], named[slice(*between)]
            places = start[row] - begin, end[row] - begin, (before - begin).tolist()
            companies[row] = frames.about_a_company(page.lines[line], *places)
        if any(page.companies):
            owned = np.flatnonzero(np.array([bool(company) for company in page.companies])[spelled.line])
            names = zip(*(column[owned].tolist() for column in (spelled.line, start, end)), strict=True)
            own = owned[[page.text[first:last].casefold() == page.companies[line] for line, first, last in names]]
            listed = _are_in_lists(page, matches.spelled, np.searchsorted(matches.spelled.start, start[own]))
            companies[own] = ~(LISTING[page.sections[spelled.line[own]]] & listed)
        return companies


def _are_in_lists(page: Page, spelled: Spelled, rows: Column) -> Mask:
    """Which of the spellings in these rows stand in a list of at least three, of known names or with two commas."""
    commas, line = page.places_of(","), spelled.line[rows]
    several: Mask = np.searchsorted(commas, page.ends[line]) - np.searchsorted(commas, page.starts[line]) > 1
    near = [[_are_listed(page, spelled, row + step) for row in rows.tolist()] for step in (-2, -1, 0, 1)]
    before, beside, behind, after = np.array(near, bool)
    several |= (before & beside) | (beside & behind) | (behind & after)
    return several


def _are_listed(page: Page, spelled: Spelled, row: int) -> bool:
    """Whether a spelling and the one behind it are members of a list."""
    if not 0 <= row < len(spelled.start) - 1:
        return False
    gap = page.text[spelled.end[row] : spelled.start[row + 1]]
    return "\n" not in gap and frames.is_list_gap(gap)


def _are_people(page: Page, matches: Matches, spelled: Spelled) -> Mask:
    """Whether fields of work stand for people: "partner with sales, design and engineering teams".

    What is written small is meant so only where nothing but a list stands between.
    """
    start = spelled.start
    small = ~page.has(CAPITAL, start) & (spelled.ambiguity != ASKED)
    listed, joint = _worked_with(page, matches, start)
    people: Mask = np.where(small, listed, joint)
    rows = np.flatnonzero(~small & ~joint)
    people[rows] = _before_colleagues(page, matches, spelled.end[rows])
    return people


def _before_colleagues(page: Page, matches: Matches, end: Column) -> Mask:
    """Whether "teams" or the like stands behind each place, and nothing but a list of words between."""
    found, text, colleagues = np.zeros(len(end), bool), page.text, matches.phrases["colleagues"].start
    first = np.append(colleagues, len(text) + COLLEAGUES_WITHIN)[np.searchsorted(colleagues, end)]
    rows = np.flatnonzero((first - end < COLLEAGUES_WITHIN) & ~any_within(page.clause_ends, end, first))
    stops = np.minimum(page.ends[page.line_of(end[rows])], end[rows] + COLLEAGUES_WITHIN)
    places = zip(end[rows].tolist(), stops.tolist(), strict=True)
    found[rows] = [frames.COLLEAGUES_AFTER.match(text, place, stop) is not None for place, stop in places]
    return found


def _worked_with(page: Page, matches: Matches, start: Column) -> tuple[Mask, Mask]:
    """Whether each place is behind "collaborate with" or the like: with only a list, with only a clause between."""
    joint = np.append(matches.phrases["with"].start, len(page.text))
    listed, clauses = list[tuple[int, int]](), list[tuple[int, int]]()
    for name in ("joining", "working", "aligning"):
        working, begin = matches.phrases[name].start, matches.phrases[name].end
        last = np.append(start, -1)[np.searchsorted(start, working + WORKING_WITHIN, side="right") - 1]
        rows = np.flatnonzero(joint[np.searchsorted(joint, begin)] < last)
        stops = np.minimum(page.ends[page.line_of(working[rows])], working[rows] + WORKING_WITHIN)
        together = frames.TOGETHER_WITH.get(name)
        for place, stop in zip(begin[rows].tolist(), stops.tolist(), strict=True):
            if behind := frames.WITH_PEOPLE.match(page.text, place, stop):
                clauses.append((behind.end(), _first(frames.CLAUSE_ENDS, page.text, behind.end(), stop)))
            if together and (behind := together.match(page.text, place, stop)):
                listed.append((behind.end(), _first(frames.LIST_ENDS, page.text, behind.end(), stop)))
    return _covered(start, listed), _covered(start, clauses)


def _first(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int:
    found = pattern.search(text, start, stop)
    return found.start() if found else stop


def _covered(places: Column, stretches: list[tuple[int, int]]) -> Mask:
    """Whether each place lies in one of the stretches, their ends included."""
    first, last = np.array(sorted(stretches), np.int64).reshape(-1, 2).T
    covered: Mask = np.searchsorted(first, places, side="right") > np.searchsorted(np.sort(last), places)
    return covered


def _may_be_linked(page: Page, matches: Matches, start: Column) -> Mask:
    """Whether a word for companies and one that links it with their names may stand before each place."""
    links = matches.phrases["links"].start
    link = np.append(links, -1)[np.searchsorted(links, start) - 1]
    first = np.maximum(start - COMPANIES_WITHIN, page.starts[page.line_of(start)])
    linked: Mask = any_within(matches.phrases["companies"].start, first, link) & ~any_within(
        page.clause_ends, link, start
    )
    return linked


def _in_compounds(page: Page, spelled: Spelled) -> Mask:
    """Which are cut out of a longer compound: "entry-level design"."""
    start = spelled.start
    cut: Mask = page.among(start - 1, "-") & page.has(WORD, start - 2)
    return cut


def _are_amounts(page: Page, spelled: Spelled) -> Mask:
    """Which are codes of currencies beside a figure."""
    places = list(zip(spelled.start.tolist(), spelled.end.tolist(), strict=True))
    codes = [page.text[start:end] in frames.CURRENCIES for start, end in places]
    found = [code and frames.is_amount(page.text, *place) for code, place in zip(codes, places, strict=True)]
    return np.array(found, bool)


def _stands_free(text: str, start: int, end: int, goes_on: bool) -> bool:
    """Whether neither letters nor digits join a phrase; of one that ends in digits more may follow."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before == "_") and (goes_on or not (behind.isalnum() or behind == "_"))
