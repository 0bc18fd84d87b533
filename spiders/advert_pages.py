"""Fetches adverts' own pages, for boards whose list does not hold the text: 1 + n requests for n adverts.

An advert whose page says 404 or 410 is gone. One whose page fails otherwise is left out, and the listing then
counts as a part of the whole, so that nobody takes its absence for a closing. The same holds for what is
left when the time for a board is over; on the next day the reading starts at another place.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from spiders.failures import kind_of
from spiders.tally import Tally

Content = TypeVar("Content")
Row = TypeVar("Row")

SECONDS = 700
"""For the pages of one board; ``board_spider.BOARD_SECONDS`` ends the board with a failure."""
IN_ONE_GO = 400
"""So many pages are read within ``SECONDS`` at the pace that most hosts allow."""
STRIDE = 389
"""How far the start moves from day to day on a larger board; prime, so that every place gets its turn."""
GONE = {"http_404", "http_410"}
STOPS_ALL = {
    "bot_page", "login_page", "http_401", "http_403", "http_429", "robots_denied", "dns", "refused", "certificate",
    "exception",
}  # fmt: skip
"""Failures of the host or of ours, not of one page: going on would be rude or useless."""
MOST_IN_A_ROW = 3


class AdvertPages:
    """The pages of one board. ``spent`` gives the seconds since its crawl began."""

    def __init__(self, tally: Tally, spent: Callable[[], float], most: int | None = None) -> None:
        self._tally = tally
        self._spent = spent
        self._most = most
        self._asked = 0
        self._failed_in_a_row = 0

    async def read(self, native_id: str, fetch: Callable[[], Awaitable[Content]]) -> Content | None:
        """What ``fetch`` brings; None where the advert is not to be reported now. Raises what stops the board."""
        if self._spent() > SECONDS or (self._most is not None and self._asked >= self._most):
            self._tally.notes["page_not_asked"] += 1
            self._tally.partial = True
            return None
        self._asked += 1
        try:
            content = await fetch()
        except Exception as error:
            self._note(native_id, error)
            return None
        self._failed_in_a_row = 0
        return content

    def _note(self, native_id: str, error: Exception) -> None:
        kind = kind_of(error)
        if kind in GONE:
            self._tally.gone.append(native_id)
            self._failed_in_a_row = 0
            return
        self._failed_in_a_row += 1
        if kind in STOPS_ALL or self._failed_in_a_row >= MOST_IN_A_ROW:
            raise error
        self._tally.drop(f"page_{kind}", str(error))
        self._tally.partial = True


def in_turn(rows: Mapping[str, Row], observed_at: datetime | None) -> Iterator[tuple[str, Row]]:
    """Rows with their identities; those of a large board begin at another place every day."""
    found = list(rows.items())
    start = 0
    if len(found) > IN_ONE_GO and observed_at is not None:
        start = observed_at.toordinal() * STRIDE % len(found)
    yield from found[start:]
    yield from found[:start]
