"""From the lines of a résumé to skills with an evidence grade each. Nothing is added: every line is the person's own.

The file's form belongs in ``resume_text``; what the user confirms becomes the profile.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.person.profile import GRADES, Evidence
from pipelines.person.resume_text import ITEM

SECTIONS = (
    (
        "project",
        r"(?:(?:personal|selected|side|key|own|academic|open[- ]source) )*projects?|"
        r"open[- ]source(?: work| contributions)?|"
        r"portfolio|volunteer(?:ing)?(?: (?:work|experience))?|voluntary work|community(?: work| service)?|"
        r"projects (?:and|&) volunteering",
    ),
    (
        "work",
        r"(?:\w+ ){0,2}(?:experience|history)|"
        r"employment|career|where i(?:'ve| have) worked|positions?(?: held)?|work",
    ),
    (
        "course",
        r"education(?: (?:and|&) \w+)*|courses?(?:work)?|(?:licen[sc]es?|certificat\w+|qualifications|training|courses)"
        r"(?:(?:,| and| &) (?:licen[sc]es?|certificat\w+|training|courses|qualifications|education))*|"
        r"(?:professional|continuing) (?:development|education)|academic background|studies",
    ),
    ("shadowed", r"(?:job )?shadowing|observations?|observed"),
    ("wanted", r"(?:currently |now )?learning(?: goals| next)?|want(?:ed)? to learn|next to learn|learning plan"),
    (
        "listed",
        r"(?:(?:technical|core|key|main|other|soft|hard|professional|additional|computer|it|digital|clinical) )*"
        r"(?:skills?|competenc(?:ies|es)|expertise|technologies|tools|toolbox|strengths|proficiencies|tech stack|stack)"
        r"(?:(?:,| and| &) \w+)*|languages?(?: skills)?",
    ),
    (
        "listed",
        r"summary|profile|about(?: me)?|objective|headline|"
        r"(?:professional|career|personal) (?:summary|profile|objective|statement)",
    ),
    ("", r"references?|interests?|hobbies|contact(?: details)?|publications|awards|personal details"),
)
HEADING = re.compile("|".join(f"(?P<s{number}>{pattern})" for number, (_, pattern) in enumerate(SECTIONS)), re.I)
LISTS = frozenset({"s5"})
"""The sections whose lines are lists of names: there a bare word can only mean the skill."""
LIST_MARK = re.compile(r"[,;|/\u2022\u00b7]|\s-\s|\s\u2013\s|\band\b")
SORTING = re.compile(r"[\w /&+-]{2,32}:\s")
AS_REQUIRED = "Requirements\n- "
LONGEST_HEADING = 48
MOST_BESIDE_DATES = 24
"""Letters beside the dates on a line of their own: a town, a bar."""
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
MOMENT = (
    r"(?:(?P<{0}name>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?)\s*|(?P<{0}number>0?[1-9]|1[0-2])[/.])?"
    r"(?P<{0}year>(?:19|20)\d\d)(?:-(?P<{0}iso>0[1-9]|1[0-2])\b)?"
)
SPAN = re.compile(
    r"(?:\b|(?<=\())" + MOMENT.format("a") + r"\s*(?:-|\u2013|\u2014|to|until|bis)\s*"
    r"(?:" + MOMENT.format("b") + r"|(?P<now>present|now|today|current|ongoing|date))",
    re.I,
)
SINGLE = re.compile(r"\b" + MOMENT.format("a") + r"\b", re.I)
SINCE = re.compile(r"\bsince " + MOMENT.format("a") + r"\b", re.I)
SHADOWED = re.compile(
    r"\b(?:job[- ])?shadow(?:ed|ing)\b|\bsat in (?:on|with)\b|\bobserved (?:how|a|an|the|colleagues)\b", re.I
)
WANTED = re.compile(
    r"\b(?:(?:want|wish|hope|plan|keen|eager|like|love|intend)(?:s|ing|ed)? to (?:learn|get into|start)|"
    r"(?:currently |now |am )learning|interested in learning|next to learn|to learn next|beginning to learn)\b",
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
    r"electrician|welder|fitter|cashier|receptionist|bookkeeper|translator|librarian|master|owner)s?\b",
    re.I,
)
"""Tells the part of an entry's head that is the job from the part that is the employer."""
BETWEEN = re.compile(r"[,|\u2022\u00b7@;()]|\s[-\u2013\u2014/]\s|\bat\b|\s{2,}")
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
    rows = [row for row in text.splitlines() if row.strip()]
    lines: list[Line] = []
    section, until, entry, is_list = "listed", "", "listed", False
    for number, row in enumerate(rows):
        found = None if row.startswith(ITEM) else _heading(row)
        if found is not None:
            section, until = SECTIONS[int(found[1:])][0], ""
            entry, is_list = section, found in LISTS
            continue
        span = _span(row)
        is_item, text = row.startswith(ITEM), row.removeprefix(ITEM)
        span = None if is_item and section == "work" else _span(text)
        following = None if is_item else _following(rows[number + 1 : number + 3])
        is_head = span is not None or (following is not None and _may_be_a_title(text))
        if is_head:
            until = span if span is not None else following or ""
            entry = "project" if section == "work" and VOLUNTARY.search(text) else section
        lines.append(Line(text, grade_of(text, entry), until, is_head and section in {"work", "project"}, is_list))
    return lines


