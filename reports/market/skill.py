"""Which skill is drawn over time: the one asked for, else the clearest change, else the most asked."""

import difflib

from duckdb import DuckDBPyConnection

from reports import wording
from reports.market.reading import ask, question


class UnknownSkill(ValueError):
    """A name that no skill of the catalogue has; the message lists those that come near."""

    exit_code = 2


def choose_skill(connection: DuckDBPyConnection, name: str | None, slice: str = "all") -> str | None:
    """The id of the skill to draw; None when nothing has been counted and none is asked for.

    ``name`` may be an id, a label or any spelling, in any case. Raises ``UnknownSkill``.
    """
    if name is not None:
        return _named(connection, name)
    found = ask(connection, question("default_skill"), {"slice": slice})
    return str(found[0]["skill"]) if found else None


def _named(connection: DuckDBPyConnection, name: str) -> str:
    names = ask(connection, question("skills_by_name"))
    # Several skills may share a spelling but for its case ("Go", "GO"); the exact one wins, then an id.
    exact = [row["skill"] for row in names if row["name"] == name]
    wanted = " ".join(name.casefold().split())
    folded = [row["skill"] for row in names if row["name"].casefold() == wanted]
    if found := [*exact, *sorted(folded, key=lambda skill: skill != wanted)]:
        return str(found[0])
    raise UnknownSkill(_no_such_skill(name, {row["name"].casefold(): row["label"] for row in names}))


def _no_such_skill(name: str, labels: dict[str, str]) -> str:
    asked = wording.name(name)
    if not labels:
        return f"no skill named {asked}: the published copy holds no catalogue; run `skilltide build` and publish"
    near = difflib.get_close_matches(" ".join(name.casefold().split())[:80], sorted(labels), n=8, cutoff=0.6)
    near += sorted(known for known in labels if len(name) > 1 and name.casefold() in known)
    suggested = list(dict.fromkeys(labels[known] for known in near))[:5]
    if suggested:
        return f"no skill named {asked}; did you mean {wording.listed(suggested, last=' or ')}?"
    return f'no skill named {asked}; `skilltide sql "from skill"` lists all of them'
