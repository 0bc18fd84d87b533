"""``skilltide import``: brings foreign files in as landing."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.commands.batch import settings
from pipelines.config import YEARS, Config, ConfigError

EXAMPLE = """examples:
  skilltide import jobs.csv --source agency --map native_id=ref,title=job_title,company=employer,\\
      description_html=body,posted_at=date --observed-at 2026-11-20
  skilltide import thread.json --source hn --format hacker_news
A field may name several columns, title=role|text: the first that holds anything is taken.
Without --observed-at the file is history: each advert is placed by its own posted date."""


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    command = commands.add_parser(
        "import",
        parents=[shared],
        help="bring in foreign files: JSON lines, CSV, Parquet, recorded boards, Hacker News threads",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", nargs="+", type=Path)
    command.add_argument("--source", required=True, help="name of the source, such as hn")
    command.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="see below")
    command.add_argument("--format", metavar="PLATFORM", help="the file is a recorded answer of this platform")
    command.add_argument("--observed-at", metavar="MOMENT", help="the file lists what was open then")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from pipelines.collect.landing import remove_remains
    from pipelines.run_lock import run_lock

    config = settings(options)
    with run_lock(config.data, "import"):
        remove_remains(config.landing)
        return _import(options, config)


def _import(options: argparse.Namespace, config: Config) -> int:
    from pipelines.collect.foreign_rows import ImportRefused
    from pipelines.collect.importing import import_file, import_recorded, parse_mapping

    mapping = parse_mapping(options.map)
    snapshot = _moment(options.observed_at, config.today) if options.observed_at else None
    refused = 0
    for path in options.file:
        try:
            if options.format:
                done = import_recorded(
                    path,
                    options.source,
                    options.format,
                    config.landing,
                    read_at=config.observed_at,
                    snapshot_at=snapshot,
                )
            else:
                done = import_file(
                    path,
                    options.source,
                    config.landing,
                    mapping=mapping,
                    read_at=config.observed_at,
                    snapshot_at=snapshot,
                )
        except ImportRefused as error:
            where = "" if str(path) in str(error) else f"{path}: "
            print(f"skilltide: {where}{error}", file=sys.stderr)
            refused += 1
            continue
        left_out = "".join(f", {number:,} left out ({why})" for why, number in sorted(done.left_out.items()))
        if done.record is None:
            print(f"{path.name}: already imported")
        else:
            print(f"{path.name}: {done.record.postings:,} postings{left_out}")
    if refused == len(options.file):
        return 2
    return 1 if refused else 0


def _moment(text: str, today: date) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--observed-at {text!r} is not a moment; write 2026-11-23 or 2026-11-23T04:15Z") from None
    if value.year not in YEARS or value.date() > today:
        raise ConfigError(f"--observed-at {text}: nobody can have seen it then; today is {today}")
    return value if value.tzinfo else value.replace(tzinfo=UTC)
