"""Fetches one page with all manners and leaves it in a file, to look at what stands behind an address.

``python -m spiders.page_fetching URL --out FILE`` prints one JSON line: ``url``, where the page came from in the
end, or ``failure`` and ``reason``.
"""

import argparse
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess

from spiders.board_spider import BoardSpider
from spiders.boards import Board, is_address
from spiders.crawl_report import stats_of
from spiders.items import Posting
from spiders.settings import LOOPBACK_HOSTS, crawl_settings


class OnePage(BoardSpider):
    """A crawl of one page that is no board; ``found`` is filled with where it came from."""

    name = "one_page"

    def __init__(self, page: Path, found: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._page = page
        self._found = found

    def list_url(self, board: Board) -> str:
        return board.token

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        answer = await self.fetch(board.token)
        self._page.write_bytes(answer.body)
        self._found["url"] = answer.url
        return
        yield  # makes this the asynchronous generator that the base class wants


def fetch_page(url: str, page: Path, contact: str | None) -> dict[str, Any]:
    """Fetch the page into a file; the process can do this only once."""
    found: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        board = Board(name="page", platform="one_page", token=url)
        process = AsyncCrawlerProcess({**crawl_settings(contact, None), "LOG_LEVEL": "WARNING"})
        process.crawl(OnePage, page=page, found=found, boards=[board], out=Path(folder), clock=time.monotonic)
        process.start()
        stats = stats_of(Path(folder), board.name)
    return {"url": found.get("url"), "failure": stats["error_kind"], "reason": stats["first_error"]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m spiders.page_fetching", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--contact", metavar="MAIL", help="goes into the user agent; needed off loopback")
    options = parser.parse_args(arguments)
    if not is_address(options.url):
        print(f"spiders: {options.url!r} is not an http address", file=sys.stderr)
        return 2
    if not options.contact and urlsplit(options.url).hostname not in LOOPBACK_HOSTS:
        print(f"spiders: {options.url} is on the open net: give --contact, for the user agent", file=sys.stderr)
        return 2
    print(json.dumps(fetch_page(options.url, options.out, options.contact)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
