"""Puts together the rows of one advert that a list repeats, once for each of its places."""

from collections.abc import Iterable, Iterator

from spiders.items import Posting
from spiders.tally import Tally


def one_per_advert(postings: Iterable[Posting], tally: Tally) -> Iterator[Posting]:
    """Postings by native id in their first order, with the places of all their rows; what is folded is counted.

    Holds one board's postings in memory, which its one body had filled before.
    """
    found: dict[str, Posting] = {}
    for posting in postings:
        first = found.setdefault(posting.native_id, posting)
        if first is posting:
            continue
        tally.notes["merged"] += 1
        first.locations += [place for place in posting.locations if place not in first.locations]
    yield from found.values()
