"""What stands around the settled spellings of a page: the features from which ``weighing`` judges them.

Words before and behind and their classes, the list and the line, how the sentence asks, how far the next cues are.
"""

import functools
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from pipelines.skills.beginnings import MayBegin
from pipelines.skills.catalogue import TYPES, Skill
from pipelines.skills.context import HOW
from pipelines.skills.cues import BITS, NEAR, REQUIREMENTS, Cues
from pipelines.skills.frames import is_list_gap
from pipelines.skills.pages import BLANK, CAPITAL, DIGIT, WORD, Column, Mask, Page, Spelled
from pipelines.skills.possible import MADE_BY_COMPANIES, NAMED
from pipelines.skills.sections import BULLET, SECTIONS
from pipelines.skills.word_classes import SIZES, classes_of

OPEN = HOW.index("open")
EXCLUDED = BITS["excluded"]
TONE_BITS = {name: BITS[name] for name in ("you", "we", "company", "hiring")}
TONES, LOWEST_TONE = sum(TONE_BITS.values()), min(TONE_BITS.values())
UNWEIGHED = frozenset({"certificate", "degree", "soft_skill", "spoken_language"})
"""Types whose own rules settle them."""
WORDS = {
    "org": "team teams department group unit division company industry sector market markets solutions solution "
    "provider "
    "platform products product services service project projects programme program business area field space world "
    "environment environments organisation organization function leader system systems application applications "
    "community culture faculty school institute centre center college section ministry academy laboratory lab office",
    "role": "developer developers engineer engineers architect architects manager managers specialist specialists "
    "consultant consultants analyst analysts lead leads administrator programmer designer designers scientist "
    "scientists "
    "expert experts director head officer intern assistant technician student students researcher researchers "
    "professor programmers technicians advisor coordinator representative associate nurse teacher",
    "skill": "skills skill experience knowledge expertise background degree principles methodologies concepts "
    "techniques practices frameworks technologies tools fundamentals proficiency certification competence "
    "competencies competences qualifications understanding methods methodology literacy",
    "own": "our their its his this these that",
    "article": "the a an",
    "strong": "strong good excellent solid deep proven great extensive thorough sound broad basic advanced practical "
    "relevant documented previous prior theoretical in-depth hands-on",
    "praise": "leading global innovative largest world worldwide international new",
    "link": "is are that which will you we",
}
LONGEST_MARK = 8
"""Characters in which the mark of an item and the blanks around it stand."""
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
MAY_LEAD = MayBegin(FIRST_WORDS)

KINDS = sorted(TYPES)
IS_NAMED = np.array([kind in NAMED for kind in KINDS])
IS_PRODUCT = np.array([kind in MADE_BY_COMPANIES - {"framework"} for kind in KINDS])
IS_UNWEIGHED = np.array([kind in UNWEIGHED for kind in KINDS])
LISTED = np.array([section in ("duties", "requirements", "nice_to_have") for section in SECTIONS])
TITLE, ABOUT = SECTIONS.index("title"), SECTIONS.index("about")
FILLED, LONGEST_ROW = 0.6, 120
"""The share of a line's characters in spellings from which it may hold nothing else, and its length at most."""
OUTER_MARKS = " \u00a0\t-•*·–.,;:()"
UNSTATED = REQUIREMENTS.index("unstated")
CASES = ("small", "capitals", "mixed")
LEADING = ("we", "asks", "number", "other")
LENGTHS = np.array([40, 90, 200, 499])
"""Characters of lines of the first four sizes."""
ASKED_BEFORE = np.array([1, 15, 40, 90])
CUE_BEFORE, CUE_BEHIND = np.array([14, 30, 60, 120]), np.array([14, 40])
"""Characters between a spelling and what an asking phrase asks for, or a cue, of all distances but the widest."""
KINDS_OF_WORDS = sorted({"line", "none", "end", "ing", "word", *MARKS, *PREPOSITIONS, *WORDS})
KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS_OF_WORDS)}
ROLE = KIND_NUMBERS["role"]
MOST_IN_LINE = 5
WIDEST_GAP = 14
AXES: dict[str, tuple[Sequence[str | int | bool], ...]] = {
    "between": (KINDS_OF_WORDS, KINDS_OF_WORDS),
    "line": (range(len(LENGTHS) + 1), range(4), CASES, LEADING),
    "asked": (KINDS, HOW, REQUIREMENTS, SECTIONS, (False, True)),
    "list": ((False, True), (False, True), (False, True), range(MOST_IN_LINE + 1), range(1 << len(TONE_BITS))),
    "asks": ((False, True), range(len(ASKED_BEFORE) + 1)),
    **{kind: ((False, True), range(len(CUE_BEFORE) + 1), range(len(CUE_BEHIND) + 1)) for kind in NEAR},
}
"""What each kind of group is made from, besides words; all combinations are summed up once."""
BEFORE_WITHIN, BEHIND_WITHIN = 40, 24
"""Characters before and behind a spelling in which its neighbours are read."""
MOST_WORDS = 200_000
"""Words remembered with their weight."""
Group = tuple[str | int | bool, ...]
"""Features that always come together, named by what they are made from; ``features`` spells them out."""


