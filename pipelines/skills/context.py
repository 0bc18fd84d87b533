"""Settles what a spelling means where it stands: cues, lists of skills, frames in which it means something else.

A doubtful word between two sure skills is a skill; that is the strongest cue there is.
"""

import re
from functools import lru_cache

from pipelines.skills.catalogue import Skill
from pipelines.skills.matcher import Found

LIST_GAP = re.compile(
    r"\s*(?:[,/;|&+•·()\[\]]|\band\b|\bor\b|\bet\b|\bund\b|\bor\s+even\b|\be\.?g\.?|\bsuch as\b|\s|-\s)+\s*", re.I
)
LONGEST_GAP = 14
BOASTS = re.compile(
    r"\b(?:at|join|joined|from|by|about|acquired by|backed by|partner(?:s|ed)? with|customers (?:like|include))\s+$",
    re.I,
)
HIRING = re.compile(r"^\s*(?:is (?:hiring|looking|seeking)|customers?|,? Inc|careers)\b", re.I)
SENTENCE_START = re.compile(r"(?:^|[.!?:\n•]\s*|\n- )$")
VERB_AFTER = re.compile(
    r"^\s+(?:to|at|on|up|down|through|above|beyond|for it|into|out|with us|ahead|quickly|the|your|a|an|our)\b"
)


class ContextRules:
    """Decides which of the spellings found in one text stand."""

    def __init__(self, text: str, company: str | None) -> None:
        self.text = text
        self.company = (company or "").casefold().strip()

    def settle(self, found: list[Found]) -> list[Found]:
        """The spellings that mean their skill here, in reading order."""
        text = self.text
        sure = [not item.doubtful and self._possible(item) for item in found]
        open_places = [i for i, item in enumerate(found) if item.doubtful and self._possible(item)]
        for index in open_places:
            sure[index] = self._by_itself(found[index])
        # Certainty runs along a list from both ends, so two passes settle it.
        for places in (open_places, open_places[::-1]):
            for index in places:
                if not sure[index]:
                    sure[index] = self._in_list(found, sure, index, text)
        return [item for item, yes in zip(found, sure, strict=True) if yes]

    def _possible(self, item: Found) -> bool:
        return not self._is_exception(item) and not self._is_employer(item)

    def _is_exception(self, item: Found) -> bool:
        if not item.skill.exceptions:
            return False
        around = self.text[max(0, item.start - 24) : item.end + 24]
        offset = item.start - max(0, item.start - 24)
        length = item.end - item.start
        for phrase in _phrases(item.skill):
            for match in phrase.finditer(around):
                if match.start() <= offset and match.end() >= offset + length:
                    return True
        return False

    def _is_employer(self, item: Found) -> bool:
        """The employer's own name, unless it stands in a list; and names in praise, such as "at Oracle"."""
        if not self.company or self.text[item.start : item.end].casefold() != self.company:
            return False
        line_start = self.text.rfind("\n", 0, item.start) + 1
        line = self.text[line_start : self._line_end(item.end)]
        return line.count(",") < 2

    def _by_itself(self, item: Found) -> bool:
        text, skill = self.text, item.skill
        surface = text[item.start : item.end]
        own_case = surface in skill.doubtful
        if not own_case:
            return False
        if BOASTS.search(text[max(0, item.start - 24) : item.start]) or HIRING.match(text[item.end : item.end + 20]):
            return False
        if skill.ambiguity == "case":
            if surface.isupper() and len(surface) > 1 and self._shouted(item):
                return False
            starts = SENTENCE_START.search(text[max(0, item.start - 4) : item.start]) is not None
            return not (starts and VERB_AFTER.match(text[item.end : item.end + 12]))
        if len(surface) > 1 and VERB_AFTER.match(text[item.end : item.end + 12]):
            return False
        line = text[text.rfind("\n", 0, item.start) + 1 : self._line_end(item.end)]
        return _cue(skill).search(line) is not None

    def _shouted(self, item: Found) -> bool:
        """A word in capitals amid a line in capitals says nothing by its case."""
        line = self.text[self.text.rfind("\n", 0, item.start) + 1 : self._line_end(item.end)]
        letters = [character for character in line if character.isalpha()]
        return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.8 * len(letters)

    def _in_list(self, found: list[Found], sure: list[bool], index: int, text: str) -> bool:
        item = found[index]
        surface = text[item.start : item.end]
        if item.skill.ambiguity == "context" and len(surface) == 1 and not surface.isupper():
            return False
        if surface not in item.skill.doubtful and not self._tag_line(found, index):
            return False
        for other in (index - 1, index + 1):
            if not (0 <= other < len(found) and sure[other]):
                continue
            first, second = (found[other], item) if other < index else (item, found[other])
            gap = text[first.end : second.start]
            if len(gap) <= LONGEST_GAP and "\n" not in gap.strip(" ") and gap.strip() and LIST_GAP.fullmatch(gap):
                return True
        return self._tag_line(found, index)

    def _tag_line(self, found: list[Found], index: int) -> bool:
        """Whether the word stands in a line that is nearly nothing but skills."""
        item = found[index]
        start, end = self.text.rfind("\n", 0, item.start) + 1, self._line_end(item.end)
        inside = [other for other in found if other.start >= start and other.end <= end]
        if len(inside) < 3:
            return False
        letters = sum(map(str.isalnum, self.text[start:end]))
        named = sum(sum(map(str.isalnum, self.text[other.start : other.end])) for other in inside)
        sure = [other for other in inside if not other.doubtful]
        return len(sure) >= 2 and named >= 0.6 * letters

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end


@lru_cache(maxsize=4096)
def _cue(skill: Skill) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, skill.cues), key=len, reverse=True))
    return re.compile(rf"(?<![\w+#])(?:{words})(?![\w+#])")


@lru_cache(maxsize=4096)
def _phrases(skill: Skill) -> tuple[re.Pattern[str], ...]:
    # A phrase that ends in a digit, such as "Spring 20", stands for every number that begins so.
    ends = ["" if phrase[-1].isdigit() else r"(?!\w)" for phrase in skill.exceptions]
    return tuple(
        re.compile(rf"(?<!\w){re.escape(phrase)}{end}") for phrase, end in zip(skill.exceptions, ends, strict=True)
    )
