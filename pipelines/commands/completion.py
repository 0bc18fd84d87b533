"""``skilltide completion``: the script that completes commands and options in a shell."""

import argparse
from typing import Any

SHELLS = ("bash", "zsh", "tcsh")


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    text = "print the script that completes commands and options in your shell"
    command = commands.add_parser("completion", help=text, description=text)
    command.add_argument("shell", choices=SHELLS)
    command.set_defaults(run=_run, quiet=True)


def _run(options: argparse.Namespace) -> int:
    import shtab

    from pipelines.__main__ import parser

    print(shtab.complete(parser(), options.shell))
    return 0
