"""``skilltide boards``: which boards there are."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from pipelines.config import read_config


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    group = commands.add_parser("boards", help="the boards that are crawled")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", parents=[shared], help="every board of the table")
    listing.add_argument("--boards", metavar="FILE", help="board table (default: the shipped one)")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_list)


def _list(options: argparse.Namespace) -> int:
    from spiders.boards import read_boards

    boards = read_boards(read_config(data=options.data, boards=options.boards).boards).values()
    if options.json:
        print(json.dumps([asdict(board) for board in boards], indent=2))
        return 0
    for board in boards:
        mark = "" if board.verified else "  (unverified)"
        print(f"{board.name:32} {board.platform:16} {board.company or board.token}{mark}")
    print(f"{len(boards)} boards")
    return 0
