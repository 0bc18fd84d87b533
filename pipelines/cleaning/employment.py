"""The kind of employment, from the source's own word, into a closed vocabulary."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

TYPES = (*("full_time", "part_time", "contract", "internship", "temporary", "volunteer", "other", "unknown"),)
NOT_A_LETTER = re.compile(r"[\W\d_]+")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
INTERN_TITLE = re.compile(
    r"\b(?:interns?|internships?|praktikum|praktikant(?:in)?|werkstudent(?:in)?|working student|stagiaire"
    r"|apprentice(?:ship)?|co-op)\b(?!\s+(?:programs?|programmes?|managers?|coordinators?|recruit\w+))",
    re.I,
)


def employment_type(stated: str | None, title: str = "", header: str = "") -> str:
    """One of ``TYPES``.

    ``stated`` may be anything (``FullTime``, ``FULL_TIME``, ``CDI``, ``Full-time: Remote``, a JSON list). A
    statement that is there but not understood is ``other``. Where there is none, an advert's ``header`` line
    (``Company | Role | Full-time``) and a title such as "Software Intern" decide.
    """
    if stated and NOT_A_LETTER.sub("", stated):
        return _recognised(stated) or "other"
    if INTERN_TITLE.search(title):
        return "internship"
    if header and (named := {kind for part in header.split("|")[1:] if (kind := _recognised(part, short=True))}):
        return named.pop() if len(named) == 1 else ("full_time" if "full_time" in named else "other")
    return "unknown"


@lru_cache(maxsize=20_000)
def _recognised(stated: str, short: bool = False) -> str | None:
    """``short`` refuses more than four words: the name of a role may hold "Contract" or "Student"."""
    words = NOT_A_LETTER.sub(" ", CAMEL.sub(" ", stated)).casefold().split()
    if short and len(words) > 4:
        return None
    padded = f" {' '.join(words)} "
    for name, known in _known_words():
        if any(word in padded for word in known):
            return name
    return None


@cache
def _known_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = tomllib.loads(files(__package__).joinpath("employment.toml").read_text(encoding="utf-8"))
    return tuple((kind["name"], tuple(f" {word} " for word in kind["words"])) for kind in table["type"])
