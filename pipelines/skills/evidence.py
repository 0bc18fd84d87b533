"""Which of an advert's hits show best that it asks for a skill: those listed when its skills are asked for.

The warehouse keeps every hit. Here a skill never gets lost: of its hits only those go that say less than another.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.skills.hits import Hit

ASKED = frozenset({"must", "nice"})
ASKING_PARTS = frozenset({"requirements", "nice_to_have"})
SELF_PRAISE = frozenset({"about", "other"})
JOB = re.compile(
    r"(?:[^\S\n]|[/-])*(?:\w+(?:[^\S\n]|[/-])+)?(?:developers?|engineers?|architects?|programmers?|consultants?|administrators?|"
    r"specialists?|analysts?|leads?|managers?|experts?|designers?|scientists?|teams?)\b",
    re.I,
)
"""Behind a skill: it names a job or people, "a Java developer", and only by the way the skill."""
OPENED, CLOSED = re.compile(r"\s*\(\s*"), re.compile(r"\s*\)")


def best_evidence(hits: Sequence["Hit"], text: str) -> list["Hit"]:
    """The hits of an advert's text, in its order, without those that the same skill has a better one for.

    Names of jobs give way to other sentences; where a part of the advert is headed as its requirements, mentions
    before it give way to what is asked for. A name with its abbreviation in brackets is one piece of evidence.
    """
    plain = {hit.skill for hit in hits if not _names_a_job(hit, text)}
    is_divided = any(hit.section in ASKING_PARTS for hit in hits)
    hits = [hit for hit in hits if hit.skill not in plain or not _names_a_job(hit, text)]
    asked = {hit.skill for hit in hits if hit.requirement in ASKED}
    kept: list[Hit] = []
    for hit in hits:
        said_by_the_way = hit.requirement == "unstated" and (
            hit.section == "about" or (is_divided and hit.section in SELF_PRAISE)
        )
        if said_by_the_way and hit.skill in asked:
            continue
        if kept and _is_abbreviation(kept[-1], hit, text):
            kept[-1] = _joined(kept[-1], hit, text)
        else:
            kept.append(hit)
    return kept


def _names_a_job(hit: "Hit", text: str) -> bool:
    """Whether a job follows the words; a title that stands apart from the text names one always."""
    if hit.start is None or hit.end is None:
        return False
    return hit.section == "title" or JOB.match(text, hit.end) is not None


def _is_abbreviation(before: "Hit", hit: "Hit", text: str) -> bool:
    if before.skill != hit.skill or before.end is None or hit.start is None or "title" in (before.section, hit.section):
        return False
    return OPENED.fullmatch(text, before.end, hit.start) is not None


def _joined(before: "Hit", hit: "Hit", text: str) -> "Hit":
    closed = CLOSED.match(text, hit.end or 0)
    end = closed.end() if closed else hit.end
    return before._replace(end=end, surface=text[before.start : end])
