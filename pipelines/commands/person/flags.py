"""The flags of each action of ``skilltide person``."""

import argparse
from pathlib import Path

from pipelines.person.search_log import KINDS

SECONDS = 120
MOST = 3_650
"""Of any count that is asked for; days are ten years of them."""


def own_files() -> argparse.ArgumentParser:
    """Where the person's files are, and how to answer."""
    own = argparse.ArgumentParser(add_help=False)
    own.add_argument(
        "--person", metavar="DIR", type=Path, help="folder of your files (default: person/ in the data directory)"
    )
    own.add_argument("--json", action="store_true", help="machine-readable answer")
    return own


def target() -> argparse.ArgumentParser:
    """Which openings are meant, where it is not what the profile says."""
    asked = argparse.ArgumentParser(add_help=False)
    asked.add_argument(
        "--role", action="append", default=[], metavar="NAME", help="role or words of titles; may be repeated"
    )
    asked.add_argument("--level", default="", help="intern, entry, mid, senior, lead, manager, executive")
    asked.add_argument("--place", default="", help="country, region or town")
    asked.add_argument("--remote", default="", choices=("also", "only", "no"))
    asked.add_argument(
        "--months",
        type=_positive,
        default=3,
        metavar="N",
        help="where nothing is open now: new in the last N months (3)",
    )
    return asked


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and text.strip("0")):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    if len(text) > len(str(MOST)) or int(text) > MOST:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is more than {MOST}")
    return int(text)


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--from", dest="source", action="append", default=[], type=Path, metavar="FILE", help="may be repeated"
    )
    command.add_argument("--name", default="", help="your name, for the page")
    command.add_argument(
        "--skill", action="append", default=[], metavar="NAME", help="a skill you have; may be repeated"
    )
    command.add_argument("--yes", action="store_true", help="take what is proposed without asking")
    command.add_argument("--replace", action="store_true", help="replace the profile that is there")


def _gap(command: argparse.ArgumentParser) -> None:
    command.add_argument("--sql", action="store_true", help="print the SQL that confirms each number beside it")


def _advert(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--advert", metavar="FILE", help="one advert: a file, an address known here, or - for pasted text"
    )


def _keywords(command: argparse.ArgumentParser) -> None:
    _advert(command)
    command.add_argument("--resume", type=Path, metavar="FILE", help="this résumé instead of the profile's evidence")
    command.add_argument("--most", type=_positive, default=20, metavar="N", help="skills asked for most (20)")


def _plan(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", nargs="?", choices=("check-links",))
    command.add_argument("--ics", type=Path, metavar="FILE", help="write the days to look again as a calendar file")
    command.add_argument(
        "--skip", action="append", default=[], metavar="SKILL", help="leave this skill out; may be repeated"
    )
    command.add_argument("--contact", metavar="MAIL", help="contact address under which links are checked")


def _network(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", nargs="?", choices=("log",))
    command.add_argument("name", nargs="*", help="of the person you were in touch with")
    command.add_argument("--contacts", type=Path, metavar="FILE", help="read LinkedIn's Connections.csv")
    for flag, words in (("gave", "what you gave"), ("asked", "what you asked"), ("note", "anything else")):
        command.add_argument(f"--{flag}", default="", help=words)
    command.add_argument("--every", type=_positive, metavar="DAYS", help="how often you want to be in touch (30)")
    command.add_argument("--support", action="store_true", help="somebody for your own morale")
    command.add_argument("--stop", action="store_true", help="do not suggest this person again")
    command.add_argument("--new", action="store_true", help="somebody who is not among the contacts")


def _interview(command: argparse.ArgumentParser) -> None:
    _advert(command)
    command.add_argument("--drill", action="store_true", help="timed drill in the terminal")
    command.add_argument("--seconds", type=_positive, default=SECONDS, metavar="N", help=f"aim per answer ({SECONDS})")


def _log(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", nargs="?", default="proof", choices=("add", "proof", "funnel"))
    command.add_argument("kind", nargs="?", choices=KINDS, help="what you did")
    texts = {
        "employer": "whose place it is",
        "title": "of the place",
        "source": "where you found it",
        "note": "anything else",
        "day": "when, as 2026-11-23 (default: today)",
        "month": "which month the proof is of, as 2026-11 (default: this one)",
    }
    for flag, words in texts.items():
        command.add_argument(f"--{flag}", default="", help=words)
    command.add_argument("--html", type=Path, metavar="FILE", help="write the proof as a page to print and sign")


OF_ACTION = {
    "init": _init,
    "gap": _gap,
    "keywords": _keywords,
    "plan": _plan,
    "network": _network,
    "interview": _interview,
    "log": _log,
}
