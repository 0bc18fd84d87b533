"""Settles what a spelling means where it stands: cues, frames, lists of skills, names of employers.

A doubtful word between two sure skills is a skill; that is the strongest cue there is.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import itemgetter

import numpy as np

from pipelines.skills import frames
from pipelines.skills.beginnings import MayBegin, MayEnd
from pipelines.skills.catalogue import Skill
from pipelines.skills.cues import BY_SECTION
from pipelines.skills.pages import AMBIGUITIES, CAPITAL, Column, Mask, Matches, Page, Spelled, any_within
from pipelines.skills.wording import load_wording

LONGEST_GAP = 16
COLLEAGUES_WITHIN, WORKING_WITHIN, COMPANIES_WITHIN = 60, 110, 90
"""Characters behind and before a spelling in which people may be named that one works with, or other companies."""
FILLERS_WITHIN = 18
"""Characters before a word in which a filler may stand: "knowledge of modern …"."""
EXCEPTION_WITHIN = 24
CUE_WITHIN = 160
"""Characters around a doubtful word in which a cue makes it sure."""
TAGS_SHARE = 0.6
"""The share of skills in a line of tags, white space aside."""
SURE_TAGS, ROW_OF_TAGS = 2, 4
"""Sure names that make a row of names, with nothing between but blanks, a row of tags; names of which one will do."""
MADE_BY_COMPANIES = frozenset({"tool", "platform", "database", "framework"})
"""Types whose names are often those of employers, customers and partners too."""
NAMED = MADE_BY_COMPANIES | {"language"}
"""Types of things that have a name; the others are fields of work."""
FIELDS = frozenset({"knowledge", "practice"})
DIGITS = "0123456789"


HOW = ("", "open", "safe", "cue", "frame", "list")
"""What settled a spelling: "" if nothing did, ``open`` if it may stand where the sentence asks for something."""
SETTLED_BY = {how: number for number, how in enumerate(HOW)}
SAFE, ASKED = AMBIGUITIES.index("safe"), AMBIGUITIES.index("asked")


class Found:
    """A spelling in a line: the entry that owns it, places in the line, how doubtful it is there, what settled it."""

    __slots__ = ("ambiguity", "end", "how", "may_be_listed", "skill", "start")

    def __init__(self, skill: Skill, start: int, end: int, ambiguity: str) -> None:
        self.skill, self.start, self.end, self.ambiguity = skill, start, end, ambiguity
        self.how = ""
        self.may_be_listed = True


class Context:
    """Decides which of the spellings in a page stand.

    Most are settled in columns; ``ContextRules`` is asked only where a rule may hold that reads the words around.
    """

    def __init__(self, skills: list[Skill]) -> None:
        self._skills = skills
        self.named = np.array([skill.type in NAMED for skill in skills])
        self._made_by_companies = np.array([skill.type in MADE_BY_COMPANIES for skill in skills])
        self._fields = np.array([skill.type in FIELDS for skill in skills])
        self._degrees = np.array([skill.type == "degree" for skill in skills])
        self._exceptions = np.array([bool(skill.exceptions) for skill in skills])
        self._soft = np.array([skill.type == "soft_skill" for skill in skills])
        self._filler = MayEnd(load_wording().fillers)
        self._praise = MayEnd(frames.PRAISE)
        self._asked_behind = MayBegin(map(frames.beginning, (*frames.ASKED_BEHIND, *frames.JOBS_BEHIND)))
        self._hiring = MayBegin([*map(frames.beginning, frames.HIRING), *(f"s {word}" for word in frames.OWN)])
        self._incorporated = MayBegin(["Inc"])

    @property
    def exceptions(self) -> list[str]:
        """Phrases in which spellings do not mean their skill; of one that ends in digits what stands before them."""
        phrases = {phrase for skill in self._skills for phrase in skill.exceptions}
        return sorted(phrase.rstrip(DIGITS) for phrase in phrases)

    def settle(self, page: Page, matches: Matches) -> tuple[Spelled, Column]:
        """The spellings that mean their skill here, or may (``open``), and what settled each, a place in ``HOW``."""
        rules = _RulesOfLines(page, matches)
        spelled = matches.spelled
        stands = np.ones(len(spelled.line), bool)
        rows = np.flatnonzero(self._is_questioned(page, matches))
        stands[rows] = [rule.is_possible(item) for rule, item in rules.beside(self._items(page, spelled, rows))]
        spelled = spelled.where(stands)
        how = self._by_themselves(page, matches, spelled, rules)
        self._settle_lists(page, spelled, how, rules)
        settled = how > 0
        return spelled.where(settled), how[settled]

    def _by_themselves(self, page: Page, matches: Matches, spelled: Spelled, rules: "_RulesOfLines") -> Column:
        """What settles each spelling without its neighbours, as places in ``HOW``."""
        how = np.where(spelled.ambiguity == SAFE, SETTLED_BY["safe"], 0)
        asked = (spelled.ambiguity == ASKED) & ~self._degrees[spelled.skill]
        how[asked] = SETTLED_BY["open"]
        rows = np.flatnonzero(asked)
        rows = rows[self._may_be_asked(page, matches, spelled.where(rows))]
        rows = np.concatenate([rows, np.flatnonzero(how == 0)])
        items = rules.beside(self._items(page, spelled, rows))
        how[rows] = [SETTLED_BY[rule.by_itself(item)] for rule, item in items]
        return how

    def _may_be_asked(self, page: Page, matches: Matches, spelled: Spelled) -> Mask:
        """Whether the words or marks around a spelling may be such that the sentence asks for it."""
        start, end = spelled.start, spelled.end
        asking = any_within(matches.asks, start, start + 1)
        marked = page.among(start - 1, ":(") | page.among(start - 2, ":(")
        behind = page.among(end, " -") & self._asked_behind.behind(page, end)
        may: Mask = asking | marked | behind | self._filler.before(page, start)
        return may

    def _settle_lists(self, page: Page, spelled: Spelled, how: Column, rules: "_RulesOfLines") -> None:
        """Settle what stands in a list with what is settled already, in ``how``."""
        may, beside = self._may_be_listed(page, spelled, how)
        rows = np.flatnonzero(beside)
        items = self._items(page, spelled, rows)
        for (_, item), settled_by, listed in zip(items, how[rows].tolist(), may[rows].tolist(), strict=True):
            item.how, item.may_be_listed = HOW[settled_by], listed
        for line, found in itertools.groupby(items, itemgetter(0)):
            rules.of(line).settle_lists([item for _, item in found])
        how[rows] = [SETTLED_BY[item.how] for _, item in items]

    def _may_be_listed(self, page: Page, spelled: Spelled, how: Column) -> tuple[Mask, Mask]:
        """Which unsettled spellings may be settled by those beside them, or by being all of the line; and these with

        all that stand beside them.
        """
        line, unsettled = spelled.line, how < SETTLED_BY["safe"]
        near = np.zeros(len(line) + 1, bool)
        near[1:-1] = (line[1:] == line[:-1]) & (spelled.start[1:] - spelled.end[:-1] <= LONGEST_GAP)
        rows = np.flatnonzero(near[1:-1] & _beside_unlike(near, unsettled)[:-1])
        gaps = zip(spelled.end[rows].tolist(), spelled.start[rows + 1].tolist(), strict=True)
        near[rows + 1] = [frames.is_list_gap(page.text[first:last]) for first, last in gaps]
        beside, fills = _beside_unlike(near, unsettled), self._fill_lines(page, spelled)
        may: Mask = unsettled & (beside | fills[line])
        fills &= np.bincount(line[may], minlength=len(fills)) > 0
        return may, beside | fills[line]

    def _fill_lines(self, page: Page, spelled: Spelled) -> Mask:
        """Lines that hold one spelling and are among requirements, or are nearly nothing but skills."""
        line, number = spelled.line, len(page.lines)
        hard = ~self._soft[spelled.skill]
        size = np.bincount(line, minlength=number)
        sure = np.bincount(line[hard & (spelled.ambiguity == SAFE)], minlength=number)
        named = np.bincount(line, np.where(hard, spelled.end - spelled.start, 0), minlength=number)
        fill: Mask = (size == 1) & np.fromiter(map(BY_SECTION.__contains__, page.sections), bool, number)
        for place in np.flatnonzero((size >= 3) & (sure >= 2)).tolist():
            text = page.lines[place]
            fill[place] = named[place] >= TAGS_SHARE * (len(text) - text.count(" "))
        return fill

    def _items(self, page: Page, spelled: Spelled, rows: Column) -> list[tuple[int, Found]]:
        """Spellings one by one, each with its line."""
        spelled = spelled.where(rows)
        skills, begin = self._skills, page.starts[spelled.line]
        columns = zip(
            spelled.line.tolist(), spelled.skill.tolist(), (spelled.start - begin).tolist(),
            (spelled.end - begin).tolist(), spelled.ambiguity.tolist(), strict=True,
        )  # fmt: skip
        return [
            (line, Found(skills[skill], start, end, AMBIGUITIES[doubt])) for line, skill, start, end, doubt in columns
        ]

    def _is_questioned(self, page: Page, matches: Matches) -> Mask:
        """Whether a rule may hold by which the spelling cannot mean its skill."""
        spelled = matches.spelled
        skill, start = spelled.skill, spelled.start
        capital = page.has(CAPITAL, start)
        compound = ~self.named[skill] & page.among(start - 1, "-")
        near = any_within(matches.signs["exceptions"], start - EXCEPTION_WITHIN, start + 1)
        questioned: Mask = compound | (self._exceptions[skill] & near)
        rows = np.flatnonzero(self._fields[skill] & ~questioned)
        questioned[rows] = self._may_be_department(page, matches, spelled.where(rows), capital[rows])
        rows = np.flatnonzero(self._made_by_companies[skill] & ~questioned)
        questioned[rows] = self._may_be_employer(page, matches, spelled.where(rows), capital[rows])
        return questioned

    def _may_be_department(self, page: Page, matches: Matches, spelled: Spelled, capital: Mask) -> Mask:
        """Whether people may be meant that one works with; no sentence or clause ends in between."""
        start, end, ends = spelled.start, spelled.end, page.places_of(".;:")
        joint = matches.signs["with"]
        last = np.append(joint, -1)[np.searchsorted(joint, start) - 1]
        together = any_within(matches.signs["working"], start - WORKING_WITHIN, last) & ~any_within(ends, last, start)
        colleagues = matches.signs["colleagues"]
        first = np.append(colleagues, len(page.text))[np.searchsorted(colleagues, end)]
        people = (first < end + COLLEAGUES_WITHIN) & ~any_within(ends, end, first)
        department: Mask = together | (people & (capital | (spelled.ambiguity == ASKED)))
        return department

    def _may_be_employer(self, page: Page, matches: Matches, spelled: Spelled, capital: Mask) -> Mask:
        """Whether the employer's own name may be meant, or a company that is praised, hires or is told of."""
        start, end = spelled.start, spelled.end
        companies = any_within(matches.signs["companies"], start - COMPANIES_WITHIN, start)
        praised = page.among(start - 1, " ") & self._praise.before(page, start)
        hiring = page.among(end, " '\u2019") & self._hiring.behind(page, end)
        incorporated = page.among(end, " ,") & self._incorporated.behind(page, end + page.among(end, ","))
        may: Mask = capital & (companies | praised | hiring | incorporated)
        if any(page.companies):
            may |= np.array([bool(company) for company in page.companies])[spelled.line]
        return may


