"""The employer's name: as an advert states it, tidied, and as a key by which adverts of one employer meet."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipelines.cleaning.characters import one_line

NOT_A_LETTER = re.compile(r"[^\w&+]+|_+")
APOSTROPHE = re.compile("['\u2019\u2018`\u00b4.]")
BOARD_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:[\w-]+\.)*"
    r"(?:greenhouse\.io|lever\.co|ashbyhq\.com|myworkdayjobs\.com|workable\.com|smartrecruiters\.com|recruitee\.com"
    r"|breezy\.hr|bamboohr\.com|teamtailor\.com|icims\.com|jobvite\.com|linkedin\.com|indeed\.com)(?:/.*)?",
    re.I,
)
SAYS_NOTHING = {
    "",
    "-",
    "n/a",
    "na",
    "none",
    "null",
    "nan",
    "unknown",
    "confidential",
    "company",
    "undefined",
}


@dataclass(frozen=True, slots=True)
class NameRules:
    """What ``employers.toml`` holds."""

    legal_forms: frozenset[str]
    platforms: frozenset[str]


@cache
def name_rules() -> NameRules:
    """The rules for names, read once."""
    table = tomllib.loads(files(__package__).joinpath("employers.toml").read_text(encoding="utf-8"))
    return NameRules(frozenset(table["legal_forms"]), frozenset(table["platforms"]))


def employer_name(company: str | None, source: str) -> str | None:
    """The name as stated, without outer white space; None if it is missing or only the platform's own.

    ``source`` is the board's name: on the board ``lever`` the employer Lever is real.
    """
    name = one_line(company or "")
    if name.casefold() in SAYS_NOTHING or BOARD_ADDRESS.fullmatch(name):
        return None
    plain = re.sub(r"[\W_]+", "", name.casefold())
    if plain in name_rules().platforms and plain not in re.split(r"[-_]", source):
        return None
    return name


def employer_key(name: str | None) -> str | None:
    """A name's form for comparison: lower case, no accents, no punctuation, no legal form at its end."""
    if not name:
        return None
    folded = unicodedata.normalize("NFKD", name.casefold())
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = NOT_A_LETTER.sub(" ", APOSTROPHE.sub("", folded)).split()
    kept = list(words)
    while len(kept) > 1 and (kept[-1] in name_rules().legal_forms or kept[-1] in {"&", "+", "and", "und", "et"}):
        kept.pop()
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return " ".join(kept) or folded.strip() or None
