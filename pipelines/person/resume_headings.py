"""Which section a line of a résumé opens, if it is a heading. What stands below it belongs in ``resume``.

A heading is known by its nouns, whatever stands before them: "Employment", "Nursing employment", "WORK HISTORY:".
"""

import re
from dataclasses import dataclass

LONGEST = 48
"""Letters beyond which a line is a sentence."""
MOST_FOREIGN = 3
"""Words of a heading that need not be known, where its form is a heading's: capitals, a colon, an empty line above."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section: the ``grade`` that its lines give (empty: none), and whether they are a list or a summary."""

    grade: str
    is_list: bool = False
    """Lines are names: there a bare word can only mean the skill."""
    is_summary: bool = False
    """Anything may stand there, jobs with their dates too."""


WORK = Section("work")
SUMMARY = Section("listed", is_summary=True)
LIST = Section("listed", is_list=True)

NOUNS = {
    WORK: "experience history employment career position positions posts appointments jobs roles work worked",
    Section("project"): "project projects portfolio",
    Section("course"): "education course courses coursework training licence licences license licenses certificate "
    "certificates certification certifications qualification qualifications registration registrations ticket tickets "
    "accreditation accreditations membership memberships studies background development cpd diplomas credentials",
    LIST: "skills skill competencies competences expertise technologies tools toolbox strengths proficiencies stack "
    "languages language software abilities",
    SUMMARY: "objective statement highlights overview also other miscellaneous additional extras information",
    Section(""): "references referees interests hobbies contact publications awards honours honors details",
}
"""The last of these nouns in the first part of a heading says what its section holds."""
DECIDING = {
    SUMMARY: "summary profile about objective headline",
    Section("project"): "volunteering volunteer voluntary volunteered community charity charitable trustee trustees "
    "open-source unpaid",
    Section("shadowed"): "shadowing shadowed observation observations observed",
    Section("wanted"): "learning learn goals",
}
"""These say it wherever they stand: "Voluntary work" is no paid work, a "Career summary" may hold anything."""
QUALIFIERS = frozenset(
    "professional relevant previous other additional key core main technical tech selected personal own side open "
    "source academic clinical teaching digital computer it soft hard practical my me i've i have held where continuing "
    "further current currently now next service job paid full recent past want wanted to plan language general of "
    "and".split()
)
"""Words that may stand in any heading."""
SECTIONS = {noun: section for section, nouns in NOUNS.items() for noun in nouns.split()}
STRONG = {noun: section for section, nouns in DECIDING.items() for noun in nouns.split()}
TAUGHT_BY = frozenset("development background".split())
"""Nouns that need a qualifier of learning: "Software development" heads no list of courses."""
LEARNS = frozenset("learning professional continuing personal academic education educational training".split())
AND = re.compile(r"\s*(?:,|&|/|\band\b)\s*", re.I)


def opened_section(row: str, *, after_gap: bool = False) -> Section | None:
    """The section that a row opens; None where it is no heading. ``after_gap``: an empty line stands above it."""
    if len(row) > LONGEST:
        return None
    bare = re.sub(r"^[^\w]+|[^\w]+$", "", row)
    if not bare:
        return None
    # Some designs space the letters of a heading out.
    if re.fullmatch(r"(?:\w )+\w", bare):
        bare = bare.replace(" ", "")
    is_formal = after_gap or bare.isupper() or row.rstrip().endswith(":")
    found = _meaning(bare, is_formal=is_formal)
    # Bilingual ones name the section twice: "Esperienza / Work experience".
    parts = [part.strip() for part in bare.split("/")] if found is None and "/" in bare else []
    return found or next(filter(None, (_meaning(part, is_formal=is_formal) for part in parts)), None)


def _meaning(heading: str, *, is_formal: bool) -> Section | None:
    words = re.findall(r"[^\s,&/]+", heading.casefold().replace("open source", "open-source").replace("\u2019", "'"))
    known = [word for word in words if word in SECTIONS or word in STRONG]
    foreign = [word for word in words if word not in QUALIFIERS and word not in known]
    if not known or any(not word.isalpha() for word in foreign) or not _may_head(words, foreign, is_formal=is_formal):
        return None
    is_course = any(SECTIONS.get(word) == Section("course") for word in known)
    for word in words:
        if word in STRONG and not (is_course and STRONG[word].grade == "wanted"):
            return STRONG[word]
    for part in AND.split(" ".join(words)):
        nouns = [word for word in part.split() if word in SECTIONS]
        if nouns:
            return SECTIONS[nouns[-1]]
    return None


def _may_head(words: list[str], foreign: list[str], *, is_formal: bool) -> bool:
    """Whether a row with these words has a heading's form."""
    if set(words) & TAUGHT_BY and not set(words) & LEARNS:
        return False
    if not foreign:
        return True
    last = SECTIONS.get(words[-1])
    if is_formal:
        # In capitals an employer looks like a heading: "BRIGHT EDUCATION".
        return len(foreign) <= MOST_FOREIGN and (last in {WORK, LIST} or bool(set(words) & STRONG.keys()))
    return len(foreign) == 1 and words[-1] in {"experience", "history", "employment"}
