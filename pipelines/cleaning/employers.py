"""The employer's name: as an advert states it, tidied, and as a key by which adverts of one employer meet."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipelines.cleaning.characters import one_line

NOT_A_LETTER = re.compile(r"[^\w&+]+|_+")
APOSTROPHE = re.compile("['\u2019\u2018`\u00b4.]")
REMARK = re.compile(r"[(\[]\s*(?:yc\b|y combinator|formerly|f/k/a|fka|aka|a\.k\.a|previously)[^)\]]*[)\]]", re.I)
DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9][a-z0-9-]+)\.(?:com|io|ai|co|dev|org|net|app|eu|de|fr|co\.uk|cl)/?"
)
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
    "not specified",
    "unspecified",
    "not disclosed",
    "undisclosed",
}


@dataclass(frozen=True, slots=True)
class NameRules:
    """What ``employers.toml`` holds."""

    legal_forms: frozenset[str]
    platforms: frozenset[str]
    own_boards: frozenset[str]
    """Platforms whose boards belong to one employer each, so that the board's name is the employer's."""


@cache
def name_rules() -> NameRules:
    """The rules for names, read once."""
    table = tomllib.loads(files(__package__).joinpath("employers.toml").read_text(encoding="utf-8"))
    return NameRules(*(frozenset(table[name]) for name in ("legal_forms", "platforms", "own_boards")))


@lru_cache(maxsize=50_000)
def employer_name(company: str | None, source: str, platform: str | None = None) -> str | None:
    """The name as stated, without outer white space; None if it is missing or only the platform's own.

    ``source`` is the board's name: on the board ``lever`` the employer Lever is real, and on a ``platform`` whose
    boards belong to one employer each it stands in for a name that the advert does not give.
    """
    name = one_line(company or "")
    if name.casefold() in SAYS_NOTHING or BOARD_ADDRESS.fullmatch(name):
        name = ""
    plain = re.sub(r"[\W_]+", "", name.casefold())
    if plain in name_rules().platforms and plain not in re.split(r"[-_]", source):
        name = ""
    return name or (source if platform in name_rules().own_boards else None)


@lru_cache(maxsize=50_000)
def employer_key(name: str | None) -> str | None:
    """A name's form for comparison: lower case, no accents, spaces or punctuation, no legal form at its end.

    A domain is taken for the name in it, and remarks such as "(YC S11)" or "(formerly X)" are left out.
    """
    if not name:
        return None
    folded = unicodedata.normalize("NFKD", REMARK.sub(" ", name.casefold()))
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter)).strip()
    domain = DOMAIN.fullmatch(folded)
    folded = domain.group(1) if domain else folded
    words = NOT_A_LETTER.sub(" ", APOSTROPHE.sub("", folded)).split()
    kept = list(words)
    while len(kept) > 1 and (kept[-1] in name_rules().legal_forms or kept[-1] in {"&", "+", "and", "und", "et"}):
        kept.pop()
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return "".join(kept) or folded or None
