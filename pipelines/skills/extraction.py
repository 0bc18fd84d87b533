"""Which skills an advert asks for: the catalogue's spellings, settled by context, with the words that show it."""

import contextlib
import functools
import gc
import hashlib
import itertools
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import orjson
import pyarrow as pa

from pipelines.skills.catalogue import Catalogue, Skill
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.context import MADE_BY_COMPANIES, NAMED, Context
from pipelines.skills.cues import REQUIREMENTS, Cues
from pipelines.skills.evidence import best_evidence
from pipelines.skills.frames import without_legal_form
from pipelines.skills.matcher import Matcher, folded
from pipelines.skills.pages import AMBIGUITIES, Page
from pipelines.skills.sections import UNCOUNTED, parts
from pipelines.skills.spans import begin_with_modern, end_of_version, end_with_head, may_go_on
from pipelines.skills.weighing import Surroundings, shipped_weighing
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


class Hit(NamedTuple):
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


_hit = functools.partial(tuple.__new__, Hit)
"""Makes a hit of its columns in a third of the time that it takes by name."""
Key = tuple[str, str, str]
"""A line, its part, and the employer's name if it stands in the line."""
Seen = tuple[str, str, int, int, str, str | None, int | None]
"""A hit in a line: skill, requirement, start and end in the line, words, version, mark of the line."""
LONGEST_SEEN = 2000
MOST_SEEN = 60_000
"""Lines remembered: half of the bytes of adverts stand in lines that other adverts of the employer have too."""
ASKED = AMBIGUITIES.index("asked")
SPOKEN_OR_SOFT = frozenset({"spoken_language", "soft_skill", "certificate"})
ADVERTS = 200
"""Adverts read together."""


@dataclass(frozen=True, slots=True)
class Advert:
    """What is read of an advert."""

    title: str
    text: str
    company: str | None = None
    tags: Sequence[str] = ()


