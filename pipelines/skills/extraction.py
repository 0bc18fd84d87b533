"""Which skills an advert asks for: the catalogue's spellings, settled by context, with the words that show it."""

import functools
import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson
import pyarrow as pa

from pipelines.skills.catalogue import Catalogue, Skill
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.context import NAMED, ContextRules
from pipelines.skills.cues import BY_SECTION, Cues
from pipelines.skills.evidence import best_evidence
from pipelines.skills.frames import without_legal_form
from pipelines.skills.matcher import Found, Matcher, Matches
from pipelines.skills.sections import UNCOUNTED, parts
from pipelines.skills.spans import end_of_version, end_with_head
from pipelines.skills.weighing import shipped_weighing
from pipelines.skills.wording import load_wording

logger = logging.getLogger(__name__)

SCHEMA = pa.schema(
    [
        ("posting_id", pa.int64()),
        ("skill", pa.string()),
        ("requirement", pa.string()),
        ("section", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("surface", pa.string()),
        ("version", pa.string()),
        ("line", pa.int64()),
    ]
)


OWN_LISTS = {"soft_skill": "soft_skills"}
"""Types that never stand among the skills."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A skill found. ``start`` and ``end`` count characters of the text, or of the title where ``section`` is
    title; None for a tag. ``surface`` holds the words with the version that follows them.
    ``line`` is a hash of the line without case and outer white space: an employer's template has it in most adverts."""

    skill: str
    requirement: str
    section: str
    start: int | None
    end: int | None
    surface: str
    version: str | None = None
    line: int | None = None


Key = tuple[str, str, str]
"""A line, its part, and the employer's name if it stands in the line."""
LONGEST_SEEN = 2000
MOST_SEEN = 40_000
"""Lines remembered: half of the bytes of adverts stand in lines that other adverts of the employer have too."""
SPOKEN_OR_SOFT = frozenset({"spoken_language", "soft_skill", "certificate"})


class Extractor:
    """A catalogue ready to be looked for in many texts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.matcher = Matcher(catalogue, load_wording())
        self.weighing = shipped_weighing()
        self._seen: dict[Key, list[Hit]] = {}

    def extract(self, title: str, text: str, company: str | None = None, tags: Sequence[str] = ()) -> list[Hit]:
        """All hits: in the title, in the text in reading order, and among the tags."""
        return [*self._in_title(title, company), *self._in_text(text, company), *self._in_tags(tags)]

    def _in_title(self, title: str, company: str | None) -> Iterable[Hit]:
        name = without_legal_form(company) if company else ""
        for hit in self._in_line(title, "title", name, self.matcher.find(title)):
            yield Hit(hit.skill, "unstated", "title", hit.start, hit.end, hit.surface, hit.version)

    def _in_text(self, text: str, company: str | None) -> Iterable[Hit]:
        name = without_legal_form(company) if company else ""
        seen = self._seen
        if len(seen) > MOST_SEEN:
            seen.clear()
        read: list[tuple[int, Key]] = []
        unseen: dict[Key, None] = {}
        once: dict[Key, list[Hit]] = {}
        for place, line, section in parts(text):
            if line and section not in UNCOUNTED:
                key = (line, section, name if name and name in line.casefold() else "")
                read.append((place, key))
                if key not in seen:
                    unseen[key] = None
        if unseen:
            new = list(unseen)
            for key, matches in zip(new, self.matcher.find_in_lines([key[0] for key in new]), strict=True):
                (seen if len(key[0]) <= LONGEST_SEEN else once)[key] = self._in_line(*key, matches)
        for place, key in read:
            for hit in seen[key] if key in seen else once[key]:
                yield Hit(
                    hit.skill, hit.requirement, key[1], place + (hit.start or 0), place + (hit.end or 0), hit.surface,
                    hit.version, hit.line,
                )  # fmt: skip

    def _in_line(self, line: str, section: str, company: str, matches: Matches) -> list[Hit]:
        """The hits of one line, with offsets in it: nothing but the line and its part decides what it asks for."""
        if not matches.found:
            return []
        settled = ContextRules(line, company, matches.asks, section in BY_SECTION).settle(matches.found)
        hits: list[Hit] = []
        free_from, mark = 0, line_mark(line)
        for item, requirement in self.weighing.weigh(line, settled, section, Cues(line, matches.cues)):
            # "infrastructure architecture" is one thing asked for; its noun is not asked for once more.
            if item.start >= free_from or item.ambiguity != "asked":
                hits.append(_hit(item, line, requirement, section, mark))
                free_from = hits[-1].end or 0
        return hits

    def _in_tags(self, tags: Sequence[str]) -> Iterable[Hit]:
        for tag in tags:
            skill = self.catalogue.owner(tag.replace("-", " ")) or self.catalogue.owner(tag)
            if skill:
                yield Hit(skill.counts_as, "unstated", "tags", None, None, tag)


def line_mark(line: str) -> int:
    """A hash of a line that is the same in every process and on every machine."""
    digest = hashlib.blake2b(line.strip().casefold().encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


def _hit(item: Found, text: str, requirement: str, section: str, line: int) -> Hit:
    end = end_of_version(item.skill.type, text, item.end)
    version = text[item.end : end].strip() or None
    if item.skill.type not in SPOKEN_OR_SOFT and version is None:
        end = end_with_head(item.skill.type in NAMED, text, end)
    return Hit(item.skill.counts_as, requirement, section, item.start, end, text[item.start : end], version, line)


@functools.cache
def shipped_extractor() -> Extractor:
    """The extractor of the shipped catalogue, made once per process."""
    return Extractor(load_catalogue())


def extract(title: str, text: str, company: str | None = None, tags: Sequence[str] = ()) -> list[Hit]:
    """Skills of one advert, by the shipped catalogue."""
    return shipped_extractor().extract(title, text, company, tags)


def extract_batch(texts: pa.Table) -> pa.Table:
    """Hits (``SCHEMA``) of a table of adverts: posting_id, title, text, company, tags."""
    extractor = shipped_extractor()
    columns: dict[str, list[Any]] = {name: [] for name in SCHEMA.names}
    rows = zip(*(texts[name].to_pylist() for name in ("posting_id", "title", "text", "company", "tags")), strict=True)
    for posting, title, text, company, tags in rows:
        for hit in extractor.extract(title, text, company, tags or ()):
            columns["posting_id"].append(posting)
            for name in SCHEMA.names[1:]:
                columns[name].append(getattr(hit, name))
    return pa.table(columns, schema=SCHEMA)


def extract_lines(source: BinaryIO, target: BinaryIO) -> int:
    """JSON lines {"id","title","text"} in, {"id","skills","soft_skills"} out.

    Offsets count characters of the given text; a hit in the title alone, or of a tag, has none. Of several hits of a
    skill the best are listed (``pipelines.skills.evidence``). Soft
    skills stand in a list of their own: nobody can be examined in them. A line that is not
    such an object is named in the log and left out. Returns 0, or 1 if any line was left out.
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
        lists: dict[str, list[dict[str, Any]]] = {"skills": [], "soft_skills": []}
        for hit in best_evidence(hits, row["text"]):
            skill = extractor.catalogue.skills[hit.skill]
            lists[OWN_LISTS.get(skill.type, "skills")].append(_as_row(hit, skill))
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
