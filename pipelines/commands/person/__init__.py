"""``skilltide person``: what I lack, what to do about it, whom to ask, and how to show it. All of it stays here."""

import argparse
from typing import Any

from pipelines.commands.person import flags
from pipelines.commands.person.beginning import init
from pipelines.commands.person.market import gap, keywords, plan
from pipelines.commands.person.records import log, report, write_own_page
from pipelines.commands.person.talking import interview, network

__all__ = ["add", "write_own_page"]

ACTIONS = (
    ("init", init, "make a profile from a résumé, a LinkedIn export, a JSON Resume, or a few questions"),
    ("gap", gap, "what is asked that I lack, by how many openings each skill would open"),
    ("keywords", keywords, "how to show what I have: demonstrate, list, or leave out"),
    ("plan", plan, "at most three next steps; check-links looks whether the addresses are still there"),
    ("network", network, "whom to ask this week; `network log NAME` after each contact"),
    ("interview", interview, "what they will ask, and which of my stories answers it"),
    ("log", log, "applications and steps; `log add KIND`, `log proof`, `log funnel`"),
    ("report", report, "the weekly page: everything above as HTML, for print, and as Markdown"),
)


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    text = "what I lack, what to do about it, whom to ask, how to show it; everything stays on this machine"
    group = commands.add_parser("person", help=text, description=text)
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    parents = [shared, flags.own_files(), flags.target()]
    for name, run, words in ACTIONS:
        command = actions.add_parser(name, parents=parents, help=words, description=words)
        command.set_defaults(run=run)
        if name in flags.OF_ACTION:
            flags.OF_ACTION[name](command)