class Surroundings:
    """Settled spellings of a page that a sentence asks for or mentions, with what their features are made from.

    Sentences that ask for nothing are left out, and so are words that may stand only where something is asked for.
    """

    def __init__(self, page: Page, kinds: Column, spelled: Spelled, how: Column, cues: Cues) -> None:
        sentences = cues.sentences(spelled)
        requirement = cues.requirements(spelled, sentences)
        kind = kinds[spelled.skill]
        may_stand = (how != OPEN) | ~IS_UNWEIGHED[kind]
        rows = np.flatnonzero((sentences.says & EXCLUDED == 0) & may_stand)
        self.page, self.spelled = page, spelled.where(rows)
        self.requirement, self.kind, self.how = requirement[rows], kind[rows], how[rows]
        self.cues = cues
        self.tone = (sentences.says[rows] & TONES) // LOWEST_TONE
        self.section = page.sections[self.spelled.line]

    def is_weighed(self) -> Mask:
        """What may be only mentioned: fields of work, and named things in sentences that do not say that they ask."""
        mentioned = (self.requirement == UNSTATED) & (self.section != TITLE)
        weighed: Mask = ~IS_UNWEIGHED[self.kind] & (~IS_NAMED[self.kind] | mentioned)
        return weighed

    @functools.cached_property
    def in_items(self) -> Mask:
        """Which of the spellings stand in an item of a list, whatever mark opens it."""
        line, lines = self.spelled.line, self.page.lines
        opens = np.zeros(len(lines), bool)
        numbers = line[np.diff(line, prepend=-1) > 0]
        first = self.page.starts[numbers]
        dashed = self.page.among(first, "-") & self.page.among(first + 1, " ")
        opens[numbers[dashed]] = True
        # What begins with a letter is no item; all other marks are asked for.
        others = numbers[~dashed & ~self.page.has(CAPITAL, first)]
        opens[others] = [_opens_item(lines[number][:LONGEST_MARK]) for number in others.tolist()]
        found: Mask = opens[line]
        return found

    def fill_lines(self) -> Mask:
        """Which spellings stand in a line of nothing but known skills, as the tags of an advert do."""
        page, line, size = self.page, self.spelled.line, self.spelled.end - self.spelled.start
        known, lengths = np.bincount(line, size, len(page.lines)), page.ends - page.starts
        may = (known >= FILLED * lengths) & (lengths <= LONGEST_ROW)
        filled = np.zeros(len(page.lines), bool)
        rows = np.flatnonzero(may[line])
        ends: dict[int, int] = {}
        for row, number in zip(rows.tolist(), line[rows].tolist(), strict=True):
            before = ends.get(number, int(page.starts[number]))
            gap = page.text[before : int(self.spelled.start[row])]
            joins = is_list_gap(gap) if number in ends else not gap.strip(OUTER_MARKS)
            filled[number] = joins and (number not in ends or filled[number])
            ends[number] = int(self.spelled.end[row])
        for number, end in ends.items():
            filled[number] &= not page.text[end : int(page.ends[number])].strip(OUTER_MARKS)
        found: Mask = filled[line] & (self.section != ABOUT)
        return found

    def is_doubtful(self) -> Mask:
        """What nothing but an asking sentence settles, and products where a company speaks of itself.

        There it names customers, rivals and founders' former employers too; a language or a framework is its stack.
        """
        doubtful: Mask = (self.how == OPEN) | (IS_PRODUCT[self.kind] & (self.section == ABOUT))
        return doubtful

    def described(self, rows: Column, shapes: Column) -> tuple[dict[str, list[str]], dict[str, list[Column]]]:
        """The words around the spellings in these rows, and their other features as places in ``AXES``."""
        page, spelled = self.page, self.spelled.where(rows)
        words = words_around(page, spelled)
        leading = self._leading_of(spelled.line[np.diff(spelled.line, prepend=-1) > 0])
        field, beside = (~IS_NAMED[self.kind[rows]]).astype(np.int64), self._beside()
        codes = {
            "line": [
                np.searchsorted(LENGTHS, page.ends[spelled.line] - page.starts[spelled.line]),
                shapes >> 3,
                (shapes >> 1) & 3,
                leading[spelled.line],
            ],
            "asked": [
                self.kind[rows],
                self.how[rows],
                self.requirement[rows],
                self.section[rows],
                self.in_items[rows].astype(np.int64),
            ],
            "list": [
                field,
                np.append(0, beside)[rows],
                np.append(beside, 0)[rows],
                np.minimum(np.bincount(self.spelled.line, minlength=1)[spelled.line], MOST_IN_LINE),
                self.tone[rows],
            ],
        }
        for name, (before, behind) in self.cues.distances(spelled).items():
            edges = ASKED_BEFORE if name == "asks" else CUE_BEFORE
            codes[name] = [field, np.searchsorted(edges, before)]
            if name in NEAR:
                codes[name].append(np.searchsorted(CUE_BEHIND, behind))
        return words, codes

    def _leading_of(self, lines: Column) -> Column:
        """For each line of the page the kind of its first word, a place in ``LEADING``; only for these it is right."""
        page, leading = self.page, np.full(len(self.page.lines), LEADING.index("other"))
        first = page.starts[lines]
        first += 2 * (page.among(first, "-") & page.among(first + 1, " "))
        # Of those words that begin a line few lead.
        asked = lines[MAY_LEAD.behind(page, first - 1) | page.has(DIGIT, first) | ~page.has(WORD, first)]
        leading[asked] = [_leading(page.lines[number][:24]) for number in asked.tolist()]
        return leading

    def shapes(self, rows: Column) -> Column:
        """The shape of the spellings in these rows, as ``_Shapes`` says."""
        text, spelled = self.page.text, self.spelled.where(rows)
        places = zip(spelled.start.tolist(), spelled.end.tolist(), strict=True)
        return np.fromiter(map(_shapes().__getitem__, [text[start:end] for start, end in places]), np.int64, len(rows))

    def _beside(self) -> Column:
        """Whether each spelling stands in a list with the one behind it."""
        line, start, end = self.spelled.line, self.spelled.start, self.spelled.end
        beside: Column = ((line[1:] == line[:-1]) & (start[1:] - end[:-1] <= WIDEST_GAP)).astype(np.int64)
        text, rows = self.page.text, np.flatnonzero(beside)
        gaps = zip(end[rows].tolist(), start[rows + 1].tolist(), strict=True)
        beside[rows] = [is_list_gap(text[first:last]) for first, last in gaps]
        return beside


