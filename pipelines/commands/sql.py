"""``skilltide sql``: questions to the published copy, always read-only."""

import argparse
from typing import Any

from pipelines.config import read_config


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    text = "query the published copy (read-only); without a query, an interactive session"
    command = commands.add_parser("sql", parents=[shared], help=text, description=text)
    command.add_argument("query", nargs="?", help="one SQL query; - reads it from standard input")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_const", const="csv", dest="form")
    form.add_argument("--json", action="store_const", const="json", dest="form")
    command.add_argument("--limit", type=int, default=200, metavar="N", help="rows shown in a table (200)")
    command.set_defaults(run=_run, form="table")


def _run(options: argparse.Namespace) -> int:
    import sys

    from warehouse.asking import answer, converse

    config = read_config(data=options.data, today=options.today)
    if options.query is None and sys.stdin.isatty():
        converse(config.published, sys.stdout)
        return 0
    query = sys.stdin.read() if options.query in {None, "-"} else options.query
    answer(config.published, query, form=options.form, limit=options.limit, out=sys.stdout)
    return 0
