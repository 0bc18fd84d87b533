"""Signs that an advert is placed by an agency: what its employer's name and its text say. Facts, no verdict."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8"))
    names = "|".join(map(_pattern, table["name_words"]))
    hidden = "|".join(map(_pattern, table["hidden_names"]))
    phrases = "|".join(re.escape(phrase) for phrase in table["phrases"])
    return re.compile(rf"\b(?:{names})(?!\w)"), re.compile(rf"(?:{hidden})"), re.compile(phrases)


def _pattern(words: str) -> str:
    plain = _plain(words)
    return re.escape(plain[:-1]) + r".*" if plain.endswith("*") else re.escape(plain)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def agency_name(company: str | None) -> bool:
    """Whether the employer's name is an agency's, hides the employer, or is missing."""
    if company is None:
        return True
    names, hidden, _ = _patterns()
    plain = " ".join(_plain(company).split())
    return bool(names.search(plain) or hidden.fullmatch(plain))


def client_phrase(text: str) -> bool:
    """Whether the text speaks of a client on whose behalf somebody is sought."""
    return bool(_patterns()[2].search(text.casefold()))
