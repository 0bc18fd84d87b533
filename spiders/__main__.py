"""The spiders' own command line: what the batch starts, one process per API host.

It says with its exit code only whether the process could do its work (2: wrong usage); how each board went is
in the board's ``.stats.json``.
"""

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from spiders.boards import Board, BoardTableError, is_address, read_boards


class UsageError(ValueError):
    """A crawl that cannot be meant; the message says what to change."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (UsageError, BoardTableError) as error:
        print(f"spiders: {error}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    top = argparse.ArgumentParser(prog="python -m spiders", description=__doc__)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    crawl = commands.add_parser("crawl", help="crawl boards of one platform, one after another")
    crawl.add_argument("platform")
    crawl.add_argument("--boards", type=Path, metavar="FILE", help="board table (default: the shipped one)")
    crawl.add_argument(
        "--only", metavar="NAMES", help="comma list of boards (default: all of the platform that are on)"
    )
    crawl.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the results are written")
    crawl.add_argument(
        "--observed-at", required=True, type=datetime.fromisoformat, metavar="TIME", help="the crawl's moment"
    )
    crawl.add_argument("--contact", metavar="MAIL", help="goes into the user agent; needed off loopback")
    crawl.add_argument("--cache", type=Path, metavar="DIR", help="keep pages: an unchanged one costs a 304")
    crawl.add_argument("--spent", type=Path, metavar="DIR", help="account of the day's requests and bytes by host")
    crawl.add_argument("--patience", type=float, metavar="SECONDS", help="for one whole answer (default: 120)")
    crawl.add_argument("--until-eof", action="store_true", help="stop when standard input ends, as when a parent dies")
    crawl.set_defaults(run=_crawl)
    read = commands.add_parser("read", help="read a recorded answer of a platform, without a network")
    read.add_argument("platform")
    read.add_argument("body", type=Path, help="the answer as it came")
    read.add_argument("--source", required=True, help="name of the board in the postings")
    read.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the postings are written")
    read.set_defaults(run=_read)
    _add_looking_around(commands)
    platforms = commands.add_parser("platforms", help="what can be crawled")
    platforms.add_argument("--json", action="store_true")
    platforms.set_defaults(run=_platforms)
    return top


def _add_looking_around(commands: Any) -> None:
    detect = commands.add_parser("detect", help="which boards stand behind an address, or in the page at it")
    detect.add_argument("url")
    detect.add_argument("--page", type=Path, metavar="FILE", help="the page at the address, as it came")
    detect.set_defaults(run=_detect)
    probe = commands.add_parser("probe", help="fetch one board that need not be in the table, and say what would come")
    probe.add_argument("platform")
    probe.add_argument("token")
    probe.add_argument("--origin", metavar="ADDRESS", help="the board's own host, such as https://jobs.acme.example")
    probe.add_argument("--contact", metavar="MAIL", help="goes into the user agent; needed off loopback")
    probe.add_argument("--pages", type=int, default=5, metavar="N", help="adverts' own pages to read (default: 5)")
    probe.add_argument("--enabled", action="store_true", help="although the platform is off by default")
    probe.set_defaults(run=_probe)
    fields = commands.add_parser("fields", help="which fields each platform fills, by its recorded bodies")
    fields.add_argument("--recorded", type=Path, default=Path("tests/recorded"), metavar="DIR")
    fields.add_argument("--json", action="store_true")
    fields.add_argument("--write", type=Path, metavar="FILE", help="write the page of sources, such as docs/sources.md")
    fields.set_defaults(run=_fields)


def _crawl(options: argparse.Namespace) -> int:
    from scrapy.crawler import AsyncCrawlerProcess

    from spiders.budget import DailyBudget
    from spiders.finding import find_spiders
    from spiders.settings import crawl_settings

    spiders = find_spiders()
    if options.platform not in spiders:
        raise UsageError(f"no platform {options.platform!r}; known: {', '.join(spiders)}")
    boards = _chosen(options)
    _refuse_anonymous(boards, spiders[options.platform].origin, options.contact)
    if options.observed_at.tzinfo is None:
        raise UsageError("--observed-at needs its offset, such as 2026-11-23T04:15:00Z")
    options.out.mkdir(parents=True, exist_ok=True)
    keys = {name: os.environ.get(name, "") for name in spiders[options.platform].key_variables}
    settings = crawl_settings(options.contact, options.cache)
    if options.patience:
        settings["DOWNLOAD_TIMEOUT"] = options.patience
    process = AsyncCrawlerProcess(settings)
    process.crawl(
        spiders[options.platform],
        boards=boards,
        out=options.out,
        observed_at=options.observed_at,
        clock=time.monotonic,
        budget=DailyBudget(options.spent, options.observed_at.date()),
        keys=keys,
    )
    if options.until_eof:
        threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    process.start()
    return 0


def _stop_at_end_of_input() -> None:
    """Ask this process to stop in good order once nobody holds the other end of its input."""
    # Not sys.stdin: its lock, held by this thread, would stop the interpreter from ending.
    while os.read(0, 1024):
        pass
    signal.raise_signal(signal.SIGTERM)


def _read(options: argparse.Namespace) -> int:
    """Write the postings of a recorded answer, and print what was counted as one JSON line."""
    import orjson

    from spiders.failures import BoardFailure
    from spiders.finding import find_spiders
    from spiders.posting_checks import PostingChecks
    from spiders.tally import Tally

    spiders = find_spiders()
    if options.platform not in spiders:
        raise UsageError(f"no platform {options.platform!r}; known: {', '.join(spiders)}")
    board = Board(name=options.source, platform=options.platform, token=options.source)
    spider, tally = spiders[options.platform](), Tally()
    checks = PostingChecks(tally)
    try:
        with options.out.open("wb") as lines:
            for posting in spider.parse_body(board, options.body.read_bytes(), options.body.resolve().as_uri(), tally):
                if checks.accepts(posting):
                    lines.write(orjson.dumps(posting, option=orjson.OPT_APPEND_NEWLINE))
    except BoardFailure as error:
        raise UsageError(f"{options.body}: not an answer of {options.platform}: {error}") from None
    print(json.dumps(tally.as_stats("finished", 0.0)))
    return 0


def _detect(options: argparse.Namespace) -> int:
    """Print the boards as a JSON list; an empty one where none is known."""
    from dataclasses import asdict

    from w3lib.encoding import html_to_unicode

    from spiders.finding import detect

    try:
        html = html_to_unicode(None, options.page.read_bytes())[1] if options.page else None
    except OSError as error:
        raise UsageError(f"--page {options.page}: {error.strerror}") from None
    print(json.dumps([asdict(board) for board in detect(options.url, html)], indent=2))
    return 0


def _probe(options: argparse.Namespace) -> int:
    """Print what one fetch of a board brought, as JSON; a board that cannot be read is an answer too."""
    from spiders.finding import find_spiders
    from spiders.probing import probe

    spiders = find_spiders()
    if options.platform not in spiders:
        raise UsageError(f"no platform {options.platform!r}; known: {', '.join(spiders)}")
    if options.origin and not is_address(options.origin):
        raise UsageError(f"origin {options.origin!r} is not an http address")
    board = Board(
        name="probe",
        platform=options.platform,
        token=options.token,
        origin=options.origin.rstrip("/") if options.origin else None,
        enabled=options.enabled,
    )
    _refuse_anonymous([board], spiders[options.platform].origin, options.contact)
    print(json.dumps(probe(spiders[options.platform], board, options.contact, options.pages), indent=2))
    return 0


def _fields(options: argparse.Namespace) -> int:
    from spiders.source_table import filled_fields, page_of_sources

    filled = filled_fields(options.recorded)
    if options.write:
        options.write.write_text(page_of_sources(filled), encoding="utf-8")
    elif options.json:
        print(json.dumps(filled, indent=2))
    else:
        print(page_of_sources(filled), end="")
    return 0


def _chosen(options: argparse.Namespace) -> list[Board]:
    table = read_boards(options.boards)
    if options.only is None:
        return [board for board in table.values() if board.platform == options.platform and board.enabled is not False]
    chosen = []
    for name in filter(None, options.only.split(",")):
        if name not in table:
            raise UsageError(f"no board {name!r} in {options.boards or 'the shipped table'}")
        if table[name].platform != options.platform:
            raise UsageError(f"board {name!r} is on {table[name].platform}, not {options.platform}")
        chosen.append(table[name])
    return chosen


def _refuse_anonymous(boards: Sequence[Board], origin: str, contact: str | None) -> None:
    from spiders.settings import LOOPBACK_HOSTS

    if contact:
        return
    for board in boards:
        host = urlsplit(board.origin or origin or board.token).hostname
        if host not in LOOPBACK_HOSTS:
            raise UsageError(f"board {board.name!r} is on the open net: give --contact, for the user agent")


def _platforms(options: argparse.Namespace) -> int:
    from spiders.finding import find_spiders

    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "hosts": [
                *(urlsplit(origin).netloc for origin in (spider.origin, *spider.other_origins) if origin),
                *([f"*.{spider.domain}"] if spider.domain else []),
            ],
            "off_by_default": spider.default_off,
            "description": spider.description,
            "fewest_hours_between": spider.fewest_hours_between,
            "key_variables": list(spider.key_variables),
            "key_from": spider.key_from,
        }
        for name, spider in find_spiders().items()
    ]
    if options.json:
        print(json.dumps(rows, indent=2))
        return 0
    for row in rows:
        print(f"{row['name']:16} {', '.join(row['hosts']) or '(any host)':40} {row['description']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
