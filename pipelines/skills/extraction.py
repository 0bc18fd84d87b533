"""Which skills an advert asks for: the catalogue's spellings, settled by context, with the words that show it."""

import functools
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson
import pyarrow as pa

from pipelines.skills.catalogue import Catalogue, load_catalogue, normal
from pipelines.skills.context import ContextRules
from pipelines.skills.cues import Cues
from pipelines.skills.matcher import Matcher, folded
from pipelines.skills.sections import UNCOUNTED, find_sections

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
    ]
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A skill found. ``start`` and ``end`` count characters of the text, or of the title where ``section`` is
    title; None for a tag."""

    skill: str
    requirement: str
    section: str
    start: int | None
    end: int | None
    surface: str


class Extractor:
    """A catalogue ready to be looked for in many texts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.matcher = Matcher(catalogue)

    def extract(self, title: str, text: str, company: str | None = None, tags: Sequence[str] = ()) -> list[Hit]:
        """All hits: in the title, in the text in reading order, and among the tags."""
        return [*self._in_title(title, company), *self._in_text(text, company), *self._in_tags(tags)]

    def _in_title(self, title: str, company: str | None) -> Iterable[Hit]:
        for found in ContextRules(title, company).settle(self.matcher.find(title)):
            surface = title[found.start : found.end]
            yield Hit(found.skill.counts_as, "unstated", "title", found.start, found.end, surface)

    def _in_text(self, text: str, company: str | None) -> Iterable[Hit]:
        haystack = folded(text)
        found = self.matcher.find(text, haystack)
        if not found:
            return
        sections, cues = find_sections(text), Cues(text, haystack)
        for item in ContextRules(text, company).settle(found):
            section = sections.at(item.start)
            if section in UNCOUNTED:
                continue
            line_end = text.find("\n", item.end)
            if cues.excluded(text.rfind("\n", 0, item.start) + 1, len(text) if line_end < 0 else line_end):
                continue
            asked = cues.requirement(item.start, item.end, section)
            yield Hit(item.skill.counts_as, asked, section, item.start, item.end, text[item.start : item.end])

    def _in_tags(self, tags: Sequence[str]) -> Iterable[Hit]:
        for tag in tags:
            skill = self.catalogue.spellings.get(normal(tag.replace("-", " "))) or self.catalogue.spellings.get(
                normal(tag)
            )
            if skill:
                yield Hit(skill.counts_as, "unstated", "tags", None, None, tag)


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
    """JSON lines {"id","title","text"} in, {"id","skills"} out; offsets count characters of the given text.

    A hit in the title alone has no offsets. A line that is not such an object is named in the log and left
    out. Returns 0, or 1 if any line was left out.
    """
    extractor, broken = shipped_extractor(), 0
    labels = extractor.catalogue.skills
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
        skills = [
            {
                "skill": hit.skill,
                "label": labels[hit.skill].label,
                "start": hit.start if hit.section != "title" else None,
                "end": hit.end if hit.section != "title" else None,
                "surface": hit.surface,
                "requirement": hit.requirement,
                "section": hit.section,
            }
            for hit in hits
        ]
        target.write(orjson.dumps({"id": row.get("id"), "skills": skills}) + b"\n")
    target.flush()
    return 1 if broken else 0
