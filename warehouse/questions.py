"""Named questions: each file of ``sql/questions`` is one, in plain language, with what its answer does not say.

The head of a file is comment lines: the question first, then its caveats; a line ``-- $skill = python: the skill's id``
declares a parameter with its default. Below stands one query.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from warehouse.database import query, sql_files

PARAMETER = re.compile(r"-- \$(\w+) = (.*?): (.+)")


class UnknownQuestion(ValueError):
    """A name or parameter that no question has."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Question:
    """One named question. ``parameters`` maps a name to its default and its meaning."""

    name: str
    text: str
    caveats: str
    parameters: Mapping[str, tuple[str, str]]
    sql: str

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """The parameters' values, given ones over defaults. Raises ``UnknownQuestion`` on a name it does not have."""
        if unknown := given.keys() - self.parameters.keys():
            known = ", ".join(self.parameters) or "none"
            raise UnknownQuestion(f"question {self.name} has no parameter {min(unknown)!r}; it has: {known}")
        return {name: given.get(name, default) for name, (default, _) in self.parameters.items()}


def list_questions() -> list[Question]:
    """All of them, by name."""
    return [_read(path.stem) for path in sql_files("questions")]


def find_question(name: str) -> Question:
    """One of them. Raises ``UnknownQuestion`` with near names."""
    names = [path.stem for path in sql_files("questions")]
    if name not in names:
        near = get_close_matches(name, names, 3, 0.4)
        hint = f"; similar: {', '.join(near)}" if near else ""
        raise UnknownQuestion(f"no question named {name!r}{hint}; `skilltide sql --questions` lists all {len(names)}")
    return _read(name)


def _read(name: str) -> Question:
    lines = query(f"questions/{name}").splitlines()
    size = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    head = lines[:size]
    found = [PARAMETER.fullmatch(line) for line in head]
    words = [line.removeprefix("--").strip() for line, match in zip(head, found, strict=True) if not match]
    return Question(
        name=name,
        text=words[0],
        caveats=" ".join(words[1:]),
        parameters={match[1]: (match[2], match[3]) for match in found if match},
        sql="\n".join(lines[size:]).strip().rstrip(";"),
    )
