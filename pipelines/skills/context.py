"""Settles what a spelling means where it stands: cues, frames, lists of skills, names of employers.

A doubtful word between two sure skills is a skill; that is the strongest cue there is.
"""

import re
from functools import lru_cache

from pipelines.skills import frames
from pipelines.skills.catalogue import Skill
from pipelines.skills.matcher import Found
from pipelines.skills.wording import load_wording

LONGEST_GAP = 16
MADE_BY_COMPANIES = frozenset({"tool", "platform", "database", "framework"})
"""Types whose names are often those of employers, customers and partners too."""
NAMED = MADE_BY_COMPANIES | {"language"}
"""Types of things that have a name; the others are fields of work."""
FIELDS = frozenset({"knowledge", "practice"})


class ContextRules:
    """Decides which of the spellings found in one line stand.

    ``asks`` are the places behind "knowledge of" and the like; ``listing`` says that the line stands among
    requirements, where a word may be a list item by itself.
    """

    def __init__(self, text: str, company: str, asks: set[int], listing: bool = False) -> None:
        self.text = text
        self.asks = asks
        self.company, self.listing = company, listing
        self.fillers = load_wording().fillers
        self._is_tag_line: bool | None = None

    def settle(self, found: list[Found]) -> list[Found]:
        """The spellings that mean their skill here, in reading order, and ordinary words that may (``open``)."""
        possible = [item for item in found if self._possible(item)]
        pending = []
        for index, item in enumerate(possible):
            if item.ambiguity == "safe":
                item.how = "safe"
            else:
                item.how = self._by_itself(item)
                if item.how in ("", "open"):
                    pending.append(index)
        # Certainty runs along a list from both ends, so two passes settle it.
        for places in (pending, pending[::-1]):
            for index in places:
                if possible[index].how in ("", "open") and self._in_list(possible, index):
                    possible[index].how = "list"
        return [item for item in possible if item.how]

    def _possible(self, item: Found) -> bool:
        skill = item.skill
        if skill.exceptions and self._is_exception(item):
            return False
        if skill.type not in NAMED:
            return not self._inside_compound(item) and not self._is_department(item)
        return skill.type not in MADE_BY_COMPANIES or not self._is_employer(item)

    def _inside_compound(self, item: Found) -> bool:
        """Whether a field of work is cut out of a longer compound: "entry-level design"."""
        return item.start > 1 and self.text[item.start - 1] == "-" and self.text[item.start - 2].isalnum()

    def _is_department(self, item: Found) -> bool:
        """Whether people are meant that one works with: "partner with sales, design and engineering teams"."""
        if item.skill.type not in FIELDS:
            return False
        if item.ambiguity != "asked" and not self.text[item.start].isupper():
            return frames.WORKING_TOGETHER.search(self.text, max(0, item.start - 110), item.start) is not None
        after = self.text[item.end : item.end + 60]
        if frames.COLLEAGUES_AFTER.match(after):
            return True
        return frames.WORKING_WITH.search(self.text, max(0, item.start - 110), item.start) is not None

    def _is_exception(self, item: Found) -> bool:
        first = max(0, item.start - 24)
        around = self.text[first : item.end + 24]
        offset, after = item.start - first, item.end - first
        return any(
            match.start() <= offset and match.end() >= after
            for phrase in _exceptions(item.skill)
            for match in phrase.finditer(around)
        )

    def _is_employer(self, item: Found) -> bool:
        """The employer's own name outside a list; names in praise or news, such as "at Oracle"."""
        text = self.text
        if self.company and text[item.start : item.end].casefold() == self.company:
            return not (self.listing and text.count(",") > 1)
        return text[item.start].isupper() and frames.about_a_company(text, item.start, item.end)

    def _by_itself(self, item: Found) -> str:
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
        if place in self.asks:
            return True
        if text[item.end : item.end + 1] in " -" and frames.ASKED_AFTER.match(text, item.end):
            return True
        for _ in range(3):
            before = text[max(0, place - 18) : place].split()
            if not before or before[-1].lower().strip(",(") not in self.fillers:
                break
            place = text.rfind(before[-1], 0, place)
            if place in self.asks:
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
        return _cue(item.skill).search(self.text, max(0, item.start - 160), item.end + 160) is not None

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
            if frames.LIST_GAP.fullmatch(gap) and self._fits_beside(item, other, gap):
                return True
        return self._tag_line(found, item)

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
            self._is_tag_line = len(found) >= 3 and sure >= 2 and named >= 0.6 * len(self.text.replace(" ", ""))
        return self._is_tag_line


@lru_cache(maxsize=4096)
def _cue(skill: Skill) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, skill.cues), key=len, reverse=True))
    return re.compile(rf"(?<![\w+#])(?:{words})(?![\w+#])")


@lru_cache(maxsize=4096)
def _exceptions(skill: Skill) -> tuple[re.Pattern[str], ...]:
    # A phrase that ends in a digit, such as "Spring 20", stands for every number that begins so.
    ends = ["" if phrase[-1].isdigit() else r"(?!\w)" for phrase in skill.exceptions]
    return tuple(
        re.compile(rf"(?<!\w){re.escape(phrase)}{end}") for phrase, end in zip(skill.exceptions, ends, strict=True)
    )
