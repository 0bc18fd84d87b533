"""The market's own command line; what a program reads goes to standard output as JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.days import DEMO_TODAY


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    return int(options.run(options))


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    top = argparse.ArgumentParser(prog="python -m demo", description="an invented job market with a known truth")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    today = commands.add_parser("today", help="the market's last day")
    today.set_defaults(run=_today)
    history = commands.add_parser("history", help="write two years of history as landing files")
    history.add_argument("--out", type=Path, required=True, metavar="LANDING")
    history.set_defaults(run=_history)
    boards = commands.add_parser("boards", help="write the board table of a market that is being served")
    boards.add_argument("--origin", required=True, metavar="URL")
    boards.add_argument("--out", type=Path, required=True, metavar="FILE")
    boards.set_defaults(run=_boards)
    serve = commands.add_parser("serve", help="serve the boards on loopback; PUT /_market/day sets the day")
    serve.add_argument("--port", type=int, default=0, help="0: any free one")
    serve.set_defaults(run=_serve)
    truth = commands.add_parser("truth", help="what is planted")
    truth.set_defaults(run=_truth)
    return top


def _today(options: argparse.Namespace) -> int:
    print(json.dumps({"today": DEMO_TODAY.isoformat()}))
    return 0


def _history(options: argparse.Namespace) -> int:
    from demo.history import write_history
    from demo.market import build_market

    print(json.dumps({"crawls": write_history(build_market(), options.out)}))
    return 0


def _boards(options: argparse.Namespace) -> int:
    from demo.boards import board_table
    from demo.reading import read_sources

    options.out.write_text(board_table(read_sources(), options.origin.rstrip("/")), encoding="utf-8")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from demo.server import serve

    serve(options.port)
    return 0


def _truth(options: argparse.Namespace) -> int:
    from demo.market import build_market
    from demo.truth import planted_truth

    print(json.dumps(planted_truth(build_market()), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
