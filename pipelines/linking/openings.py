"""Decides which postings are one opening, from the postings and the likeness of their texts.

A pure function of all postings and pairs: the order in which they came does not matter, so links made day by day
equal links made at once. Steps: equal texts close in time are one stretch; stretches are joined by alike texts; what
must be apart (years asked, the user's word) is kept apart; requisitions open at once in one place are counted
apart; a gap of more than 60 days ends an opening.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.linking.corrections import Corrections
from pipelines.linking.graph import Indices, components, kept_apart, unbroken
from pipelines.linking.signing import LONG_ENOUGH
from pipelines.linking.titles import LEVELS, TERMS

LONGEST_GAP = 60
"""Days without the advert after which it opens a new vacancy."""
ALIKE = 0.8
"""Likeness from which texts of one employer and title are one opening."""
EDITED = 0.6
"""Likeness that does where nothing else could be meant; such links are called probable."""
EDITED_ELSEWHERE = 0.7
"""The same for adverts of different places."""
SHORT = 2_000
"""Characters under which little of a text is the employer's own standing words, so that likeness says more."""
COPIED = 0.9
"""Likeness from which an agency's text is another employer's."""
QUIET_DAYS = 14
"""An employer writes one or two adverts at a time if it begins no third so many days before or after."""
NEXT_ROUND = 7
"""Days between the beginnings of two adverts from which the later can be the earlier one again."""
FOLLOWED = 0.75
"""Likeness from which such an advert is the earlier one again whatever its title."""
MOST_STEPS = 4
"""How many of the employer's adverts back an earlier round is looked for."""
SAME_DAYS = 1
"""Days within which two adverts of an archive, each seen once, count as standing at the same time."""
ACROSS, FOLLOWING = 0, 1
"""Values of ``store.text_pair.block`` that are not a block."""
LONGEST_ROLE = 6
"""Words from which a title is taken for a list of roles."""
SHORTEST_NAME = 5
"""Letters from which one name that stands in another is taken for the same employer's."""
RENAMED = 0.95
"""Likeness from which two short texts of one employer are one opening under other titles."""
RENAMED_SHORT = 2_500
"""Characters under which a text is short for that: longer ones are often the employer's words about itself."""
MOST_COPIES = 60
"""Stretches of one text at several employers that are compared with each other; more only with their neighbours."""

