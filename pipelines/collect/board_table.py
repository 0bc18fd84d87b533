"""Edits the user's own board table: rows are added and taken out as text, so that comments stay.

Every edit is read back before it replaces the file: a table is changed as meant or not at all.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipelines.collect.landing import write_atomically
from spiders.boards import NAME, Board, BoardTableError, parse_boards, read_boards, read_table

HEAD = """\
# Your own boards. The line below takes in every board that comes with skilltide; take it out to crawl only yours.
# A row here replaces the shipped one of the same name, and names under without are left out.
extends = "shipped"
without = []
"""
NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
WITHOUT = re.compile(r"^without\s*=\s*\[[^\]]*\]", re.MULTILINE)


def free_name(token: str, taken: Iterable[str]) -> str:
    """A name for a board of this token that the table does not hold yet."""
    words = NOT_IN_NAMES.sub("_", token.rsplit("://", 1)[-1].lower()).strip("_")[:40].strip("_") or "board"
    names, number, name = set(taken), 1, words
    while name in names:
        number += 1
        name = f"{words}_{number}"
    return name


def add_board(path: Path, board: Board) -> None:
    """Append a row. Raises ``BoardTableError`` when the table holds the name already."""
    text = read_table(path) if path.exists() else HEAD
    before = parse_boards(path, text)
    if not NAME.fullmatch(board.name):
        raise BoardTableError(f"--name {board.name!r}: a name holds lower-case letters, digits, - and _ only")
    if board.name in before:
        raise BoardTableError(f"{path}: there is a board {board.name!r} already; choose another with --name")
    lines = [f"[{board.name}]", f"platform = {_quoted(board.platform)}", f"token = {_quoted(board.token)}"]
    for key, value in (("company", board.company), ("origin", board.origin), ("note", board.note)):
        if value:
            lines.append(f"{key} = {_quoted(value)}")
    if board.verified:
        lines.append("verified = true")
    after = f"{text.rstrip()}\n\n" + "\n".join(lines) + "\n"
    _replace(path, after, {**before, board.name: board})


def remove_boards(path: Path, names: Iterable[str]) -> None:
    """Take rows out; shipped boards go under ``without``. Raises ``BoardTableError`` on a name that is not there."""
    text = read_table(path) if path.exists() else HEAD
    before, gone = parse_boards(path, text), list(names)
    if missing := [name for name in gone if name not in before]:
        raise BoardTableError(f"{path}: no board {missing[0]!r}; `skilltide boards list` shows those there are")
    for name in gone:
        text = _without_row(text, name)
    still = [name for name in gone if name in parse_boards(path, text)]
    if still:
        text = _with_left_out(path, text, still)
    _replace(path, text, {name: board for name, board in before.items() if name not in gone})


def _without_row(text: str, name: str) -> str:
    """The table without the row, be it one line or a section of its own."""
    line = re.compile(rf"^{re.escape(name)}\s*=\s*\{{[^\n]*\}}[^\n]*\n", re.MULTILINE)
    section = re.compile(rf"^\[{re.escape(name)}\][^\n]*\n(?:(?!\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)
    return section.sub("", line.sub("", text))


def _with_left_out(path: Path, text: str, names: list[str]) -> str:
    import tomllib

    left_out = sorted({*tomllib.loads(text).get("without", []), *names})
    row = f"without = [{', '.join(map(_quoted, left_out))}]"
    if WITHOUT.search(text):
        return WITHOUT.sub(lambda _: row, text, count=1)
    if 'extends = "shipped"' not in text:
        raise BoardTableError(f"{path}: {names[0]!r} could not be taken out; please edit the file by hand")
    return text.replace('extends = "shipped"', f'extends = "shipped"\n{row}', 1)


def _replace(path: Path, text: str, meant: Mapping[str, Board]) -> None:
    if parse_boards(path, text) != meant:
        raise BoardTableError(f"{path}: the table could not be changed as meant; please edit it by hand")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode())
    read_boards(path)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