class Extractor:
    """A catalogue ready to be looked for in many texts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.context = Context(list(catalogue.skills.values()))
        self.matcher = Matcher(catalogue, load_wording(), self.context.signs)
        self.weighing = shipped_weighing()
        self._counts_as = [skill.counts_as for skill in self.matcher.skills]
        self._employers = {
            folded(spelling.casefold())
            for skill in self.matcher.skills if skill.type in MADE_BY_COMPANIES
            for spelling in skill.spellings
        }  # fmt: skip
        self._seen: dict[Key, list[Seen]] = {}

    def extract(self, title: str, text: str, company: str | None = None, tags: Sequence[str] = ()) -> list[Hit]:
        """All hits: in the title, in the text in reading order, and among the tags."""
        return next(self.extract_all([Advert(title, text, company, tags)]))

    def extract_all(self, adverts: Iterable[Advert]) -> Iterator[list[Hit]]:
        """The hits of each advert, in the order of the adverts."""
        for together in _together(adverts):
            with _without_collector():
                found = self._read_together(together)
            yield from found

    def _read_together(self, adverts: list[Advert]) -> list[list[Hit]]:
        if len(self._seen) > MOST_SEEN:
            self._seen.clear()
        unseen: dict[Key, list[Seen]] = {}
        read = [self._lines(advert, unseen) for advert in adverts]
        self._read(unseen)
        self._seen.update(item for item in unseen.items() if len(item[0][0]) <= LONGEST_SEEN)
        return [
            [
                *(
                    _hit((skill, requirement, section, place + start, place + end, surface, version, mark))
                    for place, section, hits in lines
                    for skill, requirement, start, end, surface, version, mark in hits
                ),
                *self._in_tags(advert.tags),
            ]
            for advert, lines in zip(adverts, read, strict=True)
        ]

    def _lines(self, advert: Advert, unseen: dict[Key, list[Seen]]) -> list[tuple[int, str, list[Seen]]]:
        """The title and the lines that may ask for something: place in the text, part, and the hits.

        Those of lines that were not seen before are not known yet.
        """
        seen = self._seen
        name = without_legal_form(advert.company) if advert.company else ""
        if name and folded(name) not in self._employers:
            name = ""
        lines = []
        for place, line, section in itertools.chain([(0, advert.title, "title")], parts(advert.text)):
            if line and section not in UNCOUNTED:
                key = (line, section, name if name and name in line.casefold() else "")
                hits = seen.get(key)
                if hits is None:
                    hits = unseen.setdefault(key, [])
                    lines.append((place, section, hits))
                elif hits:
                    lines.append((place, section, hits))
        return lines

    def surroundings(self, page: Page) -> Surroundings:
        """What stands in a page and may count, before it is weighed."""
        matches = self.matcher.find(page)
        settled, how = self.context.settle(page, matches)
        return Surroundings(page, self.matcher.skills, settled, how, Cues(page, matches))

    def _read(self, lines: dict[Key, list[Seen]]) -> None:
        """Add the hits of each line, with places in it: nothing but the line and its part decides what it asks for."""
        if not lines:
            return
        page = Page(*map(list, zip(*lines, strict=True)))
        about = self.surroundings(page)
        counts = np.flatnonzero(self.weighing.counts(about))
        spelled = about.spelled.where(counts)
        begin = page.starts[spelled.line]
        rows = zip(
            spelled.line.tolist(), spelled.skill.tolist(), (spelled.start - begin).tolist(),
            (spelled.end - begin).tolist(), (spelled.ambiguity == ASKED).tolist(),
            about.requirement[counts].tolist(), may_go_on(page, spelled).tolist(), strict=True,
        )  # fmt: skip
        found, last, hits, reach = list(lines.values()), -1, [], 0
        for line, number, start, end, ordinary, requirement, goes_on in rows:
            if line != last:
                last, text, hits, reach = line, page.lines[line], found[line], 0
                title = page.sections[line] == "title"
                mark = None if title else line_mark(text)
            # "infrastructure architecture" is one thing asked for; its noun is not asked for once more.
            if ordinary and start < reach:
                continue
            skill, version = self.matcher.skills[number], None
            if goes_on:
                end, version = _full_end(skill.type, text, end)
            if skill.type not in NAMED:
                start = begin_with_modern(text, start)
            asked = "unstated" if title else REQUIREMENTS[requirement]
            hits.append((self._counts_as[number], asked, start, end, text[start:end], version, mark))
            reach = end

    def _in_tags(self, tags: Sequence[str]) -> Iterable[Hit]:
        for tag in tags:
            skill = self.catalogue.owner(tag.replace("-", " ")) or self.catalogue.owner(tag)
            if skill:
                yield Hit(skill.counts_as, "unstated", "tags", None, None, tag)


def _together(adverts: Iterable[Advert]) -> Iterator[list[Advert]]:
    remaining = iter(adverts)
    while batch := list(itertools.islice(remaining, ADVERTS)):
        yield batch


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Reading makes very many small objects and no cycles: looking for some took a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def line_mark(line: str) -> int:
    """A hash of a line that is the same in every process and on every machine."""
    digest = hashlib.blake2b(line.strip().casefold().encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


def _full_end(kind: str, text: str, end: int) -> tuple[int, str | None]:
    """Where the words of a hit end, with what belongs to them, and the version if one follows."""
    whole = end_of_version(kind, text, end)
    version = text[end:whole].strip() or None
    if kind not in SPOKEN_OR_SOFT and version is None:
        whole = end_with_head(kind in NAMED, text, whole)
    return whole, version


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
    read = zip(*(texts[name].to_pylist() for name in ("title", "text", "company", "tags")), strict=True)
    adverts = (Advert(title, text, company, tags or ()) for title, text, company, tags in read)
    found = zip(texts["posting_id"].to_pylist(), extractor.extract_all(adverts), strict=True)
    rows = [(posting, *hit) for posting, hits in found for hit in hits]
    if not rows:
        return SCHEMA.empty_table()
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA)


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
