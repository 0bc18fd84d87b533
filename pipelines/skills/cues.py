"""Words that tell how an advert asks for a skill, and lines that never ask for one; found in one pass.

One automaton over the folded text finds all of them; a sentence then only looks up what lies within it.
"""

import re
from bisect import bisect_left, bisect_right

from ahocorasick_rs import BytesAhoCorasick

from pipelines.skills.matcher import folded

PHRASES = {
    "nice": """nice to have;nice-to-have;nice to haves;bonus;a plus;a big plus;a huge plus;a strong plus;definite plus;
        is plus;pluses;preferred;preferably;preference;prefer;advantage;advantageous;ideally;desirable;desired;beneficial;
        not required;not necessary;not essential;not mandatory;not strictly required;would be great;would be nice;
        would be good;would be helpful;an asset;good to have;optional;optionally;is welcome;helpful;extra points;
        great if;even better if;familiarity with other""",
    "must": """must;must have;required;requires;require;requirement;essential;mandatory;minimum;at least;needed;need to;
        you need;you'll need;proficient;proficiency;expert;expertise;strong;solid;deep;extensive;proven;hands-on;
        hands on;fluent;fluency;years;yrs;year;experience with;experience in;experience of;experienced with;
        knowledge of;ability to;skilled in;background in;degree in;mastery of;command of;familiarity with;familiar with;
        understanding of;comfortable with;experience using;experience working with;experience building""",
    "excluded": """equal opportunity;equal employment opportunity;regardless of;without regard to;protected veteran;
        protected by;reasonable accommodation;reasonable accommodations;discriminate;discrimination;gender identity;
        sexual orientation;401k;401(k);health insurance;dental;parental leave;paid time off;PTO;stock options;pension;
        tuition;gym membership;commuter;life insurance;wellness stipend;wellness program;privacy policy;privacy notice;
        personal data;cookies;e-verify;criminal history;criminal histories;visa sponsorship;base salary;salary range;
        compensation range;pay range;annual bonus;equity package;unlimited vacation;medical insurance""",
    "negator": "no;without;not;don't;do not;not looking for;rather than;instead of",
}
SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
NEGATED_BEFORE = re.compile(
    r"\b(?:no|without|not an?|don't need|do not need|don't require|do not require|not looking for|no need for|"
    r"rather than|instead of)\s+(?:(?:prior|previous|any|other|an?|for)\s+)?(?:\w+[\s,/]+(?:or\s+)?){0,3}$",
    re.I,
)
NEGATED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:required|needed|necessary|expected|shop|role|job|experience|knowledge|developers?)\b", re.I
)
BY_SECTION = {"requirements": "must", "nice_to_have": "nice"}


def _automaton() -> tuple[BytesAhoCorasick, list[str]]:
    patterns, kinds = [], []
    for kind, phrases in PHRASES.items():
        for phrase in phrases.split(";"):
            patterns.append(folded(" ".join(phrase.split())))
            kinds.append(kind)
    return BytesAhoCorasick(patterns), kinds


AUTOMATON, KINDS = _automaton()


class Cues:
    """The cues of one text. ``haystack`` is the text ``folded``."""

    def __init__(self, text: str, haystack: bytes) -> None:
        self._text = text
        self._places: dict[str, list[int]] = {kind: [] for kind in PHRASES}
        for index, start, _ in AUTOMATON.find_matches_as_indexes(haystack, overlapping=True):
            self._places[KINDS[index]].append(start)
        for places in self._places.values():
            places.sort()
        self._ends = [match.start() for match in SENTENCE_END.finditer(text)]

    def excluded(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` speaks of benefits, equal opportunity or privacy."""
        return self._has("excluded", start, end)

    def requirement(self, start: int, end: int, section: str) -> str:
        """``must``, ``nice``, ``unstated`` or ``negated`` for the words at ``text[start:end]`` in a section.

        The sentence speaks first where it says nice or no, then the section, then the sentence's must.
        """
        index = bisect_left(self._ends, start)
        first = self._ends[index - 1] + 1 if index else 0
        after = bisect_left(self._ends, end)
        last = self._ends[after] if after < len(self._ends) else len(self._text)
        if self._has("negator", first, start) and self._negated(first, start, end, last):
            return "negated"
        if self._has("nice", first, last):
            return "nice"
        if section in BY_SECTION:
            return BY_SECTION[section]
        return "must" if self._has("must", first, last) else "unstated"

    def _negated(self, first: int, start: int, end: int, last: int) -> bool:
        before, after = self._text[max(first, start - 60) : start], self._text[end : min(last, end + 60)]
        return NEGATED_BEFORE.search(before) is not None and NEGATED_AFTER.match(after) is not None

    def _has(self, kind: str, first: int, last: int) -> bool:
        places = self._places[kind]
        return bisect_left(places, max(0, first - 1)) < bisect_right(places, last - 1)
