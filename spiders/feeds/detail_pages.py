"""Fetches the page of each advert, for feeds whose list does not hold the text: as many as a crawl has time for."""

from typing import Any

from spiders.board_spider import Answer, BoardSpider
from spiders.failures import BoardFailure, kind_of

MOST_PAGES = 400
"""Of one board in one crawl."""
LAST_SECONDS = 180
"""Of a board's time, in which no further page is begun: a page with its retries may need most of them."""
FAILURES_IN_A_ROW = 3
GONE = {"http_404", "http_410"}
STOPS_ALL = {
    "bot_page", "login_page", "http_429", "http_403", "http_401", "robots_denied", "dns", "refused", "exception",
}  # fmt: skip
"""Failures of the host or of ourselves, not of one advert."""


class DetailPages:
    """The detail pages of one board."""

    def __init__(self, spider: BoardSpider, most: int = MOST_PAGES) -> None:
        self._spider = spider
        self._left = most
        self._failed_in_a_row = 0

    async def fetch(self, native_id: str, url: str, **how: Any) -> Answer | None:
        """The page; None where there is none to read, with the reason counted.

        404 and 410 say that the advert is closed. Raises ``BoardFailure`` where it is the host that fails.
        """
        tally = self._spider.tally
        if self._left <= 0 or self._spider.seconds_left < LAST_SECONDS:
            tally.notes["detail_left_out"] += 1
            return None
        self._left -= 1
        try:
            answer = await self._spider.fetch(url, **how)
        except Exception as error:
            self._note(native_id, error)
            return None
        self._failed_in_a_row = 0
        return answer

    def _note(self, native_id: str, error: Exception) -> None:
        kind, tally = kind_of(error), self._spider.tally
        if kind in GONE:
            tally.gone.append(native_id)
            self._failed_in_a_row = 0
            return
        self._failed_in_a_row += 1
        if kind in STOPS_ALL or self._failed_in_a_row >= FAILURES_IN_A_ROW:
            raise error if isinstance(error, BoardFailure) or kind == "exception" else BoardFailure(kind, str(error))
        tally.drop(f"detail_{kind}", str(error))
