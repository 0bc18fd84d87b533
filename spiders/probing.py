"""Tries one board, once, and says what a crawl of it would bring: nothing is kept."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.crawl_report import postings_of, stats_of
from spiders.settings import crawl_settings

SAMPLE = 5
"""Titles that are shown."""


def probe(spider: type[BoardSpider], board: Board, contact: str | None, most_pages: int) -> dict[str, Any]:
    """Fetch the board's list and at most ``most_pages`` adverts' own pages; the process can do this only once.

    ``postings`` counts what is listed; ``filled`` are shares of those that were read whole.
    """
    with TemporaryDirectory() as folder:
        out = Path(folder)
        process = AsyncCrawlerProcess({**crawl_settings(contact, None), "LOG_LEVEL": "WARNING"})
        process.crawl(
            spider,
            boards=[board],
            out=out,
            observed_at=datetime.now(UTC),
            clock=time.monotonic,
            most_pages=most_pages,
        )
        process.start()
        stats = stats_of(out, board.name)
        titles = [json.loads(line)["title"] for line in postings_of(out, board.name)[:SAMPLE]]
    read = stats["items"]
    return {
        "platform": board.platform,
        "token": board.token,
        "origin": board.origin,
        "postings": read + stats["notes"].get("page_not_asked", 0),
        "read": read,
        "titles": titles,
        "filled": {name: round(count / read, 3) if read else 0.0 for name, count in stats["filled"].items()},
        "dropped": stats["dropped"],
        "unknown_fields": stats["unknown_fields"],
        "notes": stats["notes"],
        "failure": stats["error_kind"],
        "reason": stats["first_error"],
    }
