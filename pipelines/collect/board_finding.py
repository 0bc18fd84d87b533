"""Asks the spiders what stands behind an address and what a board would bring; they run in their own process."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from spiders.boards import Board

NO_SUCH_COMMAND = re.compile(r"invalid choice: '(\w+)'")


class CannotAsk(RuntimeError):
    """The spiders could not be asked; the message says why and what to do."""

    exit_code = 1


class WrongAddress(ValueError):
    """An address or a setting that cannot be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """What one fetch of a board brought."""

    platform: str
    token: str
    postings: int
    titles: list[str] = field(default_factory=list)
    filled: dict[str, float] = field(default_factory=dict)
    """Share of postings that carry each field."""
    failure: str | None = None
    reason: str | None = None

    def __str__(self) -> str:
        head = f"{self.platform} {self.token}: "
        if self.failure:
            return f"{head}{self.failure}: {self.reason}"
        shares = ", ".join(f"{name} {share:.0%}" for name, share in self.filled.items())
        return "\n".join([f"{head}{self.postings} postings; {shares}", *(f"  {title}" for title in self.titles)])


def find_boards(url: str, contact: str | None) -> list[Board]:
    """Boards that the address names, else those that the page at it leads to or holds; named ``found``."""
    if "://" not in url:
        url = f"https://{url}"
    if not re.match(r"https?://[^/]", url):
        raise WrongAddress(f"{url!r} is not an http address; give that of a careers page or a board")
    found = _ask("detect", url)
    if not found:
        with TemporaryDirectory() as folder:
            page = Path(folder) / "page"
            told = _run("spiders.page_fetching", [url, "--out", str(page), *_contact(contact)])
            if told["failure"]:
                raise CannotAsk(f"{url} could not be looked at: {told['failure']}: {told['reason']}")
            found = _ask("detect", told["url"], "--page", str(page))
    return [Board(name="found", platform=row["platform"], token=row["token"], origin=row["origin"]) for row in found]


def try_board(board: Board, contact: str | None) -> Trial:
    """Fetch a board once, with all manners, and keep nothing."""
    origin = ["--origin", board.origin] if board.origin else []
    told = _ask("probe", board.platform, board.token, *origin, *_contact(contact))
    return Trial(
        platform=board.platform,
        token=board.token,
        postings=told["postings"],
        titles=told["titles"],
        filled=told["filled"],
        failure=told["failure"],
        reason=told["reason"],
    )


def _contact(contact: str | None) -> list[str]:
    return ["--contact", contact] if contact else []


def _ask(*arguments: str) -> Any:
    return _run("spiders", list(arguments))


def _run(module: str, arguments: list[str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return orjson.loads(done.stdout)
    last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
    if unknown := NO_SUCH_COMMAND.search(done.stderr):
        raise CannotAsk(f"these spiders cannot {unknown[1]} yet; add the board to the table by hand")
    if done.returncode == 2:
        raise WrongAddress(last.removeprefix("spiders: "))
    raise CannotAsk(f"the spiders ended with code {done.returncode}: {last[:300]}")
