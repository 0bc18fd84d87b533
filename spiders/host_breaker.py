"""Leaves a host in peace that has failed several boards in a row; their boards fail at once, by name.

Without it, a few hundred boards of one dead host would wait for their time-outs one after another for days.
"""

from collections import Counter

from spiders.failures import BoardFailure

FAILURES_IN_A_ROW = 3
OF_THE_HOST = frozenset({
    "dns", "timeout", "refused", "connection_lost", "certificate", "http_429", "http_5xx", "bot_page",
})  # fmt: skip
"""Kinds that speak of the host rather than of the one board."""


class HostBreaker:
    """Remembers, within one crawl, how each host's boards ended."""

    def __init__(self) -> None:
        self._in_a_row: Counter[str] = Counter()
        self._last_kind: dict[str, str] = {}

    def check(self, host: str) -> None:
        """Raises ``BoardFailure`` with the host's own failure when the host is left in peace."""
        if self._in_a_row[host] >= FAILURES_IN_A_ROW:
            what = f"not asked: {host} failed {FAILURES_IN_A_ROW} boards in a row"
            raise BoardFailure(self._last_kind[host], f"{what} with {self._last_kind[host]}")

    def note(self, host: str, kind: str | None) -> None:
        """How a board of the host ended; ``None`` or a failure of the board alone clears the row."""
        if kind in OF_THE_HOST:
            self._in_a_row[host] += 1
            self._last_kind[host] = kind or ""
        else:
            self._in_a_row[host] = 0
