"""The skills of single adverts as lists: JSON lines in, JSON lines out."""

import logging
from typing import Any, BinaryIO

import orjson

from pipelines.skills.catalogue import Skill
from pipelines.skills.evidence import best_evidence
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.hits import Hit
from pipelines.skills.unlisted import Unlisted, shipped_reader

logger = logging.getLogger(__name__)

OWN_LISTS = {"soft_skill": "soft_skills"}
"""Types that never stand among the skills."""


def extract_lines(source: BinaryIO, target: BinaryIO, phrases: bool = True) -> int:
    """JSON lines {"id","title","text"} in, {"id","skills","soft_skills"} out.

    Offsets count characters of the given text; a hit in the title alone, or of a tag, has none. Of several hits of a
    skill the best are listed (``pipelines.skills.evidence``). With ``phrases`` the words of hits reach as far as a
    reader would mark them, and phrases that no entry covers are listed with the skill null and the type ``unlisted``.
    Soft skills stand in a list of their own: nobody can be examined in them. A line that is not such an object is named
    in the log and left out. Returns 0, or 1 if any line was left out.
    """
    extractor, broken = shipped_extractor(), 0
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
            hits = extractor.extract(row.get("title") or "", row["text"], row.get("company"), row.get("tags") or ())
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            logger.error('line %d: not a JSON object with "text" (%r); left out', number, error)
            broken += 1
            continue
        if phrases:
            hits, unlisted = shipped_reader().complete(hits, row["text"], row.get("company"))
        else:
            hits, unlisted = best_evidence(hits, row["text"]), list[Unlisted]()
        lists: dict[str, list[dict[str, Any]]] = {"skills": [], "soft_skills": []}
        for hit in hits:
            skill = extractor.catalogue.skills[hit.skill]
            lists[OWN_LISTS.get(skill.type, "skills")].append(_as_row(hit, skill))
        lists["skills"] += [_unlisted_as_row(phrase) for phrase in unlisted]
        target.write(orjson.dumps({"id": row.get("id"), **lists}) + b"\n")
    target.flush()
    return 1 if broken else 0


def _as_row(hit: Hit, skill: Skill) -> dict[str, Any]:
    placed = hit.section != "title"
    return {
        "skill": hit.skill,
        "label": skill.label,
        "type": skill.type,
        "start": hit.start if placed else None,
        "end": hit.end if placed else None,
        "surface": hit.surface,
        "requirement": hit.requirement,
        "section": hit.section,
        "version": hit.version,
    }


def _unlisted_as_row(phrase: Unlisted) -> dict[str, Any]:
    return {
        "skill": None,
        "label": " ".join(phrase.surface.split()),
        "type": "unlisted",
        "start": phrase.start,
        "end": phrase.end,
        "surface": phrase.surface,
        "requirement": phrase.requirement,
        "section": phrase.section,
        "version": None,
    }
