"""A platform whose list gives rows and whose adverts have pages of their own with the text.

What a platform says here: which rows a body holds, how a row is identified, where its page lies, and how both
together become a posting. How the pages are asked for is in ``advert_pages``.
"""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

from spiders.advert_pages import in_turn
from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import RecordBroken
from spiders.items import Posting
from spiders.json_records import decode_json
from spiders.tally import Tally


class AdvertSpider(BoardSpider):
    """Base of the platforms with a list and a page for each advert."""

    requests = "1 + n for n adverts per crawl; unchanged pages cost a 304 where the server gives a validator"

    def rows(self, document: Any, url: str, tally: Tally) -> list[Any]:
        """The rows of a list's body. Raises ``BoardFailure`` where it is no such list."""
        raise NotImplementedError

    def identity(self, row: dict[str, Any]) -> str:
        """The advert's native id. Raises ``RecordBroken`` where the row has none."""
        raise NotImplementedError

    def advert_url(self, board: Board, row: dict[str, Any]) -> str | None:
        """Where the advert's page lies; None where the row already says everything."""
        raise NotImplementedError

    def advert(self, document: Any, url: str) -> dict[str, Any] | None:
        """The part of an advert's own page that adds to its row; None where the document is no such page."""
        raise NotImplementedError

    def posting(self, board: Board, row: dict[str, Any], tally: Tally) -> Posting:
        """The posting of a row, its page's keys laid over its own."""
        raise NotImplementedError

    def together(self, first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
        """One row of two that share an identity, as where an advert is listed once per place."""
        return first

    async def all_rows(self, board: Board) -> list[Any]:
        """All rows of a board: one body, unless a platform pages."""
        answer = await self.fetch(self.list_url(board))
        return self.rows(decode_json(answer.body, answer.url), answer.url, self.tally)

    async def read_advert(self, url: str) -> dict[str, Any]:
        """Fetch and decode an advert's page."""
        answer = await self.fetch(url)
        found = self.advert(decode_json(answer.body, answer.url), answer.url)
        if found is None:
            raise RecordBroken(f"{answer.url}: not an advert's page")
        return found

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        rows = self.unique(await self.all_rows(board), self.tally)
        pages = self.advert_pages(self.most_pages)
        for native_id, row in in_turn(rows, self.observed_at):
            try:
                url = self.advert_url(board, row)
            except RecordBroken as error:
                self.tally.drop("broken_record", str(error))
                continue
            added = {} if url is None else await pages.read(native_id, partial(self.read_advert, url))
            if added is not None:
                for posting in self._postings(board, [{**row, **added}], self.tally):
                    yield posting

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        alone = self.advert(document, url)
        rows = self.unique(self.rows(document, url, tally), tally).values() if alone is None else [alone]
        return self._postings(board, list(rows), tally)

    def unique(self, rows: list[Any], tally: Tally) -> dict[str, dict[str, Any]]:
        """Rows by identity, in their order; those that share one are counted and put together."""
        found: dict[str, dict[str, Any]] = {}
        for row in rows:
            try:
                if not isinstance(row, dict):
                    raise RecordBroken(f"expected an object in the list, got {type(row).__name__}")
                native_id = self.identity(row)
            except RecordBroken as error:
                tally.drop("broken_record", str(error))
                continue
            if native_id in found:
                tally.notes["merged"] += 1
                found[native_id] = self.together(found[native_id], row)
            else:
                found[native_id] = row
        return found

    def _postings(self, board: Board, rows: list[dict[str, Any]], tally: Tally) -> Iterator[Posting]:
        return self.each(iter(rows), lambda row: self.posting(board, dict(row), tally), tally)


def native_id(row: dict[str, Any], key: str) -> str:
    """A row's identity under ``key``, as text. Raises ``RecordBroken`` where it has none."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise RecordBroken(f"[].{key}: missing")
    return str(value).strip()
