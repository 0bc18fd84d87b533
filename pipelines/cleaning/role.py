"""The role family that a title names: one of the closed list in ``roles.toml``, or ``unknown``.

The longest expression found decides ("machine learning engineer" before "engineer"), first in the part of the title
before a comma, dash or bracket, which names the job, and only then in the rest, which says where and for whom.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import pyarrow as pa

from pipelines.cleaning.place_names import name_key

UNKNOWN = "unknown"
GENERAL = "software_engineer"
KINDS = {"frontend_engineer", "backend_engineer", "fullstack_engineer", "mobile_engineer", "embedded_engineer"}
"""Kinds of software developer that a title may add in brackets."""
GENDER = re.compile(
    r"\s*[(\[]\s*(?:[mwfdxhvigna](?:\s?[/|*,:.]\s?[mwfdxhvigna]){1,4}|all genders?|gn|h/f|f/h)\s*[)\]]"
    r"|(?<=\w)[:*/_](?:-?in(?:nen)?|r|e|n|a|as|o|os)\b|\((?:a|as|o|os|e|in|es)\)(?=\s|$|\W)|(?<=\w)[·.]e?(?:trice|"
    r"rice|euse|ne|e)?[·.]?s?(?=\s|$)(?<=[·.]e)"
    r"|\b[mwf]\s?/\s?[mwf](?:\s?/\s?(?:d|x))?\b|\bh\s?/\s?f\b",
    re.I,
)
RATE = re.compile(
    r"[$€£]\s?[\d.,]+\s?k?(?:\s?[-–]\s?[$€£]?[\d.,]+\s?k?)?\s?(?:/|per )\s?(?:hr|hour|h|day|week|month|mo|yr|year)\b",
    re.I,
)
"""Pay in a title: its "/hr" is no human resources."""
SIGN = re.compile(r"[(\[:*/_·.$€£]")
"""What a gender mark or a rate cannot do without."""
LATIN_NAME = re.compile(r"[.](?=\w)|[+#]")
PARTS = re.compile(r"\s*[,(\[|–—:•]\s*|\s+[-/@]\s+|\s+(?:bei|at|for|chez|für|para|im bereich)\s+", re.I)
WORD_START = re.compile(r"(?<![a-z0-9])[a-z0-9]|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
LITERAL = re.compile(r"[^\\(\[?*+{|)]+")
LONGEST = 200
MOST_EXPRESSIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Role:
    """A family with its codes in ISCO-08 and the American SOC of 2018."""

    id: str
    label: str
    isco: str
    soc: str


@dataclass(frozen=True, slots=True)
class _Expressions:
    """Expressions by the first letters they can begin with, each with its role and its place in the file's order.

    Those that can begin with a single letter come last in it.
    """

    by_opening: dict[str, list[tuple[re.Pattern[str], int, int]]]
    endings: re.Pattern[str]
    ending_roles: dict[str, int]


@cache
def roles() -> tuple[Role, ...]:
    """The closed list."""
    return tuple(Role(row["id"], row["label"], row["isco"], row["soc"]) for row in _table())


def role_table() -> pa.Table:
    """The list as a table: role, label, isco, soc."""
    return pa.Table.from_pylist(
        [{"role": each.id, "label": each.label, "isco": each.isco, "soc": each.soc} for each in roles()]
    )


def role_of(title: str) -> str:
    """The role's id. A headline ``Company | Role | Place`` is read after its first part."""
    return _role_of(title[:LONGEST])


@lru_cache(maxsize=100_000)
def _role_of(title: str) -> str:
    if SIGN.search(title):
        title = RATE.sub(" ", GENDER.sub("", title))
    parts = [part for part in PARTS.split(title) if part and part.strip()]
    if title.count("|") >= 2:
        parts = [part.strip() for part in title.split("|")[1:]]
        found = next((role for part in parts if len(part) < 90 and (role := _named(_plain(part))) is not None), None)
    else:
        found = _named(_plain(parts[0])) if parts else None
        if len(parts) > 1 and (found is None or roles()[found].id == GENERAL):
            found = _more_exact(found, parts[1:], title)
    return UNKNOWN if found is None else roles()[found].id


