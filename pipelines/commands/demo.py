"""``skilltide demo``: the whole way on the market in a box, offline."""

import argparse
import json
import logging
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pipelines.config import Config, ensure_writable, read_config

logger = logging.getLogger(__name__)

DEFAULT_FOLDER = "demo-data"
CRAWLED_DAYS = 2
"""The last ones of the market; history ends before them."""
PATIENCE = 120
"""Seconds until the market's server answers for the first time: it builds the market first."""


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    text = "the whole way on a small invented market, offline: serve, crawl, load, publish, report"
    command = commands.add_parser("demo", parents=[shared], help=text, description=text)
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from pipelines import steps
    from pipelines.run_lock import run_lock

    config = read_config(data=options.data or DEFAULT_FOLDER)
    ensure_writable(config)
    with run_lock(config.data, "demo"):
        last_day = date.fromisoformat(_demo("today")["today"])
        boards = config.data / "boards.toml"
        with _market() as origin:
            # The server builds its market while history is written.
            logger.info("writing two years of history of an invented market")
            _demo("history", "--out", str(config.landing))
            _demo("boards", "--origin", origin, "--out", str(boards))
            for back in range(CRAWLED_DAYS - 1, -1, -1):
                day = last_day - timedelta(days=back)
                _set_day(origin, day)
                logger.info("crawling the market's boards as of %s", day)
                config = replace(config, boards=boards, observed_at=datetime.combine(day, time(6), tzinfo=UTC))
                steps.crawl(config)
        logger.info("%s", steps.load(config))
        steps.build(config)
        steps.publish(config)
        page = steps.report(config).page
    _say_where(config, page)
    return 0


def _demo(*arguments: str) -> Any:
    """Run the market's own command line; its last line of output is JSON."""
    done = subprocess.run([sys.executable, "-m", "demo", *arguments], stdout=subprocess.PIPE, check=True, text=True)
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else None


@contextmanager
def _market() -> Iterator[str]:
    """The market's server on loopback, as its origin; ended with the block."""
    command = [sys.executable, "-m", "demo", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield json.loads(server.stdout.readline() if server.stdout else "")["origin"]
        finally:
            server.terminate()


def _set_day(origin: str, day: date) -> None:
    request = urllib.request.Request(f"{origin}/_market/day", day.isoformat().encode(), method="PUT")  # noqa: S310
    with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310  our own loopback server
        pass


def _say_where(config: Config, page: Path) -> None:
    query = "from skill_share_now select skill, share, low, high order by share desc limit 10"
    print(f"\nreport:   {page}")
    print(f'ask it:   skilltide sql --data {config.data} "{query}"')
    print(f"boards:   {config.data / 'boards.toml'} (some are broken on purpose; the report says which and why)")