LINKED = pa.schema(
    [
        pa.field("posting_id", pa.int64()),
        pa.field("vacancy_id", pa.int64()),
        pa.field("strict_vacancy_id", pa.int64()),
        pa.field("basis", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("linked_to", pa.int64()),
        pa.field("probable", pa.bool_()),
    ]
)
KINDS = ("text", "edited_text", "agency_copy", "user")
TEXT, EDIT, AGENCY, USER = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class Postings:
    """Columns of all postings, one row each; places, sources and requisitions as hashes, 0 for none."""

    posting_id: Indices
    employer: NDArray[np.uint64]
    block: NDArray[np.uint64]
    text_id: NDArray[np.uint64]
    title: NDArray[np.uint64]
    source: NDArray[np.uint64]
    place: NDArray[np.uint64]
    requisition: NDArray[np.uint64]
    letters: Indices
    from_day: Indices
    to_day: Indices
    archive: NDArray[np.bool_]
    named: NDArray[np.bool_]
    agency: NDArray[np.bool_]
    title_words: pa.ChunkedArray
    company_key: pa.ChunkedArray

    @classmethod
    def read(cls, table: pa.Table) -> "Postings":
        """From a table with these columns, in any order of rows; they are put in order of posting_id."""
        ids = table["posting_id"].to_numpy()
        if len(ids) and not (ids[1:] > ids[:-1]).all():
            table = table.sort_by("posting_id")
        columns = {}
        for field in fields(cls):
            column = table[field.name]
            if field.name not in {"title_words", "company_key"}:
                column = column.to_numpy()
                column = column.astype(np.int64) if column.dtype in (np.int32, np.int16) else column
            columns[field.name] = column
        return cls(**columns)

    def __len__(self) -> int:
        return len(self.posting_id)


@dataclass(frozen=True, slots=True)
class Stretches:
    """Postings with one text, employer and title without a long gap. ``of`` is each posting's stretch."""

    of: Indices
    first: Indices
    """Row of the first posting of each stretch."""
    start: Indices
    end: Indices
    group: Indices
    keys: NDArray[np.uint64]
    """Sorted keys of (block, text); ``group`` is a stretch's place in it."""
    bounds: Indices
    """Where each key's stretches begin; one longer than ``keys``."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of stretches that may be one opening."""

    one: Indices
    other: Indices
    likeness: NDArray[np.float64]
    asked: NDArray[np.str_]
    kind: Indices


def following(postings: Postings) -> tuple[Indices, Indices]:
    """Rows of adverts that follow each other on one source, where an employer writes one or two at a time.

    An employer that writes so, such as each month's comment in a hiring thread, says with a new title the same
    opening, if the text is alike.
    """
    order = np.lexsort((postings.posting_id, postings.from_day, postings.source, postings.employer))
    order = order[(postings.text_id[order] != 0) & postings.named[order]]
    quiet = order[_quiet(postings, order)]
    one, other = [quiet[:0]], [quiet[:0]]
    for step in range(1, MOST_STEPS + 1):
        a, b = quiet[:-step], quiet[step:]
        kept = (postings.employer[a] == postings.employer[b]) & (postings.source[a] == postings.source[b])
        kept &= postings.from_day[b] - postings.from_day[a] >= NEXT_ROUND
        gap = postings.from_day[b] - postings.to_day[a]
        kept &= (gap >= 0) & (gap <= LONGEST_GAP)
        one.append(a[kept])
        other.append(b[kept])
    return np.concatenate(one), np.concatenate(other)


def _quiet(postings: Postings, order: Indices) -> NDArray[np.bool_]:
    """Which of the adverts, in order of employer, source and day, have at most one other near them."""
    quiet = np.ones(len(order), dtype=bool)
    employer, source, day = postings.employer[order], postings.source[order], postings.from_day[order]
    near = np.zeros(len(order), dtype=np.int64)
    for step in (1, 2):
        close = (employer[step:] == employer[:-step]) & (source[step:] == source[:-step])
        close &= day[step:] - day[:-step] <= QUIET_DAYS
        near[step:] += close
        near[: len(near) - step] += close
    return quiet & (near <= 1)


def openings(postings: Postings, pairs: pa.Table, corrections: Corrections) -> pa.Table:
    """One row per posting with its opening, in order of posting_id; columns of ``LINKED``.

    ``pairs`` is ``store.text_pair``: pairs of texts within a block, across employers and following each other.
    """
    rows = {int(identity): row for row, identity in enumerate(postings.posting_id)} if corrections else {}
    never = [(rows[a], rows[b]) for a, b in corrections.never if a in rows and b in rows]
    always = [(rows[a], rows[b]) for a, b in corrections.always if a in rows and b in rows]
    stretches = _stretches(postings, [row for pair in never for row in pair])
    accepted, apart = _judged(postings, stretches, pairs)
    by_hand = np.array([[stretches.of[a], stretches.of[b]] for a, b in always], dtype=np.int64).reshape(-1, 2)
    accepted = _joined(accepted, by_hand[:, 0], by_hand[:, 1], np.ones(len(by_hand)), USER)
    apart += [(int(stretches.of[a]), int(stretches.of[b])) for a, b in never]
    label = _apart(components(len(stretches.first), accepted.one, accepted.other), accepted, apart)
    opening = _without_gaps(postings, _requisitions(postings, label[stretches.of]))
    return _described(postings, stretches, accepted, opening)


def _stretches(postings: Postings, single: list[int]) -> Stretches:
    """Group equal texts; the rows in ``single`` and texts like them are kept as one stretch per posting."""
    key = _key(postings.block, postings.text_id)
    lonely = (postings.text_id == 0) | (~postings.named & (postings.letters < LONG_ENOUGH))
    key[lonely] = _key(postings.posting_id[lonely].astype(np.uint64), np.full(lonely.sum(), 7, dtype=np.uint64))
    keys, group = np.unique(key, return_inverse=True)
    order = np.lexsort((postings.posting_id, postings.from_day, group))
    begins = unbroken(group[order], postings.from_day[order], postings.to_day[order], LONGEST_GAP)
    begins |= np.isin(group[order], group[single])
    firsts = np.flatnonzero(begins)
    of = np.empty(len(order), dtype=np.int64)
    of[order] = np.cumsum(begins) - 1
    return Stretches(
        of=of,
        first=order[firsts],
        start=postings.from_day[order[firsts]],
        end=np.maximum.reduceat(postings.to_day[order], firsts) if len(firsts) else firsts,
        group=group[order[firsts]],
        keys=keys,
        bounds=np.searchsorted(group[order[firsts]], np.arange(len(keys) + 1)),
    )


def _key(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (one ^ (one >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15) + other
    return np.asarray((mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9), dtype=np.uint64)


def _judged(postings: Postings, stretches: Stretches, pairs: pa.Table) -> tuple[Edges, list[tuple[int, int]]]:
    """The pairs of stretches that are one opening, and those that must not be."""
    block = pairs["block"].to_numpy()
    within = _within(stretches, pairs.filter(pa.array(block > FOLLOWING)))
    exploded = _exploded(stretches)
    within = _joined(within, *exploded, np.ones(len(exploded[0])), TEXT)
    close = _gap(stretches, within.one, within.other) <= LONGEST_GAP
    named = postings.named[stretches.first[within.one]]
    close &= named | (within.likeness >= COPIED)
    within = _only(within, close)
    bad = within.asked == "contradict"
    for at in np.flatnonzero(within.asked == "differ"):
        bad[at] = _stand_together(postings, stretches, int(within.one[at]), int(within.other[at]))
    alike = _only(within, ~bad & (within.likeness >= ALIKE))
    label = components(len(stretches.first), alike.one, alike.other)
    doubtful = _ambiguous(postings, label[stretches.of])
    edited = _only(within, ~bad & (within.likeness < ALIKE) & _edited(postings, stretches, within, doubtful))
    edited = Edges(edited.one, edited.other, edited.likeness, edited.asked, np.full(len(edited.one), EDIT))
    found = [alike, edited, _succeeding(postings, stretches, pairs.filter(pa.array(block == FOLLOWING)), doubtful)]
    found.append(_copied(postings, stretches, pairs.filter(pa.array(block == ACROSS))))
    apart = [(int(a), int(b)) for a, b in zip(within.one[bad], within.other[bad], strict=True)]
    return _concatenated(found), apart


def _edited(postings: Postings, stretches: Stretches, within: Edges, doubtful: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether texts of less likeness are one opening: nothing else can be meant, or a short text was written anew."""
    one, other = stretches.first[within.one], stretches.first[within.other]
    clear = ~np.isin(postings.block[one], doubtful)
    here = postings.place[one] == postings.place[other]
    short = np.maximum(postings.letters[one], postings.letters[other]) < SHORT
    later = _gap(stretches, within.one, within.other) >= NEXT_ROUND
    again = short & here & later & (within.asked == "same")
    least = np.where(here | short, EDITED, EDITED_ELSEWHERE)
    return np.asarray((clear & (within.likeness >= least)) | (again & (within.likeness >= EDITED)), dtype=bool)


def _within(stretches: Stretches, pairs: pa.Table) -> Edges:
    block = pairs["block"].to_numpy()
    one = _places(stretches, _key(block, pairs["text_a"].to_numpy()))
    other = _places(stretches, _key(block, pairs["text_b"].to_numpy()))
    return _expanded(stretches, pairs, one, other)


def _numbered(one: Indices, other: NDArray[Any]) -> Indices:
    """Equal pairs of values get equal numbers, from 0 up."""
    keys = _key(one.astype(np.uint64), other.astype(np.uint64))
    return np.asarray(np.unique(keys, return_inverse=True)[1], dtype=np.int64)


def _places(stretches: Stretches, keys: NDArray[np.uint64]) -> Indices:
    """Where each key stands among the groups; -1 for one that no posting has any more."""
    if not len(stretches.keys):
        return np.full(len(keys), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(stretches.keys, keys), len(stretches.keys) - 1)
    return np.asarray(np.where(stretches.keys[at] == keys, at, -1), dtype=np.int64)


def _expanded(stretches: Stretches, pairs: pa.Table, one: Indices, other: Indices) -> Edges:
    """Every stretch of the one group with every stretch of the other."""
    there = (one >= 0) & (other >= 0)
    one, other = one[there], other[there]
    first, second = stretches.bounds[one], stretches.bounds[other]
    many, more = stretches.bounds[one + 1] - first, stretches.bounds[other + 1] - second
    times = many * more
    pair = np.repeat(np.arange(len(one)), times)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    return Edges(
        one=first[pair] + place // more[pair],
        other=second[pair] + place % more[pair],
        likeness=pairs["likeness"].to_numpy()[there][pair].astype(np.float64),
        asked=pairs["asked"].to_numpy(zero_copy_only=False)[there][pair].astype(str),
        kind=np.full(len(pair), TEXT),
    )


def _exploded(stretches: Stretches) -> tuple[Indices, Indices]:
    """Pairs of stretches of one group: there are several where a gap parts them, or the user's word did."""
    several = np.flatnonzero(np.diff(stretches.bounds) > 1)
    pairs = [
        (one, other)
        for group in several
        for one in range(stretches.bounds[group], stretches.bounds[group + 1])
        for other in range(one + 1, stretches.bounds[group + 1])
    ]
    listed = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return listed[:, 0], listed[:, 1]


def _gap(stretches: Stretches, one: Indices, other: Indices) -> Indices:
    """Days between two stretches; negative if they overlap."""
    apart = np.maximum(stretches.start[one] - stretches.end[other], stretches.start[other] - stretches.end[one])
    return np.asarray(apart, dtype=np.int64)


def _stand_together(postings: Postings, stretches: Stretches, one: int, other: int) -> bool:
    """Whether the two texts stood at the same time, in one place, on one source (by their first postings)."""
    a, b = stretches.first[one], stretches.first[other]
    slack = SAME_DAYS if postings.archive[a] else 0
    together = _gap(stretches, np.array([one]), np.array([other]))[0] <= slack
    return bool(together and postings.place[a] == postings.place[b] and postings.source[a] == postings.source[b])


def _ambiguous(postings: Postings, label: Indices) -> NDArray[np.uint64]:
    """Blocks whose title names several openings: two of them stood at once in one place with different texts."""
    order = np.lexsort((postings.from_day, postings.place, postings.source, postings.block))
    a, b = order[:-1], order[1:]
    same = (postings.block[a] == postings.block[b]) & (postings.place[a] == postings.place[b])
    same &= (postings.source[a] == postings.source[b]) & (label[a] != label[b])
    slack = np.where(postings.archive[a], SAME_DAYS, -1)
    same &= postings.from_day[b] - postings.to_day[a] <= slack
    return np.unique(postings.block[a[same]])


def _succeeding(postings: Postings, stretches: Stretches, pairs: pa.Table, doubtful: NDArray[np.uint64]) -> Edges:
    """Adverts that stand by themselves and follow each other, with alike texts."""
    one, other = following(postings)
    low, high = postings.text_id[one], postings.text_id[other]
    keys = _key(np.minimum(low, high), np.maximum(low, high))
    known = _key(pairs["text_a"].to_numpy(), pairs["text_b"].to_numpy())
    order = np.argsort(known)
    likeness = np.zeros(len(keys))
    asked = np.full(len(keys), "same", dtype="<U10")
    if len(known):
        at = np.minimum(np.searchsorted(known[order], keys), len(known) - 1)
        hit = known[order][at] == keys
        likeness[hit] = pairs["likeness"].to_numpy()[order][at[hit]]
        asked[hit] = pairs["asked"].to_numpy(zero_copy_only=False)[order][at[hit]].astype(str)
    likeness[low == high] = 1.0
    clear = ~np.isin(postings.block[one], doubtful) & ~np.isin(postings.block[other], doubtful)
    kept = (likeness >= ALIKE) | ((likeness >= EDITED) & clear)
    for row in np.flatnonzero(kept):
        words = [_words(postings, int(at[row])) for at in (one, other)]
        kept[row] = _may_follow(words[0], words[1], likeness[row], asked[row])
    kind = np.where(likeness >= ALIKE, TEXT, EDIT)
    return Edges(stretches.of[one[kept]], stretches.of[other[kept]], likeness[kept], asked[kept], kind[kept])


def _may_follow(one: set[str], other: set[str], likeness: float, asked: str) -> bool:
    """Whether two titles in a row can mean one opening: not if a level or the years asked change between them."""
    if one == other or likeness >= COPIED:
        return asked != "contradict" and not (one != other and _levels_change(one, other))
    if asked == "contradict" or _levels_change(one, other):
        return False
    return likeness >= FOLLOWED or _overlap(one, other) >= 0.5


def _levels_change(one: set[str], other: set[str]) -> bool:
    """Whether a single role stands at another level; a list of roles may lose one without being another opening."""
    fewer, more = sorted((one & LEVELS, other & LEVELS), key=len)
    if one - LEVELS != other - LEVELS or max(len(one), len(other)) > LONGEST_ROLE:
        return False
    return fewer != more and not (fewer and fewer < more)


def _copied(postings: Postings, stretches: Stretches, pairs: pa.Table) -> Edges:
    """Copies between employers: an agency's or a nameless one's, or of one employer under two names."""
    first = stretches.first
    able = (postings.letters[first] >= LONG_ENOUGH) & (postings.text_id[first] != 0)
    at = np.flatnonzero(able)
    at = at[np.lexsort((at, postings.text_id[first[at]]))]
    texts = postings.text_id[first[at]]
    found: list[tuple[int, int, float, int]] = []
    for low, high, likeness in _text_pairs(texts, pairs):
        for one in at[low[0] : low[1]].tolist():
            for other in at[high[0] : high[1]].tolist():
                ground = _copy_kind(postings, stretches, one, other, likeness) if other > one or low != high else None
                if ground is not None:
                    found.append((one, other, likeness, ground))
    columns = list(zip(*found, strict=True)) or [()] * 4
    left, right, kind = (np.array(columns[place], dtype=np.int64) for place in (0, 1, 3))
    return Edges(left, right, np.array(columns[2], dtype=np.float64), _same_asked(len(left)), kind)


def _text_pairs(texts: NDArray[np.uint64], pairs: pa.Table) -> Iterator[tuple[tuple[int, int], tuple[int, int], float]]:
    """Ranges in the sorted ``texts``: equal texts with themselves, then the listed pairs."""
    bounds = [*np.flatnonzero(np.diff(texts, prepend=0)).tolist(), len(texts)]
    for start, end in pairwise(bounds):
        if end - start > MOST_COPIES:
            yield from (((at, at + 1), (at + 1, at + 2), 1.0) for at in range(start, end - 1))
        elif end - start > 1:
            yield (start, end), (start, end), 1.0
    likeness = pairs["likeness"].to_numpy()
    one, other = pairs["text_a"].to_numpy(), pairs["text_b"].to_numpy()
    ends = [np.searchsorted(texts, side, which) for side in (one, other) for which in ("left", "right")]
    able = (likeness >= ALIKE) & (pairs["asked"].to_numpy(zero_copy_only=False) != "contradict")
    for row in np.flatnonzero(able & (ends[0] < ends[1]) & (ends[2] < ends[3])):
        a, b, c, d = (int(end[row]) for end in ends)
        yield (a, b), (c, d), float(likeness[row])


def _copy_kind(postings: Postings, stretches: Stretches, one: int, other: int, likeness: float) -> int | None:
    """What makes texts in two blocks one opening, if anything: an agency, two names of one employer, a new title."""
    a, b = int(stretches.first[one]), int(stretches.first[other])
    if postings.block[a] == postings.block[b]:
        return None
    if _gap(stretches, np.array([one]), np.array([other]))[0] > LONGEST_GAP:
        return None
    words, more = _words(postings, a), _words(postings, b)
    if postings.employer[a] == postings.employer[b]:
        short = postings.named[a] and max(postings.letters[a], postings.letters[b]) < RENAMED_SHORT
        return EDIT if short and likeness >= RENAMED and _renamed(words, more) else None
    if (words & LEVELS) != (more & LEVELS) or _overlap(words, more) < 0.5:
        return None
    names = [postings.company_key[row].as_py() for row in (a, b)]
    if _same_name(*names) or (likeness >= COPIED and (names[0] in more or names[1] in words)):
        return TEXT
    agency = postings.agency[a] or postings.agency[b]
    return AGENCY if agency and likeness >= COPIED else None


def _renamed(one: set[str], other: set[str]) -> bool:
    """Whether titles over nearly the same short text can mean one: half their words, no other level, hours or shift."""
    return not (one ^ other) & (LEVELS | TERMS) and _overlap(one, other) >= 0.5


def _same_name(one: str | None, other: str | None) -> bool:
    """Whether one name holds the other, such as "digitalmckinsey" and "mckinsey"."""
    short, long = sorted((one or "", other or ""), key=len)
    return len(short) >= SHORTEST_NAME and short in long


def _words(postings: Postings, row: int) -> set[str]:
    return set(postings.title_words[row].as_py())


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)


def _apart(label: Indices, edges: Edges, apart: list[tuple[int, int]]) -> Indices:
    """The components again, without those that hold a pair that must be apart."""
    held = [(a, b) for a, b in apart if label[a] == label[b]]
    if not held:
        return label
    label = label.copy()
    troubled = np.unique([label[a] for a, _ in held])
    inside = np.flatnonzero(np.isin(label[edges.one], troubled))
    best = inside[np.lexsort((edges.other[inside], edges.one[inside], -edges.likeness[inside], -edges.kind[inside]))]
    # The user's word comes first, then the likest; edges of different troubled components do not meet.
    grouped = kept_apart(zip(edges.one[best].tolist(), edges.other[best].tolist(), strict=True), held)
    members = np.flatnonzero(np.isin(label, troubled))
    label[members] = [grouped.get(int(member), int(member)) for member in members]
    return label


def _requisitions(postings: Postings, label: Indices) -> Indices:
    """Each posting's opening, with requisitions that are open at once in one place counted apart.

    The n-th of them is one with the n-th in every other place, so a role in thirty cities stays one.
    """
    marked = np.flatnonzero(postings.requisition)
    order = marked[np.lexsort((postings.requisition[marked], label[marked]))]
    several = (label[order][1:] == label[order][:-1]) & (
        postings.requisition[order][1:] != postings.requisition[order][:-1]
    )
    troubled = np.unique(label[order][1:][several])
    lane = np.zeros(len(label), dtype=np.int64)
    rows = marked[np.isin(label[marked], troubled)]
    places: dict[tuple[int, ...], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        place = (int(label[row]), int(postings.source[row]), int(postings.place[row]))
        places[place][int(postings.requisition[row])].append(int(row))
    for requisitions in places.values():
        for number, members in _lanes(postings, list(requisitions.values())):
            lane[members] = number
    return _numbered(label, lane)


def _lanes(postings: Postings, requisitions: list[list[int]]) -> Iterator[tuple[int, list[int]]]:
    """Numbers from 0: each requisition takes the lowest that is free from its first day."""
    spans = [
        (
            int(postings.from_day[rows].min()),
            int(postings.posting_id[rows].min()),
            int(postings.to_day[rows].max()),
            rows,
        )
        for rows in requisitions
    ]
    ends: list[tuple[int, int]] = []
    for start, _, end, rows in sorted(spans, key=lambda span: span[:2]):
        for number, (began, ended) in enumerate(ends):
            if ended < start or (ended == start and began < start):
                ends[number] = (start, end)
                break
        else:
            number = len(ends)
            ends.append((start, end))
        yield number, rows


def _without_gaps(postings: Postings, group: Indices) -> Indices:
    """Each posting's opening as the row of its first posting."""
    order = np.lexsort((postings.posting_id, postings.from_day, group))
    begins = unbroken(group[order], postings.from_day[order], postings.to_day[order], LONGEST_GAP)
    first = np.empty(len(order), dtype=np.int64)
    first[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1] if len(order) else order
    return first


def _described(postings: Postings, stretches: Stretches, edges: Edges, opening: Indices) -> pa.Table:
    """Ids, and for each posting the posting it is linked to, on what ground and how surely."""
    count = len(postings)
    rows = np.arange(count)
    alone = np.where(postings.text_id == 0, postings.posting_id.astype(np.uint64), np.uint64(0))
    exact = _key(_key(postings.employer, postings.title), _key(postings.text_id, alone))
    strict = _without_gaps(postings, _numbered(opening, exact))
    earliest = _earliest(postings, _numbered(opening, _key(postings.text_id, alone)))

    linked = np.where(earliest != rows, earliest, opening)
    score = np.ones(count)
    kind = np.full(count, TEXT)
    near = (earliest == rows) & (opening != rows)
    best, likeness, ground = _best(stretches, edges)
    stretch = stretches.of[near]
    target = best[stretch]
    there = (target >= 0) & (opening[stretches.first[target]] == opening[near])
    linked[near] = np.where(there, stretches.first[target], opening[near])
    score[near] = np.where(target >= 0, likeness[stretch], 0.0)
    kind[near] = np.where(target >= 0, ground[stretch], EDIT)
    basis = _basis(postings, linked, kind, score)
    basis[opening == rows] = "first"
    probable = ((kind == EDIT) | (kind == AGENCY) | ~postings.named) & (opening != rows)
    ids = postings.posting_id
    columns = [ids, ids[opening], ids[strict], basis, score, ids[linked], probable]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, LINKED, strict=True)], LINKED)


def _earliest(postings: Postings, group: Indices) -> Indices:
    order = np.lexsort((postings.posting_id, postings.from_day, group))
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = group[order][1:] != group[order][:-1]
    first = np.empty(len(order), dtype=np.int64)
    first[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1] if len(order) else order
    return first


def _best(stretches: Stretches, edges: Edges) -> tuple[Indices, NDArray[np.float64], Indices]:
    """The likest neighbour of each stretch (-1: none), with likeness and kind."""
    count = len(stretches.first)
    one = np.concatenate([edges.one, edges.other])
    other = np.concatenate([edges.other, edges.one])
    likeness = np.concatenate([edges.likeness, edges.likeness])
    kind = np.concatenate([edges.kind, edges.kind])
    order = np.lexsort((other, -likeness, one))
    stretch, first = np.unique(one[order], return_index=True)
    best = np.full(count, -1, dtype=np.int64)
    scores, kinds = np.zeros(count), np.full(count, TEXT)
    best[stretch], scores[stretch], kinds[stretch] = other[order][first], likeness[order][first], kind[order][first]
    return best, scores, kinds


def _basis(postings: Postings, linked: Indices, kind: Indices, score: NDArray[np.float64]) -> NDArray[np.object_]:
    where = np.where(
        postings.source != postings.source[linked],
        "_other_source",
        np.where(postings.place != postings.place[linked], "_other_place", "_again"),
    )
    text = np.where(score >= 1, "same_text", "near_text")
    text = np.where(kind == EDIT, "edited_text", text)
    basis = np.char.add(text, where).astype(object)
    basis[kind == AGENCY] = "agency_copy"
    basis[kind == USER] = "user"
    return np.asarray(basis, dtype=object)


def _same_asked(count: int) -> NDArray[np.str_]:
    return np.full(count, "same", dtype="<U10")


def _joined(edges: Edges, one: Indices, other: Indices, likeness: NDArray[np.float64], kind: int) -> Edges:
    more = Edges(one, other, likeness, _same_asked(len(one)), np.full(len(one), kind))
    return _concatenated([edges, more])


def _concatenated(many: list[Edges]) -> Edges:
    return Edges(*(np.concatenate([getattr(edges, field.name) for edges in many]) for field in fields(Edges)))


def _only(edges: Edges, kept: NDArray[np.bool_]) -> Edges:
    return Edges(*(getattr(edges, field.name)[kept] for field in fields(Edges)))
