"""Guards a board's paging: a server that starts over, or never ends, is a failure and not a longer list."""

from collections.abc import Iterable

from spiders.failures import BoardFailure

MOST_PAGES = 1000


class PageGuard:
    """Sees the identities of each page of one board, in order."""

    def __init__(self, most_pages: int = MOST_PAGES) -> None:
        self._seen: set[str] = set()
        self._pages = 0
        self._most = most_pages

    def check(self, identities: Iterable[str], url: str) -> None:
        """Raises ``BoardFailure`` when a page that holds entries brings none that is new."""
        found = set(identities)
        self._pages += 1
        if found and found <= self._seen:
            raise BoardFailure("schema_change", f"{url}: the paging starts over: nothing new on this page")
        if self._pages > self._most:
            raise BoardFailure("oversize", f"{url}: more than {self._most} pages")
        self._seen |= found