def _beside_unlike(near: Mask, unsettled: Mask) -> Mask:
    """The unsettled and settled spellings of runs that hold both; ``near`` says which goes on with the one before."""
    run = np.cumsum(~near[:-1])
    settled = np.bincount(run[~unsettled], minlength=len(near) + 1)
    open_ones = np.bincount(run[unsettled], minlength=len(near) + 1)
    both: Mask = (settled[run] > 0) & (open_ones[run] > 0)
    return both


class _RulesOfLines:
    """The rules for each line of a page, made when they are first asked for."""

    def __init__(self, page: Page, matches: Matches) -> None:
        self._page = page
        self._asks = set(matches.asks.tolist())
        self._signs: dict[str, list[int]] = {name: places.tolist() for name, places in matches.signs.items()}
        self._starts: list[int] = page.starts.tolist()
        self._known: dict[int, ContextRules] = {}

    def beside(self, items: list[tuple[int, Found]]) -> Iterator[tuple["ContextRules", Found]]:
        """Spellings of lines, each with the rules for its line."""
        for line, of_line in itertools.groupby(items, itemgetter(0)):
            rules = self.of(line)
            for _, item in of_line:
                yield rules, item

    def of(self, line: int) -> "ContextRules":
        """The rules for a line."""
        rules = self._known.get(line)
        if rules is None:
            page, listing = self._page, self._page.sections[line] in BY_SECTION
            line_of_page = page.lines[line], page.companies[line], self._starts[line], listing
            rules = ContextRules(*line_of_page, self._asks, self._signs)
            self._known[line] = rules
        return rules


