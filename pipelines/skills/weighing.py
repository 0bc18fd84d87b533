"""Weighs whether the advert asks for what a settled spelling means, or only mentions it.

A small linear model over the words and the list around a hit; nothing in it knows a single skill. Its weights
are data (``weights.toml``, written by ``benchmarks/train_weights.py`` from labelled sentences), so the same text
always gives the same answer. Names of languages, frameworks, tools, platforms and databases need little; fields of
work, which every company description is full of, need a sentence that asks.
"""

import functools
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from pipelines.skills.context import NAMED
from pipelines.skills.cues import BITS, Cues
from pipelines.skills.frames import LIST_GAP
from pipelines.skills.matcher import Found

EXCLUDED = BITS["excluded"]
TONE_BITS = {name: BITS[name] for name in ("you", "we", "company", "hiring")}
TONES = sum(TONE_BITS.values())
UNWEIGHED = frozenset({"certificate", "degree", "soft_skill", "spoken_language"})
"""Types whose own rules settle them."""
WORDS = {
    "org": "team teams department group unit division company industry sector market markets solutions solution "
    "provider "
    "platform products product services service project projects programme program business area field space world "
    "environment environments organisation organization function leader system systems application applications "
    "community culture",
    "role": "developer developers engineer engineers architect architects manager managers specialist specialists "
    "consultant consultants analyst analysts lead leads administrator programmer designer designers scientist "
    "scientists "
    "expert experts director head officer intern assistant technician",
    "skill": "skills skill experience knowledge expertise background degree principles methodologies concepts "
    "techniques "
    "practices frameworks technologies tools fundamentals proficiency certification",
    "own": "our their its his this these that",
    "article": "the a an",
    "strong": "strong good excellent solid deep proven great extensive",
    "praise": "leading global innovative largest world worldwide international new",
    "link": "is are that which will you we",
}
BULLETS = frozenset("-•*·–")
PREPOSITIONS = frozenset("in with of on for to from within using as at by through across into via".split())
MARKS = frozenset({"and", "or", "&", ",", "/", "(", ";", ":", ".", ")", "", "•", "-", "|"})
KIND_OF_WORD = {word: kind for kind, words in WORDS.items() for word in words.split()}
FIRST_WORDS = {
    **dict.fromkeys("we our the as at with it".split(), "we"),
    **dict.fromkeys(
        "experience experienced knowledge strong good excellent understanding proficiency proficient familiarity "
        "ability "
        "you deep solid proven familiar fluent degree bachelor bachelor's hands minimum must".split(),
        "asks",
    ),
}


Group = tuple[str | int | bool, ...]
"""Features that always come together, named by what they are made from; ``features`` spells them out."""


@dataclass(frozen=True, slots=True)
class Least:
    """The least probability for each kind of spelling."""

    named: float
    """Languages, frameworks, tools, platforms, databases, where a company speaks of itself."""
    standard: float
    """Fields of work whose spelling is a proper name or an abbreviation, such as HACCP."""
    duty: float
    """Fields of work in a list item among duties or requirements: whoever is to do them must know them."""
    open: float
    """Ordinary words that neither a frame nor a list settles, in a sentence that asks for something."""
    field: float
    """All other fields of work."""


class Weighing:
    """Weights by feature, and the least probabilities."""

    def __init__(self, weights: dict[str, float], least: Least) -> None:
        self.weights = weights
        # A probability is least when its logit is: no exponential is needed for each hit.
        self._least = Least(*(_logit(getattr(least, part)) for part in ("named", "standard", "duty", "open", "field")))
        self._sums: dict[Group, float] = {}

    def weigh(self, text: str, settled: list[Found], section: str, cues: Cues) -> Iterator[tuple[Found, str]]:
        """What counts, in reading order, and how it is asked for."""
        for item, requirement, groups in described(text, settled, section, cues):
            if (
                groups is None
                or self._is_sure(item, groups, section)
                or self._total(groups) >= self._least_for(item, text, section)
            ):
                yield item, requirement

    @staticmethod
    def _is_sure(item: Found, groups: list[Group], section: str) -> bool:
        """A named tool that can mean nothing else, or a job: "Java developer", "machine learning engineer".

        The labelled sentences leave titles out, and half of what a stack names; the market counts them. Where a
        company speaks of itself it names customers, rivals and founders' former employers too: there a name is weighed.
        """
        named = item.skill.type in NAMED and item.how != "open" and section != "about"
        return named or kind_after(str(groups[AFTER][2])) == "role"

    def _least_for(self, item: Found, text: str, section: str) -> float:
        if item.skill.type in NAMED:
            return self._least.named
        if item.how == "open":
            return self._least.open
        surface = text[item.start : item.end]
        if sum(map(str.isupper, surface)) > 1:
            return self._least.standard
        return self._least.duty if section in LISTED and text.startswith("- ") else self._least.field

    def _total(self, groups: list[Group]) -> float:
        sums, total = self._sums, 0.0
        for group in groups:
            known = sums.get(group)
            if known is None:
                known = sum(self.weights.get(feature, 0.0) for feature in features(group))
                if len(sums) < MOST_SUMS:
                    sums[group] = known
            total += known
        return total