def groups(words: dict[str, list[str]], codes: dict[str, list[Column]]) -> list[list[Group]]:
    """What ``Surroundings.described`` gives, as groups for each spelling."""
    fields = [bool(field) for field in codes["list"][0]]
    small = {place: [word.lower() for word in found] for place, found in words.items()}
    columns: list[list[Group]]
    columns = [[(place, *pair) for pair in zip(fields, found, strict=True)] for place, found in small.items()]
    between = zip(map(kind_before, small["before"]), map(kind_after, small["after"]), strict=True)
    columns.append([("between", *kinds) for kinds in between])
    for name, numbers in codes.items():
        values = [[axis[number] for number in column] for axis, column in zip(AXES[name], numbers, strict=True)]
        columns.append([(name, *group) for group in zip(*values, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]


class _Shapes(dict[str, int]):
    """Shapes of spellings, in bits.

    The number of words, at most three (from bit 3 on), a place in ``CASES`` (bits 1 and 2), and whether there are
    several capitals (bit 0).
    """

    def __missing__(self, surface: str) -> int:
        case = "small" if surface.islower() else "capitals" if surface.isupper() else "mixed"
        words, several = min(surface.count(" ") + 1, 3), sum(map(str.isupper, surface)) > 1
        shape = words << 3 | CASES.index(case) << 1 | several
        if len(self) < MOST_WORDS:
            self[surface] = shape
        return shape


@functools.cache
def _shapes() -> _Shapes:
    return _Shapes()


@functools.lru_cache(maxsize=65536)
def _opens_item(beginning: str) -> bool:
    return BULLET.match(beginning) is not None


@functools.lru_cache(maxsize=65536)
def _leading(beginning: str) -> int:
    """The kind of the first word of a line that begins so, a place in ``LEADING``."""
    words = beginning.lower().lstrip("-•*·– ").split(None, 1)
    word = words[0] if words else ""
    return LEADING.index(FIRST_WORDS.get(word, "number" if word[:1].isdigit() else "other"))


def words_around(page: Page, spelled: Spelled) -> dict[str, list[str]]:
    """For each spelling the second word before it, the word before it, and the word or mark behind it."""
    text, blanks = page.text, page.blanks
    begin, stop = page.starts[spelled.line], page.ends[spelled.line]
    start, end = spelled.start, spelled.end
    first, last = np.maximum(begin, start - BEFORE_WITHIN), np.minimum(stop, end + BEHIND_WITHIN)
    count = np.searchsorted(blanks, start)
    count -= blanks[count - 1] == start - 1
    # Where the words before stand, and where the one behind does; a mark behind it is one by itself.
    before = np.maximum(blanks[count - 1] + 1, first), np.where(blanks[count] < start, blanks[count], start)
    second = np.maximum(blanks[count - 2] + 1, first), np.maximum(blanks[count - 1], first)
    following = np.searchsorted(blanks, end)
    spaced = page.among(end, " \u00a0")
    after = (
        end + spaced,
        np.minimum(np.where(spaced, blanks[np.minimum(following + 1, len(blanks) - 1)], end + 1), last),
    )
    found = {
        name: [text[one:other] for one, other in zip(places[0].tolist(), places[1].tolist(), strict=True)]
        for name, places in (("before", before), ("second", second), ("after", after))
    }
    odd = (before[0] >= before[1]) | (second[0] >= second[1]) | (after[0] >= after[1])
    odd |= page.has(BLANK, end) & ~spaced
    for row in np.flatnonzero(odd).tolist():
        opens = bool(start[row] - begin[row] < 4)
        words = _read_around(text[first[row] : start[row]], text[end[row] : last[row]], opens)
        found["second"][row], found["before"][row], found["after"][row] = words
    return found


def _read_around(before: str, behind: str, opens: bool) -> tuple[str, str, str]:
    """The second word before, the word before, and the word or mark behind; ``opens`` says that a line begins here."""
    words, after = before.rsplit(None, 2), "$"
    if behind and not behind.isspace():
        after = behind.split(None, 1)[0] if behind[0] in " \u00a0" else behind[0]
    return words[-2] if len(words) > 1 else "", words[-1] if words else "^" if opens else "", after


def features(group: Group) -> list[str]:
    """The names of the features of a group."""
    match group:
        case ("second" | "before" | "after" as place, field, word):
            kind = KIND_OF[place](str(word))
            known = [*features_of_word(place, str(word)), *features_of_classes(place, classes_of(str(word)))]
            return [*features_of_kind(place, bool(field), kind), *known]
        case ("line", size, words, case, leading):
            return [f"length {size}", f"words {words}", f"case {case}", f"leading {leading}"]
        case ("asked", kind, how, requirement, section, bullet):
            return [
                "bias", f"type {kind}", f"how {how}", f"section {section}", f"type {kind} {requirement}",
                f"bullet {bullet}",
                f"how {how} {requirement}", f"field {kind not in NAMED} {section} {bullet}",
            ]  # fmt: skip
        case ("list", field, left, right, in_line, tone):
            tones = [f"tone {name}" for name, bit in TONE_BITS.items() if int(tone) * LOWEST_TONE & bit]
            return [f"list {left:d}{right:d} {field}", f"in line {in_line}", *tones]
        case (cue, field, before, behind):
            return [f"{cue} before {before} {field}", f"{cue} behind {behind} {field}"]
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


KIND_OF: dict[str, Callable[[str], str]] = {"before": kind_before, "second": kind_before, "after": kind_after}


def features_of_kind(place: str, field: bool, kind: str) -> list[str]:
    """The features of a kind of words in a place, beside a named thing or a field of work."""
    return [f"{place} {kind}"] if place == "second" else [f"{place} {kind}", f"field {field} {place} {kind}"]


def features_of_word(place: str, word: str) -> list[str]:
    """The features of a word itself in a place."""
    return [f"word {word} _"] if place == "before" else [f"word _ {word}"] if place == "after" else []


def words_of_features(names: Iterable[str]) -> set[str]:
    """The words that have a feature of their own among these."""
    return {word for name in names if name.startswith("word ") for word in name.split(" ")[1:]}


def features_of_classes(place: str, classes: tuple[str, ...]) -> list[str]:
    """The features of the classes of a word in a place."""
    return [f"{size} {place} {kind}" for size, kind in zip(SIZES, classes, strict=True)]


def features_of_skill(skill: Skill) -> list[str]:
    """The features of a skill, and those of the classes of its label's first and last word."""
    words = skill.label.split()
    ends = (("opens", words[0]), ("closes", words[-1]))
    classes = [feature for place, word in ends for feature in features_of_classes(place, classes_of(word))]
    return [f"skill {skill.counts_as}", *classes]


def kinds_of(skills: list[Skill]) -> Column:
    """The type of each entry, a place in ``KINDS``."""
    return np.array([KINDS.index(skill.type) for skill in skills])