class ContextRules:
    """Decides which of the spellings found in one line stand.

    ``listing`` says that the line stands among requirements, where a word may be a list item by itself; ``asks`` are
    the places behind "knowledge of" and the like, ``signs`` those of the frames' words, both counted as the page does
    on which the line begins at ``begin``.
    """

    def __init__(
        self, text: str, company: str, begin: int, listing: bool, asks: set[int], signs: dict[str, list[int]]
    ) -> None:
        self.text, self.begin = text, begin
        self.asks, self.signs = asks, signs
        self.company, self.listing = company, listing
        self.fillers = load_wording().fillers
        self._is_tag_line: bool | None = None

    def settle_lists(self, possible: list[Found]) -> None:
        """Settle those of a line's spellings, in reading order, that stand in a list with what is settled already."""
        pending = [index for index, item in enumerate(possible) if item.may_be_listed and item.how in ("", "open")]
        # Certainty runs along a list from both ends, so two passes settle it.
        for places in (pending, pending[::-1]):
            for index in places:
                if possible[index].how in ("", "open") and self._in_list(possible, index):
                    possible[index].how = "list"

    def is_possible(self, item: Found) -> bool:
        """Whether the spelling can mean its skill here."""
        skill = item.skill
        if skill.exceptions and self._is_exception(item):
            return False
        if skill.type not in NAMED:
            return not self._inside_compound(item) and not self._is_department(item)
        return skill.type not in MADE_BY_COMPANIES or not self._is_employer(item)

    def _signs(self, name: str, first: int, last: int) -> list[int]:
        """Where one of a frame's words may begin between two places of the line."""
        places, begin = self.signs[name], self.begin
        found = places[bisect_left(places, begin + max(0, first)) : bisect_left(places, begin + last)]
        return [place - begin for place in found]

    def _inside_compound(self, item: Found) -> bool:
        """Whether a field of work is cut out of a longer compound: "entry-level design"."""
        return item.start > 1 and self.text[item.start - 1] == "-" and self.text[item.start - 2].isalnum()

    def _is_department(self, item: Found) -> bool:
        """Whether people are meant that one works with: "partner with sales, design and engineering teams"."""
        if item.skill.type not in FIELDS:
            return False
        working = self._signs("working", item.start - WORKING_WITHIN, item.start)
        if item.ambiguity != "asked" and not self.text[item.start].isupper():
            return any(frames.WORKING_TOGETHER.match(self.text, place, item.start) for place in working)
        reach = item.end + COLLEAGUES_WITHIN
        if self._signs("colleagues", item.end, reach) and frames.COLLEAGUES_AFTER.match(self.text[item.end : reach]):
            return True
        return any(frames.WORKING_WITH.match(self.text, place, item.start) for place in working)

    def _is_exception(self, item: Found) -> bool:
        first = max(0, item.start - EXCEPTION_WITHIN)
        around = self.text[first : item.end + EXCEPTION_WITHIN]
        offset, after = item.start - first, item.end - first
        return any(
            first_of <= offset and first_of + len(phrase) >= after
            for phrase in item.skill.exceptions
            if phrase in around
            # A phrase that ends in a digit, such as "Spring 20", stands for every number that begins so.
            for first_of in _places(phrase, around, 0, len(around), goes_on=phrase[-1].isdigit())
        )

    def _is_employer(self, item: Found) -> bool:
        """The employer's own name outside a list; names in praise or news, such as "at Oracle"."""
        text = self.text
        if self.company and text[item.start : item.end].casefold() == self.company:
            return not (self.listing and text.count(",") > 1)
        companies = self._signs("companies", item.start - COMPANIES_WITHIN, item.start)
        return text[item.start].isupper() and frames.about_a_company(text, item.start, item.end, companies)

    def by_itself(self, item: Found) -> str:
        """What settles a doubtful word without its neighbours: ``cue``, ``frame``, ``open`` or nothing."""
        kind, text = item.ambiguity, self.text
        if item.skill.type == "degree" and kind == "asked":
            named = frames.DEGREE_AFTER.match(text, item.end) and not frames.DEGREE_NOT.match(text, item.end)
            return "frame" if named else ""
        if kind in ("asked", "acronym"):
            return "frame" if self._asked(item) else "open" if kind == "asked" else ""
        if kind == "case":
            return "cue" if self._own_case(item) else ""
        if kind == "context":
            return "cue" if self._beside_cue(item) else ""
        before = text[max(0, item.start - 60) : item.start]
        after = text[item.end : item.end + 44]
        return "cue" if self._named_as_language(item) and frames.spoken(before, after) else ""

    def _asked(self, item: Found) -> bool:
        """Whether the sentence asks for the word: "knowledge of …", "a degree in …", "… skills"."""
        place, text = item.start, self.text
        if self.begin + place in self.asks:
            return True
        if text[item.end : item.end + 1] in " -" and frames.ASKED_AFTER.match(text, item.end):
            return True
        for _ in range(3):
            before = text[max(0, place - FILLERS_WITHIN) : place].split()
            if not before or before[-1].lower().strip(",(") not in self.fillers:
                break
            place = text.rfind(before[-1], 0, place)
            if self.begin + place in self.asks:
                return True
        if place != item.start or text[place - 2 : place].strip() in (":", "("):
            return frames.ASKED_HEAD.search(text, max(0, place - 28), place) is not None
        return False

    def _own_case(self, item: Found) -> bool:
        surface = self.text[item.start : item.end]
        if surface not in item.skill.doubtful:
            return frames.DEVELOPER_AFTER.match(self.text, item.end) is not None
        if surface.isupper() and len(surface) > 1 and self._shouted(item):
            return False
        return not frames.begins_sentence_as_verb(self.text[max(0, item.start - 4) : item.start], self.text, item.end)

    def _beside_cue(self, item: Found) -> bool:
        surface = self.text[item.start : item.end]
        # A label in small letters is known in any case.
        if surface not in item.skill.doubtful and surface.lower() not in item.skill.doubtful:
            return False
        if len(surface) > 1 and frames.VERB_AFTER.match(self.text, item.end):
            return False
        first, last = max(0, item.start - CUE_WITHIN), item.end + CUE_WITHIN
        around = self.text[first:last]
        if not any(map(around.__contains__, item.skill.cues)):
            return False
        return any(True for cue in item.skill.cues for _ in _places(cue, self.text, first, last, "+#"))

    def _named_as_language(self, item: Found) -> bool:
        """English writes its languages with a capital; a spelling that the catalogue holds small may be small."""
        surface = self.text[item.start : item.end]
        return surface[0].isupper() or surface in item.skill.doubtful

    def _shouted(self, item: Found) -> bool:
        """A word in capitals amid a line in capitals says nothing by its case."""
        around = self.text[max(0, item.start - 200) : item.end + 200]
        letters = [character for character in around if character.isalpha()]
        return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.8 * len(letters)

    def _in_list(self, found: list[Found], index: int) -> bool:
        item = found[index]
        if self.listing and len(found) == 1 and self._is_whole_line(item):
            return True
        for place in (index - 1, index + 1):
            if not 0 <= place < len(found):
                continue
            other = found[place]
            if other.how in ("", "open"):
                continue
            first, second = (other, item) if place < index else (item, other)
            if second.start - first.end > LONGEST_GAP:
                continue
            gap = self.text[first.end : second.start]
            if frames.is_list_gap(gap) and self._fits_beside(item, other, gap):
                return True
        return (self._tag_line(found, item) and self._touches(found, index)) or self._among_tags(found, index)

    def _touches(self, found: list[Found], index: int) -> bool:
        """Whether nothing but what stands in lists is between the word and a spelling beside it."""
        pairs = itertools.pairwise(found[max(0, index - 1) : index + 2])
        return any(frames.is_list_gap(self.text[first.end : second.start]) for first, second in pairs)

    def _among_tags(self, found: list[Found], index: int) -> bool:
        """Whether the word stands in a row of names written small with a blank between: "django go docker"."""
        item, sure, row = found[index], 0, 1
        if item.ambiguity not in ("case", "context") or not self.text[item.start : item.end].islower():
            return False
        for step in (-1, 1):
            for place in range(index + step, index + step * ROW_OF_TAGS, step):
                if not 0 <= place < len(found) or not self._is_tag(found[place], found[place - step]):
                    break
                sure += found[place].how == "safe" and found[place].skill.type in NAMED
                row += 1
        return sure >= SURE_TAGS or (sure > 0 and row >= ROW_OF_TAGS)

    def _is_tag(self, item: Found, beside: Found) -> bool:
        """Whether the spelling is written small, with nothing but a blank between it and the one beside it."""
        first, second = (item, beside) if item.start < beside.start else (beside, item)
        return self.text[first.end : second.start] == " " and self.text[item.start : item.end].islower()

    def _is_whole_line(self, item: Found) -> bool:
        """Whether the line holds nothing but the word, in its own case."""
        surface = self.text[item.start : item.end]
        return self.text.strip(" -*•·.,;\t") == surface and (
            surface in item.skill.doubtful or item.ambiguity == "asked"
        )

    def _fits_beside(self, item: Found, other: Found, gap: str) -> bool:
        if item.ambiguity == "spoken":
            return other.skill.type == "spoken_language" and self._named_as_language(item)
        if other.skill.type in ("spoken_language", "soft_skill", "degree"):
            return False
        bare = not gap.strip()
        if item.ambiguity in ("asked", "acronym"):
            if bare:
                return other.how in ("frame", "list") and frames.LIST_GOES_ON.match(self.text, item.end) is not None
            return item.ambiguity == "acronym" or frames.LIST_GOES_ON.match(self.text, item.end) is not None
        if bare and not (other.how == "safe" and other.skill.type in NAMED):
            return False
        surface = self.text[item.start : item.end]
        if surface in item.skill.doubtful:
            return True
        # Whoever writes all skills small writes this one small too; but "teams" and "word" are too common for that.
        return not bare and item.ambiguity == "case" and self.text[other.start : other.end].islower()

    def _tag_line(self, found: list[Found], item: Found) -> bool:
        """Whether the word stands in a line that is nearly nothing but skills."""
        if item.ambiguity == "spoken":
            return False
        if self._is_tag_line is None:
            sure = sum(other.ambiguity == "safe" and other.skill.type != "soft_skill" for other in found)
            named = sum(other.end - other.start for other in found if other.skill.type != "soft_skill")
            self._is_tag_line = len(found) >= 3 and sure >= 2 and named >= TAGS_SHARE * len(self.text.replace(" ", ""))
        return self._is_tag_line


def _places(phrase: str, text: str, first: int, last: int, marks: str = "", goes_on: bool = False) -> Iterator[int]:
    """Where a phrase stands between two places, not joined to letters, digits or these marks; its end may go on."""
    place = text.find(phrase, first, last)
    while place >= 0:
        end = place + len(phrase)
        if not (place and _joins(text[place - 1], marks)) and (
            goes_on or end >= last or not _joins(text[end : end + 1], marks)
        ):
            yield place
        place = text.find(phrase, place + 1, last)


def _joins(character: str, marks: str) -> bool:
    return character.isalnum() or character == "_" or (character != "" and character in marks)