LISTED = frozenset({"duties", "requirements", "nice_to_have"})
AFTER = 2
"""Where the word behind stands among the groups."""
MOST_SUMS = 200_000
"""Groups remembered; words beside a hit are without number."""


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability)) if 0 < probability < 1 else -math.inf


def described(
    text: str, settled: list[Found], section: str, cues: Cues, everything: bool = False
) -> Iterator[tuple[Found, str, list[Group] | None]]:
    """Each settled spelling of a line with its requirement and features; they are None where nothing is weighed.

    Sentences that ask for nothing are left out. A named thing in a sentence that asks for something is asked for, so
    it is weighed only if ``everything`` is to be.
    """
    kept = []
    for item in settled:
        sentence = cues.sentence(item.start, item.end)
        if sentence.says & EXCLUDED:
            continue
        requirement = cues.requirement(sentence, item.start, item.end, section)
        if item.how != "open" or (requirement in ("must", "nice") and item.skill.type not in UNWEIGHED):
            kept.append((item, requirement, sentence.says & TONES))
    left, last = False, len(kept) - 1
    bullet, count = text[:1] in BULLETS, min(len(kept), 5)
    for index, (item, requirement, tone) in enumerate(kept):
        right = index < last and _beside(text, item, kept[index + 1][0])
        kind = item.skill.type
        field = kind not in NAMED
        if kind in UNWEIGHED or not (field or everything or requirement == "unstated"):
            yield item, requirement, None
        else:
            groups = _around(text, item, field)
            groups.append(("asked", kind, item.how, requirement, section, bullet))
            groups.append(("list", field, left, right, count, tone))
            yield item, requirement, groups
        left = right


def _beside(text: str, first: Found, second: Found) -> bool:
    if second.start - first.end > 14:
        return False
    return LIST_GAP.fullmatch(text, first.end, second.start) is not None


def _around(text: str, item: Found, field: bool) -> list[Group]:
    """Features of the line, the words before and behind, and the spelling itself."""
    start, end = item.start, item.end
    words = text[start - 40 if start > 40 else 0 : start].lower().split()
    before = words[-1] if words else ("^" if start < 4 else "")
    behind = text[end : end + 24].lower()
    after = behind.split(None, 1)[0] if behind and not behind.isspace() else "$"
    if after != "$" and behind[0] not in " \u00a0":
        after = behind[0]
    length = len(text)
    size = 0 if length <= 40 else 1 if length <= 90 else 2 if length <= 200 else 3 if length < 500 else 4
    surface = text[start:end]
    case = "small" if surface.islower() else "capitals" if surface.isupper() else "mixed"
    opening = text[:24].lower().lstrip("-•*·– ").split(None, 1)
    return [
        ("before", field, before),
        ("second", words[-2] if len(words) > 1 else ""),
        ("after", field, after),
        ("between", kind_before(before), kind_after(after)),
        ("line", size, min(surface.count(" ") + 1, 3), case, opening[0] if opening else ""),
    ]


def features(group: Group) -> list[str]:
    """The names of the features of a group."""
    match group:
        case ("second", word):
            return [f"second {kind_before(str(word))}"]
        case ("before", field, word):
            kind = kind_before(str(word))
            return [
                f"before {kind}",
                f"field {field} before {kind}",
                f"word {word} _",
            ]
        case ("after", field, word):
            kind = kind_after(str(word))
            return [f"after {kind}", f"field {field} after {kind}", f"word _ {word}"]
        case ("line", size, words, case, opening):
            word = str(opening)
            leading = FIRST_WORDS.get(word, "number" if word[:1].isdigit() else "other")
            return [f"length {size}", f"words {words}", f"case {case}", f"leading {leading}"]
        case ("asked", kind, how, requirement, section, bullet):
            return [
                "bias", f"type {kind}", f"how {how}", f"section {section}", f"type {kind} {requirement}",
                f"bullet {bullet}",
                f"how {how} {requirement}", f"field {kind not in NAMED} {section} {bullet}",
            ]  # fmt: skip
        case ("list", field, left, right, in_line, tone):
            tones = [f"tone {name}" for name, bit in TONE_BITS.items() if int(tone) & bit]
            return [f"list {left:d}{right:d} {field}", f"in line {in_line}", *tones]
    return [" ".join(map(str, group))]


@functools.lru_cache(maxsize=65536)
def kind_before(word: str) -> str:
    """The kind of the word before a hit; the mark of punctuation at its end speaks first."""
    if word in ("", "^"):
        return "line" if word else "none"
    if word[-1] in MARKS:
        return word[-1]
    return "ing" if word.endswith("ing") else _kind(word)


@functools.lru_cache(maxsize=65536)
def kind_after(word: str) -> str:
    """The kind of the word behind a hit; the mark of punctuation at its start speaks first."""
    if word == "$":
        return "end"
    return word[0] if word[0] in MARKS else _kind(word)


def _kind(word: str) -> str:
    bare = word.strip(".,;:()!?\"'")
    if bare in PREPOSITIONS or bare in MARKS:
        return bare
    return KIND_OF_WORD.get(bare, "word")


@functools.cache
def shipped_weighing() -> Weighing:
    """The shipped weights, read once per process."""
    table = tomllib.loads((files("pipelines.skills") / "weights.toml").read_text(encoding="utf-8"))
    return Weighing(table["weights"], Least(**table["least"]))
