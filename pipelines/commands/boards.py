"""``skilltide boards``: which boards there are, and how the table gains and loses them."""

import argparse
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from pipelines.config import Config, read_config

if TYPE_CHECKING:
    from pathlib import Path

    from spiders.boards import Board

UNCERTAIN = 3


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    group = commands.add_parser("boards", help="the boards that are crawled")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = _action(actions, shared, "list", _list, "every board of the table")
    listing.add_argument("--json", action="store_true")
    adding = _action(actions, shared, "add", _add, "find the board behind an address, try it, and add it to the table")
    adding.add_argument("url", help="a careers page, or the address of a board or of one of its adverts")
    adding.add_argument("--name", help="its name in the table (default: from its token)")
    adding.add_argument("--company", help="the employer (default: as the adverts say)")
    adding.add_argument("--token", help="which one, where the page leads to several boards")
    adding.add_argument("--untried", action="store_true", help="add it without a trial, or although the trial failed")
    trying = _action(actions, shared, "probe", _probe, "fetch a board once and say what a crawl would bring")
    trying.add_argument("board", help="name of a board, or an address as for add")
    trying.add_argument("--json", action="store_true")
    for command in (adding, trying):
        command.add_argument("--contact", metavar="MAIL", help="contact address for the user agent")
    removing = _action(actions, shared, "remove", _remove, "take boards from the table; what they brought stays")
    removing.add_argument("board", nargs="+")
    pruning = _action(actions, shared, "prune", _prune, "name boards that are dead: the evidence of at least two weeks")
    pruning.add_argument("--yes", action="store_true", help="take them from the table")
    pruning.add_argument("--json", action="store_true")


def _action(actions: Any, shared: argparse.ArgumentParser, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = actions.add_parser(name, parents=[shared], help=text, description=text)
    command.add_argument(
        "--boards", metavar="FILE", help="board table (default: DATA/boards.toml, else the shipped one)"
    )
    command.set_defaults(run=run)
    return command


def _settings(options: argparse.Namespace) -> Config:
    return read_config(
        data=options.data,
        boards=options.boards,
        contact=getattr(options, "contact", None),
        today=options.today,
    )


def _own_table(config: Config) -> "Path":
    """The table that is edited: the one named, else the user's own, which extends the shipped one."""
    return config.boards or config.data / "boards.toml"


def _list(options: argparse.Namespace) -> int:
    from spiders.boards import read_boards

    boards = read_boards(_settings(options).boards).values()
    if options.json:
        print(json.dumps([asdict(board) for board in boards], indent=2))
        return 0
    for board in boards:
        mark = "" if board.verified else "  (unverified)"
        print(f"{board.name:32} {board.platform:16} {board.company or board.token}{mark}")
    print(f"{len(boards)} boards")
    return 0


def _add(options: argparse.Namespace) -> int:
    from pipelines.collect.board_finding import find_boards, try_board
    from pipelines.collect.board_table import add_board, free_name
    from spiders.boards import read_boards

    config = _settings(options)
    found = find_boards(options.url, config.contact)
    if options.token:
        found = [board for board in found if board.token == options.token]
    if len(found) != 1:
        _say_which(options.url, found)
        return 1
    (board,) = found
    known = read_boards(config.boards)
    for other in known.values():
        if (other.platform, other.token.lower()) == (board.platform, board.token.lower()):
            print(f"it is there already: {other.name} ({other.platform}, {other.token})")
            return 0
    if not options.untried:
        trial = try_board(board, config.contact)
        print(trial)
        if trial.failure or not trial.postings:
            print("not added; --untried adds it all the same")
            return 1
        board = replace(board, verified=True)
    board = replace(
        board,
        name=options.name or free_name(board.token, known),
        company=options.company,
        note=f"added by hand from {options.url}, {config.today}",
    )
    add_board(_own_table(config), board)
    print(f"added {board.name} ({board.platform}, {board.token}) to {_own_table(config)}")
    return 0


def _say_which(url: str, found: "list[Board]") -> None:
    if not found:
        print(f"{url}: no board of a known platform, and no page with schema.org JobPosting, was found there")
        return
    print(f"{url} leads to {len(found)} boards; choose one with --token:")
    for board in found:
        print(f"  {board.platform:16} {board.token}")


def _probe(options: argparse.Namespace) -> int:
    from pipelines.collect.board_finding import find_boards, try_board
    from spiders.boards import read_boards

    config = _settings(options)
    table = read_boards(config.boards)
    boards = [table[options.board]] if options.board in table else find_boards(options.board, config.contact)
    if not boards:
        _say_which(options.board, boards)
        return 1
    trials = [try_board(board, config.contact) for board in boards]
    if options.json:
        print(json.dumps([asdict(trial) for trial in trials], indent=2))
    else:
        print("\n".join(map(str, trials)))
    return UNCERTAIN if any(trial.failure or not trial.postings for trial in trials) else 0


def _remove(options: argparse.Namespace) -> int:
    from pipelines.collect.board_table import remove_boards

    table = _own_table(_settings(options))
    remove_boards(table, options.board)
    print(f"removed {', '.join(options.board)} from {table}; what they brought stays in the warehouse")
    return 0


def _prune(options: argparse.Namespace) -> int:
    from pipelines.collect.board_table import remove_boards
    from pipelines.collect.dead_boards import dead_boards
    from spiders.boards import read_boards

    config = _settings(options)
    dead = dead_boards(config.landing, read_boards(config.boards))
    if options.json:
        print(json.dumps([asdict(board) for board in dead], indent=2))
    else:
        for board in dead:
            print(board)
    if dead and options.yes:
        remove_boards(_own_table(config), [board.name for board in dead])
        if not options.json:
            print(f"removed {len(dead)} boards from {_own_table(config)}")
    elif not options.json:
        print(f"{len(dead)} dead boards" + ("; --yes takes them from the table" if dead else ""))
    return 0
