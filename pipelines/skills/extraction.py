"""Which skills an advert asks for: the catalogue's spellings, settled by context, with the words that show it."""

import contextlib
import functools
import gc
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.letters import casefolded_bytes
from pipelines.skills.catalogue import Catalogue
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.context import Context
from pipelines.skills.cues import REQUIREMENTS, Cues
from pipelines.skills.folding import folded
from pipelines.skills.frames import without_legal_form
from pipelines.skills.hits import SCHEMA, TAGS, Hit, Hits, LineHits
from pipelines.skills.matcher import Matcher
from pipelines.skills.pages import AMBIGUITIES, Column, Mask, Page, Spelled
from pipelines.skills.possible import MADE_BY_COMPANIES, NAMED
from pipelines.skills.remembered import Remembered
from pipelines.skills.sections import COUNTED, OPENS_TITLE, SECTIONS, TITLE, sections_of
from pipelines.skills.spans import begin_with_modern, end_of_version, end_with_head, may_be_modern, may_go_on
from pipelines.skills.surroundings import Surroundings, kinds_of
from pipelines.skills.weighing import shipped_weighing
from pipelines.skills.wording import load_wording

UNSTATED = REQUIREMENTS.index("unstated")
ASKED = AMBIGUITIES.index("asked")
SPOKEN_OR_SOFT = frozenset({"spoken_language", "soft_skill", "certificate"})
ADVERTS = 300
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
        self.matcher = Matcher(catalogue, load_wording(), self.context.phrases)
        self.weighing = shipped_weighing(self.matcher.skills)
        self._named = np.array([skill.type in NAMED for skill in self.matcher.skills])
        self._kinds = kinds_of(self.matcher.skills)
        self._counts_as = [skill.counts_as for skill in self.matcher.skills]
        self._numbers = {skill.skill: number for number, skill in enumerate(self.matcher.skills)}
        self._employers = {
            folded(spelling.casefold())
            for skill in self.matcher.skills if skill.type in MADE_BY_COMPANIES
            for spelling in skill.spellings
        }  # fmt: skip
        self._seen = Remembered()

    def forget(self) -> None:
        """Forget the lines that were read; what is found stays the same."""
        self._seen.clear()

    def extract(self, title: str, text: str, company: str | None = None, tags: Sequence[str] = ()) -> list[Hit]:
        """All hits: in the title, in the text in reading order, and among the tags."""
        return next(self.extract_all([Advert(title, text, company, tags)]))

    def extract_all(self, adverts: Iterable[Advert]) -> Iterator[list[Hit]]:
        """The hits of each advert, in the order of the adverts."""
        for size, hits in self.read(adverts):
            with _without_collector():
                found = hits.of_adverts(size, self._counts_as)
            yield from found

    def read(self, adverts: Iterable[Advert]) -> Iterator[tuple[int, Hits]]:
        """A number of adverts, the next ones, and their hits in columns, until all adverts are read."""
        remaining = iter(adverts)
        while together := list(itertools.islice(remaining, ADVERTS)):
            with _without_collector():
                hits = self._read_together(together)
            yield len(together), hits

    def tables(self, postings: pa.Array, adverts: Iterable[Advert]) -> Iterator[pa.Table]:
        """The hits of adverts with these identities, as ``SCHEMA`` says."""
        first, names = 0, pa.array(self._counts_as, pa.string())
        for size, hits in self.read(adverts):
            yield hits.table(postings.slice(first, size), names)
            first += size

    def _read_together(self, adverts: list[Advert]) -> Hits:
        """The hits of adverts: the lines of all are numbered, those that are new are read, and all are recalled."""
        if self._seen.is_full():
            self._seen.clear()
        seen, lines, first = self._seen, list[str](), []
        for advert in adverts:
            first.append(len(lines))
            lines.append(advert.title or "")
            lines += advert.text.split("\n")
        titles, size = np.array(first), np.diff(first, append=len(lines))
        numbers = seen.numbers(lines)
        self._name_employers(adverts, lines, titles, size, numbers)
        opens, sizes = seen.opens(numbers), seen.sizes(numbers)
        opens[titles] = OPENS_TITLE
        sections, width = sections_of(opens), sizes + 1
        width[titles] = 0
        place = np.cumsum(width) - width
        place -= np.repeat(place[titles], size)

        rows = np.flatnonzero((sizes > 0) & COUNTED[sections])
        readings = numbers[rows] * len(SECTIONS) + sections[rows]
        self._read(seen.unread(readings))
        reading, found = seen.recall(readings)
        line = rows[reading]
        found.start[:] += place[line]
        found.end[:] += place[line]
        return self._with_tags(adverts, Hits(np.repeat(np.arange(len(adverts)), size)[line], sections[line], found))

    def _name_employers(
        self, adverts: list[Advert], lines: list[str], titles: Column, size: Column, numbers: Column
    ) -> None:
        """Give lines that hold the name of their employer numbers of their own, if that is the name of a product."""
        names = {company: self.product_name(company) for company in {advert.company for advert in adverts} if company}
        for row, advert in enumerate(adverts):
            if name := names.get(advert.company or "", ""):
                for place in range(titles[row], titles[row] + size[row]):
                    if name in lines[place].casefold():
                        numbers[place] = self._seen.number_with(lines[place], name)

    def product_name(self, company: str) -> str:
        """A company's name where it is that of a product too, in small letters; "" elsewhere."""
        name = without_legal_form(company)
        return name if name and folded(name) in self._employers else ""

    def surroundings(self, page: Page) -> Surroundings:
        """What stands in a page and may count, before it is weighed."""
        matches = self.matcher.find(page)
        settled, how = self.context.settle(page, matches)
        return Surroundings(page, self._kinds, settled, how, Cues(page, matches))

    def _read(self, readings: Column) -> None:
        """Remember the hits of lines in their parts of adverts."""
        if not len(readings):
            return
        numbers, sections = np.divmod(readings, len(SECTIONS))
        lines = list(map(self._seen.lines.__getitem__, numbers.tolist()))
        employers = list(map(self._seen.employers.__getitem__, numbers.tolist()))
        page = Page(lines, sections, employers)
        about = self.surroundings(page)
        counts = np.flatnonzero(self.weighing.counts(about))
        spelled, asked = about.spelled.where(counts), about.requirement[counts]
        begin = page.starts[spelled.line]
        end, version = self._full_ends(page, spelled)
        kept = np.flatnonzero(_kept(spelled.start, end, spelled.ambiguity == ASKED))
        line, start = spelled.line[kept], self._full_starts(page, spelled.where(kept))
        # What is asked for by itself takes nothing that belongs to another: the "network" of "P2P network protocols".
        cut = end[kept] > np.append(start[1:], len(page.text))
        end, version = np.where(cut, spelled.end[kept], end[kept]), version[kept]
        version[cut] = None
        asked[sections[spelled.line] == TITLE] = UNSTATED
        surfaces = np.empty(len(kept), object)
        surfaces[:] = [page.text[first:last] for first, last in zip(start.tolist(), end.tolist(), strict=True)]
        marks = np.zeros(len(lines), np.int64)
        marked = np.flatnonzero((np.bincount(line, minlength=len(lines)) > 0) & (sections != TITLE))
        marks[marked] = line_marks([lines[number] for number in marked.tolist()])
        begin = begin[kept]
        found = LineHits(spelled.skill[kept], asked[kept], start - begin, end - begin, surfaces, version, marks[line])
        self._seen.store(readings, line, found)

    def in_full(self, page: Page, spelled: Spelled) -> tuple[Column, Column, NDArray[np.object_]]:
        """Where the words of spellings begin and end with what belongs to them, and their versions or None."""
        return self._full_starts(page, spelled), *self._full_ends(page, spelled)

    def _full_ends(self, page: Page, spelled: Spelled) -> tuple[Column, NDArray[np.object_]]:
        """Where the words of each hit end with what belongs to them, and its version or None."""
        end, version = spelled.end.copy(), np.full(len(spelled.end), None, object)
        rows = np.flatnonzero(may_go_on(page, spelled))
        columns = (spelled.line[rows], spelled.skill[rows], spelled.end[rows], page.starts[spelled.line[rows]])
        for row, line, skill, last, begin in zip(rows.tolist(), *(column.tolist() for column in columns), strict=True):
            whole, version[row] = _full_end(self.matcher.skills[skill].type, page.lines[line], last - begin)
            end[row] = whole + begin
        return end, version

    def _full_starts(self, page: Page, spelled: Spelled) -> Column:
        """Where the words of each hit begin with what belongs to them."""
        start = spelled.start.copy()
        rows = np.flatnonzero(~self._named[spelled.skill] & may_be_modern(page, start))
        start[rows] = [begin_with_modern(page.text, place) for place in start[rows].tolist()]
        return start

    def _with_tags(self, adverts: list[Advert], hits: Hits) -> Hits:
        """The hits with those of the adverts' tags, which stand behind the others of their advert."""
        tagged = [
            (number, self._numbers[owner.skill], tag)
            for number, advert in enumerate(adverts)
            for tag in advert.tags
            if (owner := self.catalogue.owner(tag.replace("-", " ")) or self.catalogue.owner(tag))
        ]
        if not tagged:
            return hits
        advert, skill, surface = zip(*tagged, strict=True)
        nowhere, version = np.zeros(len(tagged), np.int64), np.full(len(tagged), None, object)
        words = np.array(surface, object)
        found = LineHits(np.array(skill), nowhere + UNSTATED, nowhere, nowhere, words, version, nowhere)
        sections = np.append(hits.section, nowhere + TAGS)
        both = Hits(np.append(hits.advert, advert), sections, hits.found.followed_by(found))
        return both.where(np.argsort(both.advert, kind="stable"))


