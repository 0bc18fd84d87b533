"""Settles what a spelling means where it stands: cues, frames, lists of skills.

A doubtful word between two sure skills is a skill; that is the strongest cue there is.
"""

import itertools
from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np

from pipelines.skills import frames
from pipelines.skills.beginnings import MayEnd
from pipelines.skills.catalogue import Skill
from pipelines.skills.cues import LISTING
from pipelines.skills.pages import AMBIGUITIES, BLANK, Column, Mask, Matches, Page, Spelled, any_within
from pipelines.skills.phrases_of_skills import PhrasesOfSkills
from pipelines.skills.possible import ASKED, NAMED, Possible
from pipelines.skills.wording import load_wording

LONGEST_GAP = 16
FILLERS, FILLERS_WITHIN = 3, 18
"""Fillers that may stand before a word, "knowledge of modern …", and the characters in which each must."""
HEADS_WITHIN = 28
"""Characters in which a word such as "skills" must stand before what it lists."""
CUE_WITHIN = 160
"""Characters around a doubtful word in which a cue makes it sure."""
TAGS_SHARE = 0.6
"""The share of skills in a line of tags, white space aside."""
SURE_TAGS, ROW_OF_TAGS = 2, 4
"""Sure names that make a row of names, with nothing between but blanks, a row of tags; names of which one will do."""
HOW = ("", "open", "safe", "cue", "frame", "list")
"""What settled a spelling: "" if nothing did, ``open`` if it may stand where the sentence asks for something."""
SETTLED_BY = {how: number for number, how in enumerate(HOW)}
SAFE, CONTEXT = AMBIGUITIES.index("safe"), AMBIGUITIES.index("context")


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
        self._possible = Possible(skills)
        # In any case here; the rules tell "Go" from "go".
        self._cues = PhrasesOfSkills([sorted({cue.lower() for cue in skill.cues}) for skill in skills])
        self._degrees = np.array([skill.type == "degree" for skill in skills])
        self._soft = np.array([skill.type == "soft_skill" for skill in skills])
        self._filler = MayEnd(load_wording().fillers)

    @property
    def phrases(self) -> dict[str, Sequence[str]]:
        """Groups of phrases without which a rule cannot hold, for the matcher to look for."""
        return {**frames.PHRASES, "exceptions": self._possible.exceptions, "cues": self._cues.phrases}

    def settle(self, page: Page, matches: Matches) -> tuple[Spelled, Column]:
        """The spellings that mean their skill here, or may (``open``), and what settled each, a place in ``HOW``."""
        rules = _RulesOfLines(page, matches)
        spelled = matches.spelled.where(self._possible.stand(page, matches))
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
        others = np.flatnonzero(how == 0)
        rows = np.concatenate([rows, others[self._may_be_sure(page, matches, spelled.where(others))]])
        items = rules.beside(self._items(page, spelled, rows))
        how[rows] = [SETTLED_BY[rule.by_itself(item)] for rule, item in items]
        return how

    def _may_be_sure(self, page: Page, matches: Matches, spelled: Spelled) -> Mask:
        """Whether a cue of its skill may stand near a spelling that needs one."""
        begin, stop = page.starts[spelled.line], page.ends[spelled.line]
        first, last = np.maximum(begin, spelled.start - CUE_WITHIN), np.minimum(stop, spelled.end + CUE_WITHIN)
        near: Mask = spelled.ambiguity != CONTEXT
        near |= self._cues.near(matches.phrases["cues"], spelled, first, last)
        return near

    def _may_be_asked(self, page: Page, matches: Matches, spelled: Spelled) -> Mask:
        """Whether the words or marks around a spelling may be such that the sentence asks for it."""
        start, end = spelled.start, spelled.end
        asked = any_within(matches.asks, start, start + 1)
        # The words may stand behind several blanks.
        behind = any_within(matches.phrases["asked behind"].start, end + 1, end + 2) | page.has(BLANK, end + 1)
        behind &= page.among(end, " -")
        marked = page.among(start - 1, ":(") | page.among(start - 2, ":(")
        filled = self._filler.before(page, start)
        first = np.maximum(page.starts[spelled.line], start - FILLERS * FILLERS_WITHIN)
        far = filled & any_within(matches.asks, first, start)
        heads = matches.phrases["heads"].start
        headed = (filled | marked) & any_within(heads, first - HEADS_WITHIN, start)
        may: Mask = asked | behind | far | headed
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
        """Which unsettled spellings may be settled by those beside them, or by being all of the line.

        And these with all that stand beside them.
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
        fill: Mask = (size == 1) & LISTING[page.sections]
        dense = np.flatnonzero((size >= 3) & (sure >= 2))
        begin, end = page.starts[dense], page.ends[dense]
        blanks = np.searchsorted(page.blanks, end) - np.searchsorted(page.blanks, begin)
        fill[dense] = named[dense] >= TAGS_SHARE * (end - begin - blanks)
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
            page, listing = self._page, bool(LISTING[self._page.sections[line]])
            rules = ContextRules(page.lines[line], self._starts[line], listing, self._asks)
            self._known[line] = rules
        return rules


class ContextRules:
    """Decides which of the spellings found in one line stand.

    ``listing`` says that the line stands among requirements, where a word may be a list item by itself; ``asks`` are
    the places behind "knowledge of" and the like, counted as the page does on which the line begins at ``begin``.
    """

    def __init__(self, text: str, begin: int, listing: bool, asks: set[int]) -> None:
        self.text, self.begin, self.listing, self.asks = text, begin, listing, asks
        self.fillers = load_wording().fillers
        self._is_tag_line: bool | None = None

    def settle_lists(self, possible: list[Found]) -> None:
        """Settle those of a line's spellings, in reading order, that stand in a list with what is settled already."""
        pending = [index for index, item in enumerate(possible) if item.may_be_listed and item.how in ("", "open")]
        # Certainty runs along a list from both ends, so two passes settle it; the second has nothing to go on with
        # where the first settled nothing.
        for places in (pending, pending[::-1]):
            listed = [index for index in places if self._settle_in_list(possible, index)]
            if not listed:
                break

    def _settle_in_list(self, possible: list[Found], index: int) -> bool:
        if possible[index].how not in ("", "open") or not self._in_list(possible, index):
            return False
        possible[index].how = "list"
        return True

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
        for _ in range(FILLERS):
            before = text[max(0, place - FILLERS_WITHIN) : place].split()
            if not before or before[-1].lower().strip(",(") not in self.fillers:
                break
            place = text.rfind(before[-1], 0, place)
            if self.begin + place in self.asks:
                return True
        if place != item.start or text[place - 2 : place].strip() in (":", "("):
            return frames.ASKED_HEAD.search(text, max(0, place - HEADS_WITHIN), place) is not None
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
        # "Go to our page" holds a verb; several words are none.
        if len(surface) > 1 and " " not in surface and frames.VERB_AFTER.match(self.text, item.end):
            return False
        first, last = max(0, item.start - CUE_WITHIN), item.end + CUE_WITHIN
        return any(_stands(cue, self.text, first, last) for cue in item.skill.cues)

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
        if item.skill.type == "soft_skill" and item.ambiguity == "context":
            # "scalability, reliability" praises a system; "patience, reliability" a person.
            return other.skill.type == "soft_skill"
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


def _stands(phrase: str, text: str, first: int, last: int) -> bool:
    """Whether a phrase stands between two places, not joined to letters, digits or the marks of names such as C++."""
    place = text.find(phrase, first, last)
    while place >= 0:
        end = place + len(phrase)
        if not (place and _joins(text[place - 1])) and not _joins(text[end : end + 1]):
            return True
        place = text.find(phrase, place + 1, last)
    return False


def _joins(character: str) -> bool:
    return character.isalnum() or character in ("_", "+", "#")
