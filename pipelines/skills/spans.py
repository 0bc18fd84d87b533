"""How far the words of a hit reach: the version behind a name ("Java 8", kept as an attribute), the noun that a field
of work is the attribute of ("testing tools"), and "modern" before it.
"""

import re

from pipelines.skills.beginnings import MayBegin, MayEnd
from pipelines.skills.frames import beginning
from pipelines.skills.pages import DIGIT, Column, Mask, Page, Spelled

VERSIONED = frozenset({"language", "framework", "database", "tool", "platform"})
VERSION = re.compile(
    r"[ \u00a0]?v?(?:\d{1,2}(?:\.(?:\d{1,2}|x)){1,2}\+?|(?:20\d\d|\d{1,2})\+?|\d{1,2}\+)(?:/(?:\d{1,2}(?:\.\d)?|"
    r"20\d\d))*"
    r"(?![\w%])(?!\s*(?:\+|-|\u2013|to)\s*\d)(?!\s*\+?\s*(?:years?|yrs?|months?|hours?|days?|people|engineers|"
    r"developers|"
    r"jahre|ans|años|anos|jaar|år|or more|to \d|weeks?|k\b|%|x\b|times))",
    re.I,
)


def end_of_version(kind: str, text: str, end: int) -> int:
    """Where the version that follows a name of this type ends; ``end`` itself where none follows."""
    if kind not in VERSIONED or end >= len(text):
        return end
    after = text[end]
    if not (after.isdigit() or after in "v \u00a0") or not any(map(str.isdigit, text[end : end + 3])):
        return end
    match = VERSION.match(text, end)
    return match.end() if match else end


NOUNS = {
    True: ("frameworks?", "databases?", "environments?", "ecosystem", "architectures?"),
    False: (
        "degrees?", "diplomas?", "tools", "tooling", "architectures?", "frameworks?", "systems", "sessions",
        "principles", "ecosystem", "best practices", "practices", "technologies", "patterns", "methods",
        "methodologies", "standards", "environments?", "networks?", "administration", "management", "certifications?",
        "design", "pipelines",
    ),
}  # fmt: skip
"""Nouns that belong to the words of a hit, for named things and for fields of work."""
HEADS = {named: re.compile(rf"[ \u00a0](?:{'|'.join(nouns)})(?![\w-])", re.I) for named, nouns in NOUNS.items()}
MAY_BE_HEAD = MayBegin({beginning(noun) for nouns in NOUNS.values() for noun in nouns})


def end_with_head(named: bool, text: str, end: int) -> int:
    """Where the words end with the noun that they are the attribute of; ``end`` itself where none follows."""
    if text[end : end + 1] not in " \u00a0":
        return end
    match = HEADS[named].match(text, end)
    return match.end() if match else end


MODERN = "modern "
MAY_END_MODERN = MayEnd([MODERN.strip()])


def begin_with_modern(text: str, start: int) -> int:
    """Where the words of a field of work begin with the "modern" before them: "modern design patterns"."""
    before = start - len(MODERN)
    return before if text[before:start].lower() == MODERN else start


def may_be_modern(page: Page, start: Column) -> Mask:
    """Whether "modern" may stand before each place."""
    may: Mask = page.among(start - 1, " ") & MAY_END_MODERN.before(page, start)
    return may


def may_go_on(page: Page, spelled: Spelled) -> Mask:
    """Whether a version or a noun that belongs to the words may follow each spelling."""
    end, blank = spelled.end, page.among(spelled.end, " \u00a0")
    digit = page.has(DIGIT, end) | page.has(DIGIT, end + 1) | page.has(DIGIT, end + 2)
    head: Mask = blank & MAY_BE_HEAD.behind(page, end)
    return head | (digit & (blank | page.among(end, "v") | page.has(DIGIT, end)))