def _heading(row: str) -> str | None:
    """The pattern that a heading fits, s0 to the last; None where the line is no heading."""
    bare = re.sub(r"^[^\w]+|[^\w]+$", "", row)
    if not bare or len(row) > LONGEST_HEADING:
        return None
    # Some designs space the letters of a heading out.
    if re.fullmatch(r"(?:\w )+\w", bare):
        bare = bare.replace(" ", "")
    # Bilingual ones name the section twice: "Esperienza / Work experience".
    found = next(filter(None, (HEADING.fullmatch(part.strip()) for part in (bare, *bare.split("/")))), None)
    return found.lastgroup if found else None


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
    found: dict[str, Evidence] = {}
    for line in lines:
        if line.section not in GRADES:
            continue
        for skill in _listed(line.text) if line.is_list else ():
            found.setdefault(skill, Evidence(line.section, line.text, line.until))
        for skill, start in _named_in(line.text, after_colon=line.is_list):
            if line.is_head and not _in_job_title(line.text, start):
                continue
            evidence = Evidence(line.section, line.text, line.until)
            if skill not in found or _strength(evidence) > _strength(found[skill]):
                found[skill] = evidence
    return found


def _named_in(text: str, *, after_colon: bool) -> list[tuple[str, int]]:
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
    names = LIST_MARK.split(re.sub(r"\([^)]*\)", "", text.rpartition(":")[2]))
    return [skill.counts_as for name in names if name.strip() and (skill := owner(name))]


def _in_job_title(text: str, start: int | None) -> bool:
    """Whether a place in the head of an entry lies in the part that names the job."""
    ends = [0, *(found.end() for found in BETWEEN.finditer(text)), len(text)]
    for begin, end in pairwise(ends):
        if begin <= (start or 0) < end:
            return TITLE_WORD.search(text[begin:end]) is not None
    return False


def merged(proposals: Sequence[dict[str, Evidence]]) -> dict[str, Evidence]:
    """Several readings of one person as one: for each skill the strongest evidence."""
    together: dict[str, Evidence] = {}
    for proposal in proposals:
        for skill, evidence in proposal.items():
            if skill not in together or _strength(evidence) > _strength(together[skill]):
                together[skill] = evidence
    return together


def _strength(evidence: Evidence) -> tuple[int, str]:
    return -GRADES.index(evidence.grade), "9999" if evidence.until == "now" else evidence.until


def _span(row: str) -> str | None:
    """Until when the dates in a line reach: now, 2023-05 or 2023; None without dates that head an entry."""
    if found := SPAN.search(row):
        return "now" if found["now"] else _moment(found, "b")
    if SINCE.search(row):
        return "now"
    # A year inside a sentence ("cut costs by 10 % in 2021") heads no entry.
    if (found := SINGLE.search(row)) and (len(row) - len(found[0]) < 60 and not row.rstrip().endswith(".")):
        return _moment(found, "a")
    return None


def _following(rows: Sequence[str]) -> str | None:
    """Until when an entry reaches whose dates stand by themselves, one or two lines below its first one."""
    for row in rows:
        if row.startswith(ITEM) or _heading(row) is not None:
            return None
        found = SPAN.search(row)
        if found and len(row) - len(found[0]) < MOST_BESIDE_DATES:
            return _span(row)
        if not _may_be_a_title(row):
            return None
    return None


def _may_be_a_title(row: str) -> bool:
    # A colon makes a list, "Tools: …", whatever stands below it.
    return len(row) < 80 and ":" not in row and not row.rstrip().endswith((".", ";")) and _span(row) is None


def _moment(found: re.Match[str], side: str) -> str:
    month = found[f"{side}number"] or found[f"{side}iso"] or MONTHS.get((found[f"{side}name"] or "")[:3].lower())
    return f"{found[f'{side}year']}-{int(month):02d}" if month else found[f"{side}year"]