def _kept(start: Column, end: Column, ordinary: Mask) -> Mask:
    """Which hits stand when some reach into the next ones.

    "infrastructure architecture" is one thing asked for; its noun is not asked for once more.
    """
    kept = np.ones(len(start), bool)
    reach = np.maximum.accumulate(end)
    for row in (np.flatnonzero(ordinary[1:] & (start[1:] < reach[:-1])) + 1).tolist():
        last = row - 1
        while not kept[last]:
            last -= 1
        kept[row] = start[row] >= end[last]
    return kept


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
    return int(line_marks([line])[0])


def line_marks(lines: list[str]) -> Column:
    """Hashes of lines without their case and outer white space."""
    digests = [hashlib.blake2b(casefolded_bytes(line.strip()), digest_size=8).digest() for line in lines]
    return np.frombuffer(b"".join(digests), ">i8").astype(np.int64)


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
    """Hits (``hits.SCHEMA``) of a table of adverts: posting_id, title, text, company, tags."""
    read = zip(*(texts[name].to_pylist() for name in ("title", "text", "company", "tags")), strict=True)
    adverts = (Advert(title, text, company, tags or ()) for title, text, company, tags in read)
    tables = shipped_extractor().tables(texts["posting_id"].combine_chunks(), adverts)
    return pa.concat_tables([SCHEMA.empty_table(), *tables])