def _more_exact(found: int | None, rest: list[str], title: str) -> int | None:
    """What the rest of the title adds: "Software Engineer (Backend)", or all of it if the first part says nothing."""
    if found is None:
        return _named(_plain(title))
    named = (_named(_plain(part)) for part in rest)
    return next((role for role in named if role is not None and roles()[role].id in KINDS), found)


def _plain(text: str) -> str:
    return name_key(LATIN_NAME.sub(" ", text.replace("'", " ").replace("’", " ").replace("&", " and ")))


@lru_cache(maxsize=100_000)
def _named(title: str) -> int | None:
    """The index of the role with the longest expression in a plain title, or in a part of one, which recur more."""
    expressions = _expressions()
    best, length = None, 0
    for start in (word.start() for word in WORD_START.finditer(title)):
        longest, first = length, 0
        for size in dict.fromkeys((title[start : start + 3].strip(), title[start : start + 2].strip(), title[start])):
            for pattern, role, place in expressions.by_opening.get(size, ()):
                found = pattern.match(title, start)
                # Of those that are as long as each other at one place, the first in order counts.
                if found and (found.end() - start, -place) > (longest, -first):
                    best, longest, first = role, found.end() - start, place
        length = longest
    ending = expressions.endings.search(title)
    if ending and len(ending[0]) > length:
        return expressions.ending_roles[str(ending.lastgroup)]
    return best


@cache
def _table() -> list[dict[str, str]]:
    table = tomllib.loads(files(__package__).joinpath("roles.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, str]] = table["role"]
    return rows


@cache
def _expressions() -> _Expressions:
    by_opening: dict[str, list[tuple[re.Pattern[str], int, int]]] = {}
    endings: list[str] = []
    ending_roles: dict[str, int] = {}
    place = 0
    for index, row in enumerate(_table()):
        for number, word in enumerate(row["words"]):
            if word.startswith("~"):
                name = f"r{index}_{number}"
                endings.append(rf"(?P<{name}>{word[1:]})")
                ending_roles[name] = index
                continue
            last = r"(?![a-z0-9])" if word.isascii() else ""
            pattern = re.compile(word + last)
            place += 1
            for literal in set(_openings(word)):
                late = MOST_EXPRESSIONS if len(literal[:2].strip()) == 1 else 0
                by_opening.setdefault(literal[:3].strip(), []).append((pattern, index, place + late))
    return _Expressions(by_opening, re.compile(rf"(?:{'|'.join(endings)})(?![a-z0-9])"), ending_roles)


def _openings(expression: str) -> Iterator[str]:
    """The literal texts with which matches of an expression of ours can begin (at least one letter of each)."""
    if expression.startswith("(?:"):
        alternatives, rest = _group(expression)
        optional = rest[:1] in {"?", "*"}
        after = rest.lstrip("?*")
        for alternative in alternatives:
            yield from _openings(alternative + after)
        if optional:
            yield from _openings(after)
        return
    literal = LITERAL.match(expression)
    if literal is None:
        raise ValueError(f"roles.toml: {expression!r} does not begin with a letter or a group")
    text = literal[0]
    follower = expression[literal.end() : literal.end() + 1]
    if follower in {"?", "*"}:
        yield text
        text = text[:-1]
        if not text:
            yield from _openings(expression[literal.end() + 1 :])
            return
    yield text


def _group(expression: str) -> tuple[list[str], str]:
    """The alternatives of a leading group, and what follows it."""
    depth, parts, begin = 0, [], 3
    for at in range(3, len(expression)):
        letter = expression[at]
        if letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif depth == 0 and letter in "|)":
            parts.append(expression[begin:at])
            begin = at + 1
            if letter == ")":
                return parts, expression[at + 1 :]
    raise ValueError(f"roles.toml: {expression!r} has an open group")
