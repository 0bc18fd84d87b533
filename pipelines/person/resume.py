"""From the lines of a résumé to skills with an evidence grade each. Nothing is added: every line is the person's own.

The file's form belongs in ``resume_text``; what the user confirms becomes the profile.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.person.profile import GRADES, Evidence, strength
from pipelines.person.resume_dates import SPAN, dates_in, ended
from pipelines.person.resume_headings import SUMMARY, WORK, Section, opened_section
from pipelines.person.resume_text import ITEM
from pipelines.skills.catalogue import Skill

LIST_MARK = re.compile(r"[,;|/\u2022\u00b7]|\s-\s|\s\u2013\s")
AND = re.compile(r"\band\b|&")
USED = frozenset({"tool", "platform", "language", "database"})
DONE_IN = re.compile(
    r"\b(?:in|on|using|used|use|uses|via|learn|learning)\s+"
    r"(?P<tools>(?:[A-Z][\w+.]*(?:\s*[,/]\s*|\s+and\s+))*[A-Z][\w+]*)(?!\w)(?!\s+[A-Z\d])(?![-'\u2019])"
)
SORTING = re.compile(r"[\w /&+-]{2,32}:\s")
AS_REQUIRED = "Requirements\n- Experience: "
MOST_BESIDE_DATES = 24
"""Letters beside the dates on a line of their own: a town, a bar."""
LONGEST_HEAD = 80
"""Letters beyond which a line heads no entry."""
MOST_WORDS_OF_A_NAME = 4
"""Words that the first line of a résumé may have to be the person's name, which is no skill."""
CLAUSE_END = re.compile(r"(?:[,;.]\s+)?\b(?:and|but)\s|[,;.]\s")
PURPOSE = re.compile(r"\s(?:for|because|so that|in order to|as)\b")
SHADOWED = re.compile(
    r"\b(?:job[- ])?shadow(?:ed|ing)\b|\bsat in (?:on|with)\b|\bobserved (?:how|a|an|the|colleagues)\b", re.I
)
WANTED = re.compile(
    r"\b(?:(?:want|wish|hope|plan|keen|eager|like|love|intend)(?:s|ing|ed)? to (?:learn|get into|start)|"
    r"(?:currently |now |am |is )learning|interested in learning|next to learn|to learn next|beginning to learn)\b",
    re.I,
)
COURSE = re.compile(
    r"\b(?:course(?:work)?|bootcamp|boot camp|certificat(?:e|ion)|certified|mooc|coursera|edx|udemy|udacity|codecademy|"
    r"freecodecamp|completed (?:a )?training|diploma|degree|evening class(?:es)?)\b",
    re.I,
)
TAUGHT = re.compile(
    r"\b(?:taught|teaching|created|developed|designed|wrote|gave|ran|delivered|led|automated|built)\b", re.I
)
TITLE_WORD = re.compile(
    r"\b(?:analyst|engineer|developer|programmer|manager|nurse|assistant|consultant|administrator|specialist|designer|"
    r"scientist|architect|technician|officer|coordinator|lead|clerk|accountant|teacher|tutor|driver|operator|operative|"
    r"representative|executive|director|supervisor|trainee|intern|apprentice|tester|writer|editor|planner|buyer|cook|chef|"
    r"carer|worker|trainer|adviser|advisor|agent|auditor|controller|head|maintainer|contributor|volunteer|mechanic|"
    r"electrician|welder|fitter|cashier|receptionist|bookkeeper|translator|librarian|master|owner|picker|packer|labou?rer|"
    r"sister|matron|midwife|leader|treasurer)\b",
    re.I,
)
"""Tells the part of an entry's head that is the job from the part that is the employer. A job is one person's: a firm's
trade is named in the plural, "chartered accountants".
"""
BETWEEN = re.compile(r"[,|\u2022\u00b7@;()]|\s[-\u2013\u2014/]\s|\bat\b|\s{2,}")
EARNED = frozenset({"certificate", "degree"})
FIELDS_OF_WORK = "working_fields"
"""The catalogue's words such as storage and healthcare, which outside a list are mostly just words."""
VOLUNTARY = re.compile(r"\bvolunt(?:eer|ary|eering|eered)\b|\bpro bono\b", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a résumé: where it stands (a grade, or empty for neither) and until when it holds."""

    text: str
    section: str
    until: str = ""
    is_head: bool = False
    """Whether it heads an entry: such a line names an employer too, whose name is no skill."""
    is_list: bool = False
    """Whether it lists names: there even a doubtful spelling such as Go can only mean the skill."""


def read_lines(text: str) -> list[Line]:
    """The lines of a résumé's text with their sections and the dates of the entries they stand in."""
    rows, gaps = _rows(text)
    lines: list[Line] = []
    section, entry, until = SUMMARY, SUMMARY.grade, ""
    for number, row in enumerate(rows):
        is_item = row.startswith(ITEM)
        opened = None if is_item else opened_section(row, after_gap=number in gaps)
        if opened is not None:
            section, entry, until = opened, opened.grade, ""
            continue
        text = row.removeprefix(ITEM)
        reached = _reached(rows, number, section)
        # A summary, or what stands under no heading, holds jobs where it has a job's dates.
        is_dated = reached is not None and (SPAN.search(row) is not None or ended(row) is None)
        if section.is_summary and is_dated and not COURSE.search(row):
            section = WORK
        if reached is not None:
            until = reached
            entry = "project" if section.grade in {"work", "listed"} and VOLUNTARY.search(text) else section.grade
        is_head = reached is not None and entry in {"work", "project"}
        is_head = is_head or _is_name_or_trade(text, number)
        for clause in _clauses(text):
            lines.append(Line(clause, grade_of(clause, entry), until, is_head, section.is_list))
    return lines


def _clauses(text: str) -> list[str]:
    """A line, cut where it goes over to what was only seen or is only wanted: "Runs SQL, and wants to learn Rust"."""
    found = WANTED.search(text) or SHADOWED.search(text)
    if found is None:
        return [text]
    marks = list(CLAUSE_END.finditer(text, 0, found.start()))
    before, begin = (text[: marks[-1].start()], marks[-1].end()) if marks else ("", 0)
    purpose = PURPOSE.search(text, found.end())
    return [part for part in (before.rstrip(" ,;"), text[begin : purpose.start() if purpose else None].strip()) if part]


def _is_name_or_trade(text: str, number: int) -> bool:
    """Whether a row at the top is the person's name, or the trade below it: "Sister, Acute Medicine"."""
    if number == 0:
        return len(text.split()) <= MOST_WORDS_OF_A_NAME
    return (
        number == 1
        and "|" not in text
        and len(text.split()) <= 2 * MOST_WORDS_OF_A_NAME
        and bool(TITLE_WORD.search(text))
    )


def _rows(text: str) -> tuple[list[str], set[int]]:
    """The rows that hold something, and the numbers of those with an empty one above."""
    rows: list[str] = []
    gaps: set[int] = set()
    for row in text.splitlines():
        if row.strip():
            rows.append(row)
        else:
            gaps.add(len(rows))
    return rows, gaps


def _reached(rows: Sequence[str], number: int, section: Section) -> str | None:
    """Until when the entry reaches that a row heads; None where it heads none."""
    row = rows[number]
    if row.startswith(ITEM):
        text = row.removeprefix(ITEM)
        is_job = SPAN.search(text) and TITLE_WORD.search(text) and len(text) < LONGEST_HEAD
        return ended(text) if section != WORK or is_job else None
    own = ended(row)
    return own if own is not None or not _may_be_a_title(row) else _following(rows[number + 1 : number + 3])


def grade_of(row: str, section: str) -> str:
    """The evidence that a line gives, by its own words first and by its section else."""
    if WANTED.search(row):
        return "wanted"
    if SHADOWED.search(row):
        return "shadowed"
    if section in {"work", "listed"} and COURSE.search(row) and not TAUGHT.search(row):
        return "course"
    if section in {"listed", "course"} and VOLUNTARY.search(row):
        return "project"
    return section


def propose(lines: Iterable[Line]) -> dict[str, Evidence]:
    """Skills found, each with its strongest evidence and, among equal lines, the most recent one."""
    from pipelines.skills.compiled import load_catalogue

    known = load_catalogue().skills
    found: dict[str, Evidence] = {}
    for line in lines:
        if line.section not in GRADES:
            continue
        for skill in _listed(line.text) if line.is_list else ():
            found.setdefault(skill, Evidence(_held_as(known[skill], line), line.text, line.until))
        for skill, start in [*named_in(line.text, after_colon=line.is_list), *_used(line.text)]:
            if (line.is_head and not _is_told_in_head(line.text, start)) or _is_only_a_word(known[skill], line):
                continue
            evidence = Evidence(_held_as(known[skill], line), line.text, line.until)
            if skill not in found or strength(evidence) > strength(found[skill]):
                found[skill] = evidence
    return found


def _held_as(skill: Skill, line: Line) -> str:
    """The grade a line gives a skill: who names a certificate without more says that it was earned."""
    return "course" if line.section == "listed" and skill.type in EARNED else line.section


def _is_only_a_word(skill: Skill, line: Line) -> bool:
    """Whether a line names a skill by the way: a degree that others take, a field as a word, a trade in a title."""
    if line.is_head and skill.umbrella:
        return True
    if skill.type == "degree":
        return line.section in {"work", "project"}
    return skill.area == FIELDS_OF_WORK and not line.is_list


def named_in(text: str, *, after_colon: bool = False) -> list[tuple[str, int]]:
    """Skills that a line names, and where.

    The extractor reads adverts, where an ordinary word such as "triage" counts only if the sentence asks for it. A
    résumé's line asks for nothing, it states; so it is read as an item of what is required.
    """
    from pipelines.skills.extraction import extract

    # "Databases: PostgreSQL, Redis" names two skills; what stands before the colon sorts them.
    sorting = SORTING.match(text) if after_colon else None
    begin = len(AS_REQUIRED) + (sorting.end() if sorting else 0)
    return [
        (hit.skill, hit.start - len(AS_REQUIRED))
        for hit in extract("", AS_REQUIRED + text)
        if hit.requirement != "negated" and hit.start is not None and hit.start >= begin
    ]


def _listed(text: str) -> list[str]:
    """Skills that the names of a list mean, with remarks in brackets and headings before a colon left out."""
    from pipelines.skills.compiled import load_catalogue

    owner = load_catalogue().owner
    found = []
    for part in LIST_MARK.split(re.sub(r"\([^)]*\)", "", text.rpartition(":")[2])):
        # "Health and safety" is one skill, "Word and Excel" are two.
        names = [part] if owner(part) else AND.split(part)
        found += [skill.counts_as for name in names if name.strip() and (skill := owner(name))]
    return found


def _used(text: str) -> list[tuple[str, int]]:
    """Tools and languages with ordinary names, where a sentence says in what work was done: "tracked in Excel"."""
    from pipelines.skills.compiled import load_catalogue

    owner = load_catalogue().owner
    return [
        (skill.counts_as, tools.start("tools") + name.start())
        for tools in DONE_IN.finditer(text)
        for name in re.finditer(r"[^\s,/]+", tools["tools"])
        if (skill := owner(name[0])) and skill.type in USED
    ]


def _is_told_in_head(text: str, start: int) -> bool:
    """Whether a place in the head of an entry tells of the job: in its title, or in what is told after the dates.

    "Code club, since 2018: Scratch" tells it after a colon, "Code club since 2018 (Scratch for beginners)" in brackets.
    """
    dates = dates_in(text)
    if dates and re.search(r"[:(]", text[dates.end() : start + 1]):
        return True
    ends = [0, *(found.end() for found in BETWEEN.finditer(text)), len(text)]
    for begin, end in pairwise(ends):
        if begin <= start < end:
            return TITLE_WORD.search(text[begin:end]) is not None
    return False


def merged(proposals: Sequence[dict[str, Evidence]]) -> dict[str, Evidence]:
    """Several readings of one person as one: for each skill the strongest evidence."""
    together: dict[str, Evidence] = {}
    for proposal in proposals:
        for skill, evidence in proposal.items():
            if skill not in together or strength(evidence) > strength(together[skill]):
                together[skill] = evidence
    return together


def _following(rows: Sequence[str]) -> str | None:
    """Until when an entry reaches whose dates stand by themselves, one or two lines below its first one."""
    for row in rows:
        if row.startswith(ITEM) or opened_section(row) is not None:
            return None
        found = SPAN.search(row)
        if found and len(row) - len(found[0]) < MOST_BESIDE_DATES:
            return ended(row)
        if not _may_be_a_title(row):
            return None
    return None


def _may_be_a_title(row: str) -> bool:
    # A colon makes a list, "Tools: …", whatever stands below it.
    return len(row) < LONGEST_HEAD and ":" not in row and not row.rstrip().endswith((".", ";")) and ended(row) is None
